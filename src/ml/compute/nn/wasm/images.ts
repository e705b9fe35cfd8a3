// Patches and pooling of images on WebAssembly: checks and addresses on this side, arithmetic in assembly/images.ts.

import type { ImageOperations, PictureShape } from '../images';
import type { Floats } from '../types';
import type { Buffers } from './buffers';
import type { Team } from './team';

export class WasmImages implements ImageOperations {
  constructor(
    private readonly buffers: Buffers,
    private readonly team: Team,
  ) {}

  patches(x: Floats, shape: PictureShape, side: number, out: Floats): void {
    const { batch, height, width, channels } = shape;
    const rows = batch * height * width;
    const size = rows * side * side * channels;
    const places = [this.buffers.read(x, rows * channels), height, width, channels, side];
    this.team.run('patches', [...places, this.buffers.written(out, size)], rows, 1, size);
  }

  patchesBackward(dOut: Floats, shape: PictureShape, side: number, dx: Floats): void {
    const { batch, height, width, channels } = shape;
    const rows = batch * height * width;
    const size = rows * side * side * channels;
    const places = [this.buffers.read(dOut, size), height, width, channels, side];
    this.team.run('patchesBackward', [...places, this.buffers.written(dx, rows * channels)], batch, 1, size);
  }

  maxPool(x: Floats, shape: PictureShape, out: Floats): void {
    const { batch, height, width, channels } = shape;
    const [size, pooled] = sizes(shape);
    const args = [this.buffers.read(x, size), height, width, channels, this.buffers.written(out, pooled)];
    this.team.run('maxPool', args, batch, 1, size);
  }

  maxPoolBackward(x: Floats, shape: PictureShape, dOut: Floats, dx: Floats): void {
    const { batch, height, width, channels } = shape;
    const [size, pooled] = sizes(shape);
    const places = [this.buffers.read(x, size), height, width, channels, this.buffers.read(dOut, pooled)];
    this.team.run('maxPoolBackward', [...places, this.buffers.written(dx, size)], batch, 1, 2 * size);
  }
}

/** Numbers before pooling and after. */
function sizes({ batch, height, width, channels }: PictureShape): [number, number] {
  return [batch * height * width * channels, batch * Math.floor(height / 2) * Math.floor(width / 2) * channels];
}
