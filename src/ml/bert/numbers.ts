// Buffers to plain arrays and back without losing a digit: float64 where the backend holds that, else float32.

import type { Floats, NnBackend } from '../compute/nn/types';

export type Numbers = Float32Array | Float64Array;

export async function readNumbers(nn: NnBackend, buffer: Floats): Promise<Numbers> {
  return nn.exact ? nn.exact.read(buffer) : await nn.read(buffer);
}

export function writeNumbers(nn: NnBackend, buffer: Floats, data: Numbers): void {
  if (nn.exact) nn.exact.write(buffer, Float64Array.from(data));
  else nn.write(buffer, Float32Array.from(data));
}
