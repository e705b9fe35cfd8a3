// The decision surface of two-dimensional data: what the model would say anywhere on the plane, and the latest examples.

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { service } from '../../../client';
import type { StreamSurface } from '../../../wire/stream';
import { plural } from '../../components/format';
import { Note } from '../../components/Section';
import { useThrottled } from '../../components/useThrottled';
import { useStream } from '../store';
import { formatFigure } from '../words';
import { paint } from './surface';
import classes from './Watch.module.css';

const CELLS = 48;
/** Milliseconds between two pictures: each asks the model about every cell. */
const INTERVAL = 400;
const PIXELS = 640;

export function Surface() {
  const rev = useThrottled(
    useStream((ui) => ui.state?.rev ?? 0),
    INTERVAL,
  );
  const task = useStream((ui) => ui.state?.task ?? null);
  const dark = useComputedColorScheme('light') === 'dark';
  const canvas = useRef<HTMLCanvasElement>(null);
  const surface = useSurface(rev);
  const sides = task === 'classification';
  useEffect(() => {
    if (canvas.current && surface) paint(canvas.current, surface, sides, dark);
  }, [surface, sides, dark]);
  if (!surface) return null;
  const { x, y, examples } = surface;
  return (
    <figure className={classes.surface}>
      <canvas
        ref={canvas}
        width={PIXELS}
        height={PIXELS}
        role="img"
        aria-label={`What the model predicts for x from ${formatFigure(x[0])} to ${formatFigure(x[1])} and y from ${formatFigure(y[0])} to ${formatFigure(y[1])}, with the latest ${plural(examples.length / 3, 'example')}.`}
      />
      <figcaption>
        <Note>
          {surface.likeliest
            ? 'Each class has a colour, the stronger the surer the model is of it. Dots are the latest examples.'
            : sides
              ? 'Blue: the first class; orange: the last; pale: undecided. Dots and triangles are the latest examples.'
              : 'Blue is low, orange is high. Dots and triangles are the latest examples.'}
        </Note>
      </figcaption>
    </figure>
  );
}

/** The latest picture; asks again when `rev` moves, one question at a time. */
function useSurface(rev: number): StreamSurface | null {
  const [surface, setSurface] = useState<StreamSurface | null>(null);
  /** The revision that is being asked about, then the one answered. */
  const [asking, setAsking] = useState<number | null>(null);
  const [answered, setAnswered] = useState<number | null>(null);
  useEffect(() => {
    if (asking === null && answered !== rev) setAsking(rev);
  }, [rev, asking, answered]);
  useEffect(() => {
    if (asking === null) return;
    let ended = false;
    const over = () => {
      if (ended) return;
      setAnswered(asking);
      setAsking(null);
    };
    service.stream
      .surface(CELLS)
      .then(
        (found) => !ended && setSurface(found),
        (error: unknown) => console.warn(`The decision surface of ${asking} could not be fetched.`, error),
      )
      .finally(over);
    return () => {
      ended = true;
    };
  }, [asking]);
  return surface;
}
