// The whole run as a strip, with what is on show as a band; drawing over a part of it shows that part.

import { type PointerEvent, useMemo, useState } from 'react';
import { formatCount } from '../../components/format';
import { useStream } from '../store';
import classes from './Charts.module.css';
import { boundsOf, slidingMean, xyOf } from './curves';
import { sparkPath } from './spark';
import { extentOf, rangeOf } from './view';

const BOX = { width: 1000, height: 36 };
/** Share of the strip below which it was a click: the latest word about where, not how much. */
const CLICK = 0.01;

export function Overview() {
  const series = useStream((ui) => ui.overview);
  const window = useStream((ui) => ui.state?.config.window ?? 1);
  const task = useStream((ui) => ui.state?.task ?? null);
  const view = useStream((ui) => ui.view);
  const [drawn, setDrawn] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const total = series?.total ?? 0;
  const path = useMemo(() => {
    if (!series) return '';
    const values = task === 'density' ? series.loss : series.score;
    const xy = xyOf(series.batch, slidingMean(series.batch, values, window), { from: 0, to: series.total });
    const { low, high } = boundsOf(xy) ?? { low: 0, high: 1 };
    return sparkPath(xy, BOX, [1, series.total], [low, high > low ? high : low + 1]);
  }, [series, task, window]);
  if (!series || total < 2) return null;
  const shown = extentOf(view, total);
  const band = drawn
    ? { from: Math.min(drawn.from, drawn.to), to: Math.max(drawn.from, drawn.to) }
    : shares(shown, total);
  const finish = () => {
    setDrawn(null);
    if (!drawn) return;
    const half = (shown.to - shown.from) / total / 2;
    const [from, to] = band.to - band.from < CLICK ? [drawn.to - half, drawn.to + half] : [band.from, band.to];
    useStream.setState({ view: rangeOf(from * total, to * total, total) });
  };
  return (
    <div
      className={classes.overview}
      role="img"
      aria-label={`The whole run, ${formatCount(total)} batches; on show are ${formatCount(shown.from + 1)} to ${formatCount(shown.to)}.`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = shareAt(event);
        setDrawn({ from: at, to: at });
      }}
      onPointerMove={(event) => {
        if (drawn) setDrawn({ from: drawn.from, to: shareAt(event) });
      }}
      onPointerUp={finish}
      onPointerCancel={() => setDrawn(null)}
    >
      <svg viewBox={`0 -2 ${BOX.width} ${BOX.height + 4}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={path} />
      </svg>
      <span
        className={classes.band}
        style={{ left: `${100 * band.from}%`, width: `${100 * (band.to - band.from)}%` }}
      />
    </div>
  );
}

function shares({ from, to }: { readonly from: number; readonly to: number }, total: number) {
  return { from: from / total, to: to / total };
}

function shareAt(event: PointerEvent<HTMLElement>): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - left) / width));
}
