// A linear layer with what follows it, and the way back through that. The backends' own operations know ReLU and tanh;
// the logistic function is made of tanh, σ(z) = ½ + ½ tanh(z / 2), so that every backend has it.

import type { Floats, LinearArgs, NnBackend } from '../compute/nn/types';
import type { ImageActivation } from './config';

/** Buffers beside what comes out; [batch·size] but for the halves. */
export interface Room {
  /** What tanh was taken of. */
  readonly pre: Floats;
  /** Only of the logistic function. */
  readonly logistic: {
    readonly scratch: Floats;
    readonly ones: Floats;
    /** The layer's parameters, halved. */
    readonly w: Floats;
    readonly b: Floats;
  } | null;
}

/** Null where nothing more is needed. `take` gives zeros. */
export function roomFor(
  nn: NnBackend,
  activation: ImageActivation | 'none',
  sizes: { readonly out: number; readonly w: number; readonly b: number },
  take: (size: number) => Floats,
): Room | null {
  if (activation === 'none' || activation === 'relu') return null;
  const pre = take(sizes.out);
  if (activation === 'tanh') return { pre, logistic: null };
  const ones = take(sizes.out);
  nn.write(ones, new Float32Array(sizes.out).fill(1));
  return { pre, logistic: { scratch: take(sizes.out), ones, w: take(sizes.w), b: take(sizes.b) } };
}

export function buffersOf({ pre, logistic }: Room): Floats[] {
  return logistic ? [pre, logistic.scratch, logistic.ones, logistic.w, logistic.b] : [pre];
}

/** out ← activation(x wᵀ + b) */
export function linearForward(
  nn: NnBackend,
  activation: ImageActivation | 'none',
  args: LinearArgs,
  room: Room | null,
  out: Floats,
): void {
  if (activation !== 'sigmoid') {
    nn.linear(args, activation, out, room?.pre ?? null);
    return;
  }
  const { pre, logistic } = forLogistic(room);
  const { scratch, ones, w, b } = logistic;
  scaled(nn, w, args.w, 0.5);
  if (args.b) scaled(nn, b, args.b, 0.5);
  nn.linear({ ...args, w, b: args.b && b }, 'tanh', scratch, pre);
  scaled(nn, out, scratch, 0.5);
  nn.addScaled(out, ones, 0.5);
}

/** From d, the gradient of `out`, to that of x wᵀ + b: written over d, or into a buffer of the room. */
export function activationBackward(
  nn: NnBackend,
  activation: ImageActivation | 'none',
  out: Floats,
  room: Room | null,
  d: Floats,
  size: number,
): Floats {
  switch (activation) {
    case 'none':
      return d;
    case 'relu':
      // Its slope is 1 where what came out is above 0.
      nn.activationBackward('relu', out, d, d, size);
      return d;
    case 'tanh':
      nn.activationBackward('tanh', given(room).pre, d, d, size);
      return d;
    case 'sigmoid': {
      const { pre, logistic } = forLogistic(room);
      // σ′(z) = ¼ tanh′(z / 2)
      scaled(nn, logistic.scratch, d, 0.25);
      nn.activationBackward('tanh', pre, logistic.scratch, logistic.scratch, size);
      return logistic.scratch;
    }
  }
}

function given(room: Room | null): Room {
  if (!room) throw new Error('This activation needs room that it was not given.');
  return room;
}

function forLogistic(room: Room | null) {
  const { pre, logistic } = given(room);
  if (!logistic) throw new Error('The logistic function needs room that it was not given.');
  return { pre, logistic };
}

function scaled(nn: NnBackend, out: Floats, x: Floats, scale: number): void {
  nn.zero(out);
  nn.addScaled(out, x, scale);
}
