// The optimisers' steps on WebAssembly: AdamW and momentum, with the gradients clipped to a norm.

import type { AdamWHyper, AdamWParameter, Floats, MomentumHyper, MomentumParameter } from '../types';
import type { Buffers } from './buffers';
import type { Heap } from './memory';
import { SQUARES } from './module';
import type { Team } from './team';

interface Machine {
  readonly heap: Heap;
  readonly buffers: Buffers;
  readonly team: Team;
}

/** Changes values and moments; returns the gradients' norm before clipping. */
export function stepAdamW(machine: Machine, parameters: readonly AdamWParameter[], hyper: AdamWHyper): number {
  const { buffers, team } = machine;
  const { learningRate, beta1, beta2, eps } = hyper;
  const { total, clip } = clipped(machine, parameters, hyper.clipNorm);
  const rate = learningRate / (1 - hyper.beta1Power);
  const moments = [beta1, 1 - beta1, beta2, 1 - beta2, 1 / Math.sqrt(1 - hyper.beta2Power), eps];
  for (const { value, gradient, m, v, size, decay } of parameters) {
    const keep = decay ? 1 - learningRate * hyper.weightDecay : 1;
    const places = [value, gradient, m, v].map((place) => buffers.written(place, size));
    team.run('adamW', [...places, clip, keep, rate, ...moments], size, 64, 8 * size);
  }
  return total;
}

/** Changes values and velocities; returns the gradients' norm before clipping. */
export function stepMomentum(machine: Machine, parameters: readonly MomentumParameter[], hyper: MomentumHyper): number {
  const { buffers, team } = machine;
  const { total, clip } = clipped(machine, parameters, hyper.clipNorm);
  for (const { value, gradient, m, size, decay } of parameters) {
    const places = [value, gradient, m].map((place) => buffers.written(place, size));
    const numbers = [clip, decay ? hyper.weightDecay : 0, hyper.momentum, hyper.learningRate];
    team.run('momentum', [...places, ...numbers], size, 64, 4 * size);
  }
  return total;
}

function clipped(
  machine: Machine,
  parameters: readonly { readonly gradient: Floats; readonly size: number }[],
  clipNorm: number,
): { readonly total: number; readonly clip: number } {
  const squares = parameters.reduce((sum, { gradient, size }) => sum + sumSquares(machine, gradient, size), 0);
  const total = Math.sqrt(squares);
  return { total, clip: clipNorm > 0 ? Math.min(1, clipNorm / (total + 1e-6)) : 1 };
}

/** In the same parts whatever the number of threads, so that the sum's bits are the same too. */
function sumSquares({ heap, buffers, team }: Machine, x: Floats, size: number): number {
  const chunks = Math.ceil(size / SQUARES);
  const partial = heap.take(8 * chunks);
  team.run('sumSquares', [buffers.read(x, size), size, partial], chunks, 1, 2 * size);
  const sum = heap.doubles(partial, chunks).reduce((all, part) => all + part, 0);
  heap.give(partial, 8 * chunks);
  return sum;
}
