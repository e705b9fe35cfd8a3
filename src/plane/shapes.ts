// The markers' outlines: one definition for the rasteriser, the canvas and SVG.
// Each has the area of a disc of radius 1, so that no component looks more important than another.

export const SHAPES = [
  'circle',
  'square',
  'triangle',
  'diamond',
  'plus',
  'inverted triangle',
  'star',
  'cross',
  'hexagon',
  'pentagon',
] as const;
export type Shape = (typeof SHAPES)[number];

/** Corners x0, y0, x1, y1 … with y downwards; null is the disc itself. */
export type Outline = readonly number[] | null;

function regular(corners: number, turn: number): number[] {
  return Array.from({ length: corners }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / corners;
    return [Math.cos(angle), Math.sin(angle)];
  }).flat();
}

function star(points: number, inner: number): number[] {
  return Array.from({ length: 2 * points }, (_, i) => {
    const angle = -Math.PI / 2 + (Math.PI * i) / points;
    const r = i % 2 === 0 ? 1 : inner;
    return [r * Math.cos(angle), r * Math.sin(angle)];
  }).flat();
}

/** A plus of arms 2a wide and 1 long. */
function plus(a: number): number[] {
  return [-a, -1, a, -1, a, -a, 1, -a, 1, a, a, a, a, 1, -a, 1, -a, a, -1, a, -1, -a, -a, -a];
}

function rotated(outline: readonly number[], angle: number): number[] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const out: number[] = [];
  for (let i = 0; i < outline.length; i += 2) {
    const [x, y] = [outline[i]!, outline[i + 1]!];
    out.push(c * x - s * y, s * x + c * y);
  }
  return out;
}

function area(outline: readonly number[]): number {
  let twice = 0;
  for (let i = 0; i < outline.length; i += 2) {
    const j = (i + 2) % outline.length;
    twice += outline[i]! * outline[j + 1]! - outline[j]! * outline[i + 1]!;
  }
  return Math.abs(twice) / 2;
}

function ofUnitDisc(outline: number[]): number[] {
  const scale = Math.sqrt(Math.PI / area(outline));
  return outline.map((value) => value * scale);
}

const OUTLINES: Readonly<Record<Shape, Outline>> = {
  circle: null,
  square: ofUnitDisc(regular(4, Math.PI / 4)),
  triangle: ofUnitDisc(regular(3, -Math.PI / 2)),
  diamond: ofUnitDisc(regular(4, 0).map((v, i) => (i % 2 === 0 ? v * 0.82 : v * 1.1))),
  plus: ofUnitDisc(plus(0.36)),
  'inverted triangle': ofUnitDisc(regular(3, Math.PI / 2)),
  star: ofUnitDisc(star(5, 0.45)),
  cross: ofUnitDisc(rotated(plus(0.36), Math.PI / 4)),
  hexagon: ofUnitDisc(regular(6, 0)),
  pentagon: ofUnitDisc(regular(5, -Math.PI / 2)),
};

export function outlineOf(shape: Shape): Outline {
  return OUTLINES[shape];
}

/** How far the outline reaches from its centre, in radii. */
export function extentOf(shape: Shape): number {
  const outline = OUTLINES[shape];
  return outline ? Math.max(...outline.map(Math.abs)) : 1;
}

/** Whether (x, y), in radii, lies inside (even-odd rule). */
export function contains(outline: Outline, x: number, y: number): boolean {
  if (!outline) return x * x + y * y <= 1;
  let inside = false;
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
    const yi = outline[i + 1]!;
    const yj = outline[j + 1]!;
    if (yi > y !== yj > y && x < ((outline[j]! - outline[i]!) * (y - yi)) / (yj - yi) + outline[i]!) inside = !inside;
  }
  return inside;
}

/** SVG path data of a marker of radius r around (x, y); Canvas's Path2D takes it too. */
export function shapePath(shape: Shape, x: number, y: number, r: number): string {
  const outline = OUTLINES[shape];
  const f = (value: number) => String(Math.round(value * 100) / 100);
  if (!outline) return `M${f(x - r)} ${f(y)}a${f(r)} ${f(r)} 0 1 0 ${f(2 * r)} 0a${f(r)} ${f(r)} 0 1 0 ${f(-2 * r)} 0z`;
  let path = '';
  for (let i = 0; i < outline.length; i += 2) {
    path += `${i === 0 ? 'M' : 'L'}${f(x + r * outline[i]!)} ${f(y + r * outline[i + 1]!)}`;
  }
  return `${path}z`;
}
