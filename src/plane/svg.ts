// A picture of the plane as an SVG document.

import type { MarkerList } from './messages';
import type { PlaneTheme } from './palette';
import { escapeXml, SvgPen } from './pen';
import { SHAPES, shapePath } from './shapes';
import type { Size } from './viewport';

/** The whole document; `draw` fills it, clipped to its size. */
export async function svgDocument(
  { width, height }: Size,
  theme: PlaneTheme,
  draw: (pen: SvgPen) => Promise<void>,
): Promise<string> {
  const pen = new SvgPen();
  await draw(pen);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    ` font-family="${escapeXml(theme.font)}">\n`,
    `<clipPath id="edge"><rect width="${width}" height="${height}"/></clipPath>\n`,
    `<rect width="${width}" height="${height}" fill="${theme.background}"/>\n`,
    `<g clip-path="url(#edge)">\n${pen.elements.join('\n')}\n</g>\n</svg>\n`,
  ].join('');
}

/** All markers: each shape once, used wherever it stands. */
export function svgMarkers({ x, y, colour, shape, radius }: MarkerList, halo: string): string {
  const used = [...new Set(shape)].sort((a, b) => a - b);
  const symbols = used.map((s) => `<path id="m${s}" d="${shapePath(SHAPES[s]!, 0, 0, radius)}"/>`);
  const marks = Array.from(x, (px, i) => {
    const place = `x="${px.toFixed(2)}" y="${y[i]!.toFixed(2)}"`;
    return `<use href="#m${shape[i]}" ${place} fill="#${colour[i]!.toString(16).padStart(6, '0')}"/>`;
  });
  const rim = radius >= 2.75 ? ` stroke="${halo}" stroke-width="1" paint-order="stroke"` : '';
  return `<defs>${symbols.join('')}</defs>\n<g${rim} fill-opacity="0.92">\n${marks.join('\n')}\n</g>`;
}

export function svgImage(url: string, x: number, y: number, width: number, height: number): string {
  const place = `x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${width.toFixed(2)}" height="${height.toFixed(2)}"`;
  return `<image href="${url}" ${place} preserveAspectRatio="none"/>`;
}
