// How far a chart's upright axis reaches.

/** As a share of the values: what differs by less is one value, but for rounding. */
const LEVEL = 1e-12;

/** From where to where, for values from `lowest` to `highest`. A level line has room about it: an axis of no length has no numbers. */
export function uprightOf(
  [lowest, highest]: readonly [number, number],
  floor: number | undefined,
  ceiling: number | undefined,
): readonly [number, number] {
  const y1 = ceiling ?? highest;
  const y0 = Math.min(floor ?? lowest, y1);
  if (!Number.isFinite(y1) || y1 - y0 > LEVEL * Math.abs(y1)) return [y0, y1];
  const room = 0.05 * Math.abs(y1) || 1;
  return [floor === undefined ? y0 - room : y0, ceiling === undefined ? y1 + room : y1];
}
