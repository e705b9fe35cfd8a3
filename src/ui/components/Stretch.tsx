// A stretch of a chart drawn over with the pointer. A click is none.

import { type PointerEvent, type ReactNode, useState } from 'react';
import type { Plot } from './ChartMarks';
import classes from './LineChart.module.css';

interface StretchProps {
  readonly plot: Plot;
  readonly onStretch: (from: number, to: number) => void;
  readonly children: ReactNode;
}

/** Pixels below which it was a click. */
const LEAST = 6;

export function Stretch({ plot, onStretch, children }: StretchProps) {
  const [drawn, setDrawn] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const at = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return Math.min(plot.left + plot.width, Math.max(plot.left, x));
  };
  const finish = () => {
    setDrawn(null);
    if (!drawn || Math.abs(drawn.to - drawn.from) < LEAST) return;
    const value = (x: number) => plot.x0 + ((x - plot.left) / plot.width) * (plot.x1 - plot.x0);
    onStretch(value(Math.min(drawn.from, drawn.to)), value(Math.max(drawn.from, drawn.to)));
  };
  return (
    <div
      className={classes.stretch}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrawn({ from: at(event), to: at(event) });
      }}
      onPointerMove={(event) => {
        if (drawn) setDrawn({ from: drawn.from, to: at(event) });
      }}
      onPointerUp={finish}
      onPointerCancel={() => setDrawn(null)}
    >
      {children}
      {drawn && (
        <div
          className={classes.drawn}
          style={{
            left: Math.min(drawn.from, drawn.to),
            width: Math.abs(drawn.to - drawn.from),
            top: plot.top,
            height: plot.height,
          }}
        />
      )}
    </div>
  );
}
