// What the model saw, enlarged, and over it where its answer comes from.

import { useEffect, useRef } from 'react';
import type { ImagePrediction } from '../../../../wire/images';
import classes from './Answer.module.css';
import { paintHeat, paintSeen } from './paint';

interface SeenProps {
  readonly answer: ImagePrediction;
  /** The heat-map is shown, where there is one. */
  readonly explain: boolean;
}

export function Seen({ answer, explain }: SeenProps) {
  const { seen } = answer;
  const heat = explain ? answer.heat : null;
  const picture = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (picture.current) paintSeen(picture.current, seen);
  }, [seen]);
  useEffect(() => {
    if (overlay.current && heat) paintHeat(overlay.current, heat, seen);
  }, [heat, seen]);
  const size = `${seen.width} × ${seen.height} pixels, ${seen.channels === 1 ? 'grey' : 'colour'}`;
  return (
    <figure className={classes.seen}>
      <div className={classes.layers} style={{ aspectRatio: `${seen.width} / ${seen.height}` }}>
        <canvas ref={picture} role="img" aria-label={`What the model saw: ${size}`} />
        {heat && (
          <canvas
            ref={overlay}
            data-testid="heat"
            role="img"
            aria-label={`Heat-map: where ${answer.classes[heat.target]} comes from`}
          />
        )}
      </div>
      <figcaption>
        What the model saw: {size}.
        {heat && (
          <>
            {' '}
            Orange: what speaks for <strong>{answer.classes[heat.target]}</strong>{' '}
            <span className={classes.term}>{heat.kind === 'grad-cam' ? 'Grad-CAM' : 'saliency'}</span>
          </>
        )}
      </figcaption>
    </figure>
  );
}
