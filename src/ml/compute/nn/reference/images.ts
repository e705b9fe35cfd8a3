// Patches and pooling of images with their gradients, in plain float64 loops.

import type { ImageOperations, PictureShape } from '../images';
import type { Floats } from '../types';
import type { Memory } from './math';

export class ReferenceImages implements ImageOperations {
  constructor(private readonly memory: Memory) {}

  patches(x: Floats, shape: PictureShape, side: number, out: Floats): void {
    const from = this.memory.values(x);
    const to = this.memory.values(out);
    eachPatchNumber(shape, side, (pixel, at) => {
      to[at] = pixel < 0 ? 0 : from[pixel];
    });
  }

  patchesBackward(dOut: Floats, shape: PictureShape, side: number, dx: Floats): void {
    const from = this.memory.values(dOut);
    const to = this.memory.values(dx);
    to.fill(0, 0, shape.batch * shape.height * shape.width * shape.channels);
    eachPatchNumber(shape, side, (pixel, at) => {
      if (pixel >= 0) to[pixel] += from[at];
    });
  }

  maxPool(x: Floats, shape: PictureShape, out: Floats): void {
    const from = this.memory.values(x);
    const to = this.memory.values(out);
    eachWindow(shape, (corners, at) => {
      to[at] = Math.max(...corners.map((corner) => from[corner]));
    });
  }

  maxPoolBackward(x: Floats, shape: PictureShape, dOut: Floats, dx: Floats): void {
    const from = this.memory.values(x);
    const d = this.memory.values(dOut);
    const to = this.memory.values(dx);
    to.fill(0, 0, shape.batch * shape.height * shape.width * shape.channels);
    eachWindow(shape, (corners, at) => {
      const values = corners.map((corner) => from[corner]);
      to[corners[values.indexOf(Math.max(...values))]] = d[at];
    });
  }
}

/** Each number of the patches, and the number of the images that it is; −1 beyond the border. */
function eachPatchNumber(shape: PictureShape, side: number, visit: (pixel: number, at: number) => void): void {
  const { batch, height, width, channels } = shape;
  const margin = (side - 1) / 2;
  let at = 0;
  for (let row = 0; row < batch * height * width; row++) {
    const [image, y, x] = [Math.floor(row / (height * width)), Math.floor(row / width) % height, row % width];
    for (let place = 0; place < side * side; place++) {
      const [py, px] = [y + Math.floor(place / side) - margin, x + (place % side) - margin];
      const inside = py >= 0 && py < height && px >= 0 && px < width;
      const pixel = ((image * height + py) * width + px) * channels;
      for (let c = 0; c < channels; c++) visit(inside ? pixel + c : -1, at++);
    }
  }
}

/** Each number of the pooled images, and the four that it is the largest of. */
function eachWindow(shape: PictureShape, visit: (corners: readonly number[], at: number) => void): void {
  const { batch, height, width, channels } = shape;
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  let at = 0;
  for (let image = 0; image < batch; image++) {
    for (let cell = 0; cell < rows * columns; cell++) {
      const [y, x] = [2 * Math.floor(cell / columns), 2 * (cell % columns)];
      const corner = ((image * height + y) * width + x) * channels;
      const below = corner + width * channels;
      for (let c = 0; c < channels; c++) {
        visit([corner + c, corner + channels + c, below + c, below + channels + c], at++);
      }
    }
  }
}
