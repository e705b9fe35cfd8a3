// A history as a curve that is cheap to draw.

export interface CurvePoint {
  readonly iteration: number;
  readonly value: number;
}

/** Most points drawn: the chart is about that many pixels wide. */
const MAX_POINTS = 240;

/** The values by iteration, from 1; thinned to what can be seen, first and last always kept. */
export function curveOf(values: readonly number[], stride: number): CurvePoint[] {
  const finite = values.flatMap((value, i) => (Number.isFinite(value) ? [{ iteration: 1 + i * stride, value }] : []));
  if (finite.length <= MAX_POINTS) return finite;
  const step = (finite.length - 1) / (MAX_POINTS - 1);
  return Array.from({ length: MAX_POINTS }, (_, i) => finite[Math.round(i * step)]!);
}

/** Where the axis starts, if not at the lowest value: a first value far below all others would flatten the rest of the curve. */
export function robustFloor(values: readonly number[]): number | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 8) return undefined;
  const top = Math.max(...finite);
  const early = finite[Math.floor(finite.length / 20) + 1]!;
  const spread = top - early;
  const far = spread > 0 && early - finite[0]! > 3 * spread;
  return far ? early - 0.6 * spread : undefined;
}
