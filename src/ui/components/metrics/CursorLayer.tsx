// The cursor over a chart: a line at the place that all charts point at, moved by the pointer or by the arrow keys.

import type { KeyboardEvent, PointerEvent } from 'react';
import { pointAt, useCursor } from './cursor';
import { AXIS_WORDS, type Axis, type Drawn, nearest, shownAt } from './lines';
import classes from './MetricChart.module.css';
import { type Scale, valueAt, xOf, yOf } from './scale';
import { styleOf } from './style';
import { formatDuration, formatValue } from './words';

interface CursorLayerProps {
  readonly title: string;
  readonly drawn: readonly Drawn[];
  readonly scale: Scale;
  readonly axis: Axis;
  readonly width: number;
  readonly height: number;
}

/** Told one by one to those who hear it. */
const TOLD = 6;

export function CursorLayer({ title, drawn, scale, axis, width, height }: CursorLayerProps) {
  const at = useCursor((cursor) => cursor.at);
  const inside = at !== null && at >= scale.x0 && at <= scale.x1;
  const here = inside ? at : scale.x1;
  const move = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    pointAt(snapped(drawn, valueAt(scale, x)));
  };
  const values = drawn.slice(0, TOLD).map((line) => `${line.name || title} ${formatValue(shownAt(line, here), title)}`);
  return (
    <div
      className={classes.cursor}
      role="slider"
      tabIndex={0}
      aria-label={`Place in ${title}`}
      aria-orientation="horizontal"
      aria-valuemin={scale.x0}
      aria-valuemax={scale.x1}
      aria-valuenow={here}
      aria-valuetext={`${placeWords(here, axis)}: ${values.join(', ')}`}
      onPointerMove={move}
      onPointerDown={move}
      onPointerLeave={() => pointAt(null)}
      onKeyDown={(event) => {
        const next = steppedBy(event, drawn, here);
        if (next === null) return;
        event.preventDefault();
        pointAt(next);
      }}
      onFocus={({ currentTarget }) => {
        // By a key: it stays there while points come, and is seen. A pointer has a place of its own.
        if (currentTarget.matches(':focus-visible')) pointAt(snapped(drawn, here));
      }}
      onBlur={() => pointAt(null)}
    >
      {inside && (
        <svg width={width} height={height} aria-hidden="true">
          <line
            className={classes.at}
            x1={xOf(scale, at)}
            x2={xOf(scale, at)}
            y1={scale.top}
            y2={scale.top + scale.height}
          />
          {drawn.map((line) => {
            const i = nearest(line.x, at);
            const y = line.y[i];
            if (y === undefined || !Number.isFinite(y)) return null;
            const { colour } = styleOf(line.style);
            return <circle key={line.id} r={3} cx={xOf(scale, line.x[i]!)} cy={yOf(scale, y)} fill={colour} />;
          })}
          <Place text={placeWords(at, axis)} x={xOf(scale, at)} scale={scale} />
        </svg>
      )}
    </div>
  );
}

/** Pixels a letter is wide, near enough. */
const LETTER = 6.6;

/** Over the ticks, on a ground of its own. */
function Place({ text, x, scale }: { readonly text: string; readonly x: number; readonly scale: Scale }) {
  const width = 10 + LETTER * text.length;
  const middle = Math.min(Math.max(x, scale.left + width / 2), scale.left + scale.width - width / 2);
  const y = scale.top + scale.height + 3;
  return (
    <>
      <rect className={classes.ground} x={middle - width / 2} y={y} width={width} height={18} />
      <text className={classes.place} x={middle} y={y + 12} textAnchor="middle">
        {text}
      </text>
    </>
  );
}

/** The place of the nearest point of any line. */
function snapped(drawn: readonly Drawn[], at: number): number | null {
  let best: number | null = null;
  for (const { x } of drawn) {
    const found = x[nearest(x, at)];
    if (found !== undefined && (best === null || Math.abs(found - at) < Math.abs(best - at))) best = found;
  }
  return best;
}

/** Where a key leads: a point on, a tenth of all on, to the ends. Null for other keys. */
function steppedBy({ key }: KeyboardEvent, drawn: readonly Drawn[], here: number): number | null {
  const places = [...new Set(drawn.flatMap(({ x }) => [...x]))].sort((a, b) => a - b);
  if (places.length === 0) return null;
  const i = nearest(Float64Array.from(places), here);
  const leap = Math.max(1, Math.round(places.length / 10));
  const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -leap, PageUp: leap }[key];
  if (by !== undefined) return places[Math.min(places.length - 1, Math.max(0, i + by))]!;
  if (key === 'Home') return places[0]!;
  return key === 'End' ? places.at(-1)! : null;
}

function placeWords(at: number, axis: Axis): string {
  return axis === 'time' ? formatDuration(at) : `${AXIS_WORDS[axis]} ${formatValue(at)}`;
}
