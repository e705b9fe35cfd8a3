// What the page asks of the painter, and what it gets.

import type { Colouring } from './appearance';
import type { ContourLine } from './density';
import type { PlaneMixture } from './marginal';
import type { PlaneTheme } from './palette';
import type { Box, Size, View } from './viewport';

export interface FrameRequest {
  readonly view: View;
  readonly size: Size;
  /** Device pixels per CSS pixel. */
  readonly scale: number;
  readonly theme: PlaneTheme;
  readonly colouring: Colouring;
  /** Whether selected points are marked. */
  readonly selection: boolean;
  /** How far the selected points are being dragged, data units. */
  readonly shift: { readonly dx: number; readonly dy: number } | null;
}

export interface Frame {
  readonly bitmap: ImageBitmap;
  readonly view: View;
  readonly size: Size;
  /** Points in sight, and how they were drawn. */
  readonly seen: number;
  readonly mode: 'markers' | 'density';
  /** CSS pixels: what a marker's radius is at this crowding. */
  readonly radius: number;
  /** Milliseconds of drawing. */
  readonly ms: number;
}

export interface HeatRequest {
  readonly mixture: PlaneMixture;
  readonly view: View;
  readonly size: Size;
  readonly theme: PlaneTheme;
  readonly heat: boolean;
  readonly contours: boolean;
}

export interface Heat {
  readonly bitmap: ImageBitmap | null;
  /** What the bitmap covers. */
  readonly box: Box;
  readonly contours: readonly ContourLine[];
}

/** Markers in sight, for vector export. CSS pixels. */
export interface MarkerList {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly colour: Uint32Array;
  readonly shape: Uint8Array;
  readonly radius: number;
}
