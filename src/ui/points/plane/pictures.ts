// The plane as a picture file: what is in sight – density, points, contours, ellipses, axes – with a legend.

import type { Heat, MarkerList } from '../../../plane/messages';
import {
  axisTicks,
  drawAxes,
  drawContours,
  drawEllipses,
  drawGrid,
  drawLegend,
  drawMeans,
} from '../../../plane/overlay';
import { LIGHT_THEME, type PlaneTheme } from '../../../plane/palette';
import { CanvasPen, type Pen } from '../../../plane/pen';
import { svgDocument, svgImage, svgMarkers } from '../../../plane/svg';
import { type Size, toX, toY, type View } from '../../../plane/viewport';
import { currentPlane } from './current';
import type { Surface } from './surface';

export interface PictureOptions {
  /** 'theme' as on the screen; 'white' for paper. */
  readonly background?: 'theme' | 'white';
}

/** Above this many in sight an SVG holds the points as an image. */
const MOST_VECTOR_MARKERS = 20_000;

interface Sheet {
  readonly surface: Surface;
  readonly view: View;
  readonly size: Size;
  readonly theme: PlaneTheme;
  readonly heat: Heat | null;
}

async function sheet({ background = 'white' }: PictureOptions): Promise<Sheet> {
  const surface = currentPlane()?.surface;
  if (!surface) throw new Error('There is no plane on the page to take a picture of.');
  const { view, size, mixture, layers } = surface;
  const theme = background === 'white' ? { ...LIGHT_THEME, font: surface.theme.font } : surface.theme;
  const { density, contours } = layers;
  const wanted = mixture && (density || contours);
  const heat = wanted ? await surface.painter.heat({ mixture, view, size, theme, heat: density, contours }) : null;
  return { surface, view, size, theme, heat };
}

function drawLines(pen: Pen, { surface, view, size, theme, heat }: Sheet): void {
  const { mixture, layers, marks } = surface;
  if (layers.contours && heat) drawContours(pen, view, size, theme, heat.contours);
  if (mixture && layers.ellipses) {
    drawEllipses(pen, view, size, theme, mixture);
    drawMeans(pen, view, size, theme, mixture);
  }
  drawAxes(pen, view, size, theme, axisTicks(view, size), marks.names);
  if (mixture) drawLegend(pen, size, theme, mixture);
}

/** Where the density's picture lies, CSS pixels. */
function heatPlace({ heat, view, size }: Sheet): { x: number; y: number; width: number; height: number } {
  const { box } = heat!;
  const [x, y] = [toX(view, size, box.x0), toY(view, size, box.y1)];
  return { x, y, width: toX(view, size, box.x1) - x, height: toY(view, size, box.y0) - y };
}

function frameRequest({ surface, view, size, theme }: Sheet, scale: number) {
  return { view, size, scale, theme, colouring: surface.layers.colouring, selection: false, shift: null };
}

function canvasOf(width: number, height: number): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gave no canvas to draw the picture on. Try a smaller one.');
  return { canvas, context };
}

function encoded(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('The browser could not encode the picture. Try a smaller one.'));
    }, 'image/png');
  });
}

/** The plane as PNG. @param scale pixels in the picture per CSS pixel */
export async function exportPng(scale = 2, options: PictureOptions = {}): Promise<Blob> {
  const page = await sheet(options);
  const { size, theme, view, surface, heat } = page;
  const { canvas, context } = canvasOf(Math.round(size.width * scale), Math.round(size.height * scale));
  context.scale(scale, scale);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, size.width, size.height);
  const pen = new CanvasPen(context, theme.font);
  drawGrid(pen, view, size, theme, axisTicks(view, size));
  if (heat?.bitmap) {
    const { x, y, width, height } = heatPlace(page);
    context.imageSmoothingQuality = 'high';
    context.drawImage(heat.bitmap, x, y, width, height);
    heat.bitmap.close();
  }
  const frame = await surface.painter.frame(frameRequest(page, scale));
  context.drawImage(frame.bitmap, 0, 0, size.width, size.height);
  frame.bitmap.close();
  drawLines(pen, page);
  return encoded(canvas);
}

/** The plane as SVG: points as vectors while there are few enough to be of use, else as an image. */
export async function exportSvg(options: PictureOptions = {}): Promise<Blob> {
  const page = await sheet(options);
  const { size, theme, view, surface, heat } = page;
  const text = await svgDocument(size, theme, async (pen) => {
    drawGrid(pen, view, size, theme, axisTicks(view, size));
    if (heat?.bitmap) {
      const { x, y, width, height } = heatPlace(page);
      pen.elements.push(svgImage(await dataUrl(heat.bitmap), x, y, width, height));
    }
    const markers: MarkerList | null = await surface.painter.markers(frameRequest(page, 1), MOST_VECTOR_MARKERS);
    if (markers) {
      pen.elements.push(svgMarkers(markers, theme.background));
    } else {
      const frame = await surface.painter.frame(frameRequest(page, 2));
      pen.elements.push(svgImage(await dataUrl(frame.bitmap), 0, 0, size.width, size.height));
    }
    drawLines(pen, page);
  });
  return new Blob([text], { type: 'image/svg+xml' });
}

/** The bitmap as a PNG data URL; the bitmap is closed. */
async function dataUrl(bitmap: ImageBitmap): Promise<string> {
  const { canvas, context } = canvasOf(bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const bytes = await encoded(canvas);
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('The picture could not be read back.'));
    reader.readAsDataURL(bytes);
  });
}
