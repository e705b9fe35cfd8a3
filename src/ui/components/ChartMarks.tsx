// Places marked on a chart: a thin line upwards with a shape at its end and, where there is room, a word beside it.

import type { ChartMark, MarkShape } from './LineChart';
import classes from './LineChart.module.css';

/** The part of a picture that curves are drawn in, in its pixels, and what stretches across it. */
export interface Plot {
  readonly x0: number;
  readonly x1: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels a letter is wide, near enough. */
const LETTER = 6.1;
/** Shapes nearer than this to the one before are not told apart: the line alone is drawn. */
const CLOSE = 9;

/** More lines of a kind would be a fence before the curve: their shapes are enough. */
const MOST_LINES = 30;

/** In a square of 10 around 0, 0. */
const PATHS: Readonly<Record<MarkShape, string>> = {
  triangle: 'M-5 -4.5 H5 L0 4.5 Z',
  diamond: 'M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z',
  square: 'M-4.2 -4.2 H4.2 V4.2 H-4.2 Z',
  circle: 'M-4.7 0 A4.7 4.7 0 1 1 4.7 0 A4.7 4.7 0 1 1 -4.7 0 Z',
  cross: 'M-4.5 -1.6 H-1.6 V-4.5 H1.6 V-1.6 H4.5 V1.6 H1.6 V4.5 H-1.6 V1.6 H-4.5 Z',
  flag: 'M-0.8 -5 H6 L4 -2 L6 1 H0.8 V5 H-0.8 Z',
};

/** One of the shapes by itself, for legends. */
export function MarkIcon({ shape }: { readonly shape: MarkShape }) {
  return (
    <svg width={12} height={12} viewBox="-6 -6 12 12" aria-hidden="true" className={classes[shape]}>
      <path d={PATHS[shape]} />
    </svg>
  );
}

/** Each shape has a row of its own, so that marks of one place lie above each other. */
const ROW = 13;
const HIGH: readonly MarkShape[] = ['triangle', 'flag'];
const LOW: readonly MarkShape[] = ['diamond', 'square', 'circle', 'cross'];

/** Pixels above the curves that marks hanging from the top want for themselves and their words. */
export function headOf(marks: readonly ChartMark[]): number {
  return ROW * Math.max(1, HIGH.filter((shape) => marks.some((mark) => mark.shape === shape)).length);
}

export function ChartMarks({ marks, plot }: { readonly marks: readonly ChartMark[]; readonly plot: Plot }) {
  const inside = marks.filter(({ x }) => x >= plot.x0 && x <= plot.x1).sort((a, b) => a.x - b.x);
  const present = (shape: MarkShape) => inside.some((mark) => mark.shape === shape);
  const high = HIGH.filter(present);
  const low = LOW.filter(present);
  return [...high, ...low].flatMap((shape) => {
    const isHigh = high.includes(shape);
    const row = ROW * (isHigh ? high : low).indexOf(shape);
    const at = isHigh ? plot.top - 6 - row : plot.top + plot.height - 7 - row;
    const placed = spaced(inside, shape, plot);
    const lined = placed.length <= MOST_LINES;
    return placed.map(({ mark, x, shown, side }) => (
      <g key={mark.id} className={classes[shape]}>
        {lined && <line x1={x} x2={x} y1={isHigh ? at : plot.top} y2={plot.top + plot.height} />}
        {shown && <path d={PATHS[shape]} transform={`translate(${x} ${at})`} />}
        {side !== 0 && (
          <text x={x + 8 * side} y={at} dy="0.34em" textAnchor={side > 0 ? 'start' : 'end'}>
            {mark.label}
          </text>
        )}
      </g>
    ));
  });
}

interface Placed {
  readonly mark: ChartMark;
  /** Pixels. */
  readonly x: number;
  readonly shown: boolean;
  /** Where its word has room: to the right (1), to the left (−1), nowhere. */
  readonly side: 1 | -1 | 0;
}

/** Those of one row: where they are, and which have room for their shape and their word. */
function spaced(inside: readonly ChartMark[], shape: MarkShape, plot: Plot): readonly Placed[] {
  const row = inside.filter((mark) => mark.shape === shape);
  const scale = plot.width / (plot.x1 - plot.x0);
  const xs = row.map(({ x }) => plot.left + (x - plot.x0) * scale);
  const right = plot.left + plot.width;
  // Pixels that are taken so far, from the left: by a shape, and by a shape with its word.
  let [shapes, words] = [Number.NEGATIVE_INFINITY, plot.left];
  // A word that is there already need not be said again.
  const said = new Set<string>();
  return row.map((mark, i) => {
    const x = xs[i]!;
    const shown = x - shapes >= CLOSE;
    if (!shown) return { mark, x, shown, side: 0 };
    const silent = mark.label === undefined || said.has(mark.label);
    const wide = silent ? Number.POSITIVE_INFINITY : 20 + LETTER * (mark.label?.length ?? 0);
    const next = xs.slice(i + 1).find((other) => other - x >= CLOSE) ?? right;
    const side = next - x > wide ? 1 : x - words > wide ? -1 : 0;
    if (side !== 0 && mark.label !== undefined) said.add(mark.label);
    shapes = x;
    words = side > 0 ? x + wide : x + CLOSE;
    return { mark, x, shown, side };
  });
}
