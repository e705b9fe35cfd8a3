// Small curves as paths: light enough for many at ten pictures a second.

/** An SVG path through x0, y0, x1, y1 … in a box of `width` × `height`, with the ends of both axes given. */
export function sparkPath(
  xy: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
  [x0, x1]: readonly [number, number],
  [y0, y1]: readonly [number, number],
): string {
  const sx = width / (x1 - x0 || 1);
  const sy = height / (y1 - y0 || 1);
  let path = '';
  for (let i = 0; i < xy.length; i += 2) {
    const x = (xy[i]! - x0) * sx;
    const y = height - (Math.min(y1, Math.max(y0, xy[i + 1]!)) - y0) * sy;
    path += `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  return path;
}
