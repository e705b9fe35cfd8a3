// One set of drawing verbs for screen and file: axes and ellipses are drawn once in code,
// onto a canvas or into SVG.

import { type Shape, shapePath } from './shapes';

export interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly opacity?: number;
  readonly dash?: readonly number[];
}

export interface Lettering {
  readonly colour: string;
  /** CSS pixels. */
  readonly size: number;
  readonly weight?: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly baseline?: 'top' | 'middle' | 'bottom';
  /** Outline behind the letters, so that they stay legible over points. */
  readonly halo?: string;
}

/** All lengths in CSS pixels, y downwards. */
export interface Pen {
  /** x0, y0, x1, y1 … */
  line(points: ArrayLike<number>, closed: boolean, paint: Paint): void;
  ellipse(x: number, y: number, a: number, b: number, angle: number, paint: Paint): void;
  marker(shape: Shape, x: number, y: number, r: number, paint: Paint): void;
  text(text: string, x: number, y: number, lettering: Lettering): void;
}

export class CanvasPen implements Pen {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly font: string,
  ) {}

  line(points: ArrayLike<number>, closed: boolean, paint: Paint): void {
    const path = new Path2D();
    for (let i = 0; i < points.length; i += 2) {
      if (i === 0) path.moveTo(points[0]!, points[1]!);
      else path.lineTo(points[i]!, points[i + 1]!);
    }
    if (closed) path.closePath();
    this.apply(path, paint);
  }

  ellipse(x: number, y: number, a: number, b: number, angle: number, paint: Paint): void {
    const path = new Path2D();
    path.ellipse(x, y, a, b, angle, 0, 2 * Math.PI);
    this.apply(path, paint);
  }

  marker(shape: Shape, x: number, y: number, r: number, paint: Paint): void {
    this.apply(new Path2D(shapePath(shape, x, y, r)), paint);
  }

  text(text: string, x: number, y: number, { colour, size, weight, align, baseline, halo }: Lettering): void {
    const { context } = this;
    context.font = `${weight ?? 400} ${size}px ${this.font}`;
    context.textAlign = align ?? 'left';
    context.textBaseline = baseline ?? 'middle';
    if (halo) {
      context.strokeStyle = halo;
      context.lineWidth = 3;
      context.lineJoin = 'round';
      context.strokeText(text, x, y);
    }
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  private apply(path: Path2D, { fill, stroke, width, opacity, dash }: Paint): void {
    const { context } = this;
    context.globalAlpha = opacity ?? 1;
    if (fill) {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = width ?? 1;
      context.lineJoin = 'round';
      context.setLineDash(dash ? [...dash] : []);
      context.stroke(path);
    }
    context.globalAlpha = 1;
  }
}

/** Collects SVG elements. */
export class SvgPen implements Pen {
  readonly elements: string[] = [];

  line(points: ArrayLike<number>, closed: boolean, paint: Paint): void {
    let path = '';
    for (let i = 0; i < points.length; i += 2)
      path += `${i === 0 ? 'M' : 'L'}${short(points[i]!)} ${short(points[i + 1]!)}`;
    this.elements.push(`<path d="${path}${closed ? 'z' : ''}"${attributes(paint)}/>`);
  }

  ellipse(x: number, y: number, a: number, b: number, angle: number, paint: Paint): void {
    const turn = `rotate(${short((angle * 180) / Math.PI)} ${short(x)} ${short(y)})`;
    this.elements.push(
      `<ellipse cx="${short(x)}" cy="${short(y)}" rx="${short(a)}" ry="${short(b)}" transform="${turn}"${attributes(paint)}/>`,
    );
  }

  marker(shape: Shape, x: number, y: number, r: number, paint: Paint): void {
    this.elements.push(`<path d="${shapePath(shape, x, y, r)}"${attributes(paint)}/>`);
  }

  text(text: string, x: number, y: number, { colour, size, weight, align, baseline, halo }: Lettering): void {
    const anchor = { left: 'start', center: 'middle', right: 'end' }[align ?? 'left'];
    // Viewers differ over dominant-baseline: the shift is put into y.
    const dy = { top: 0.8, middle: 0.35, bottom: -0.15 }[baseline ?? 'middle'] * size;
    const rim = halo ? ` stroke="${halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : '';
    this.elements.push(
      `<text x="${short(x)}" y="${short(y + dy)}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight ?? 400}" fill="${colour}"${rim}>${escapeXml(text)}</text>`,
    );
  }
}

function attributes({ fill, stroke, width, opacity, dash }: Paint): string {
  return [
    ` fill="${fill ?? 'none'}"`,
    stroke ? ` stroke="${stroke}" stroke-width="${width ?? 1}" stroke-linejoin="round"` : '',
    opacity !== undefined && opacity < 1 ? ` opacity="${short(opacity)}"` : '',
    dash ? ` stroke-dasharray="${dash.join(' ')}"` : '',
  ].join('');
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // Control characters are not allowed in XML at all.
  const clean = [...text].filter((c) => c >= ' ' || c === '\t').join('');
  return clean.replace(/[&<>"]/g, (character) => entities[character]!);
}
