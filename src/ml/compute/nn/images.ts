// What image models need besides the operations in types.ts: patches, so that a convolution is a linear layer over
// them (im2col; Chellapilla, Puri and Simard 2006), and pooling by the maximum. `reference/images.ts` defines them.

import type { Floats } from './types';

/** Images are [batch, height, width, channels], row-major. */
export interface PictureShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface ImageOperations {
  /**
   * out [batch·height·width, side²·channels] ← around each pixel its square of `side` (odd) pixels, row by row, with
   * zeros beyond the border: a linear layer over it is a convolution that keeps height and width.
   */
  patches(x: Floats, shape: PictureShape, side: number, out: Floats): void;
  /** dx [batch, height, width, channels] (overwritten) ← each pixel's sum over the patches that it is in. */
  patchesBackward(dOut: Floats, shape: PictureShape, side: number, dx: Floats): void;
  /** out [batch, ⌊height/2⌋, ⌊width/2⌋, channels] ← the largest of each 2×2; an odd last row or column is left out. */
  maxPool(x: Floats, shape: PictureShape, out: Floats): void;
  /** dx (overwritten): all goes to the largest of each 2×2, the first of equals by rows, as PyTorch has it. */
  maxPoolBackward(x: Floats, shape: PictureShape, dOut: Floats, dx: Floats): void;
}
