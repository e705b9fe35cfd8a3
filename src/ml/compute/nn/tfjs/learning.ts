// The loss and the optimiser's step on tensors.

import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../tf';
import type { AdamWHyper, AdamWParameter, CrossEntropyArgs, Floats, MomentumHyper, MomentumParameter } from '../types';
import type { Workshop } from './backend';
import type { TargetTensors } from './kernels';

export function softmaxCrossEntropy(
  { buffers, kernels }: Workshop,
  args: CrossEntropyArgs,
  loss: Floats,
  dLogits: Floats | null,
): void {
  const { rows, classes, targets } = args;
  const target: TargetTensors =
    targets.kind === 'soft'
      ? { kind: 'soft', probabilities: buffers.get(targets.probabilities, [rows, classes]) }
      : { kind: 'labels', labels: buffers.getInts(targets.labels, rows), smoothing: targets.smoothing };
  const logits = buffers.get(args.logits, [rows, classes]);
  const result = kernels.crossEntropy(logits, target, buffers.get(args.weights, [rows]), dLogits !== null);
  buffers.put(loss, result.loss);
  if (dLogits && result.dLogits) buffers.put(dLogits, result.dLogits);
}

/** Nothing is read back: the norm and the factor that clips stay on the device. */
export function adamW(shop: Workshop, parameters: readonly AdamWParameter[], hyper: AdamWHyper, norm: Floats): void {
  const { buffers, kernels } = shop;
  const { learningRate, beta1, beta2, eps } = hyper;
  const scale = clipped(shop, parameters, hyper.clipNorm, norm);
  const numbers = {
    beta1,
    beta2,
    eps,
    rate: learningRate / (1 - hyper.beta1Power),
    correction: 1 / Math.sqrt(1 - hyper.beta2Power),
  };
  for (const { value, gradient, m, v, size, decay } of parameters) {
    const keep = decay ? 1 - learningRate * hyper.weightDecay : 1;
    // Each parameter tidies up after itself: together their steps would be a copy of the model several times.
    tf.tidy(() => {
      const get = (handle: Floats) => buffers.get(handle, [size]);
      const state = { value: get(value), gradient: get(gradient), m: get(m), v: get(v) };
      const next = kernels.adam(state, scale, { ...numbers, keep });
      buffers.put(value, next.value);
      buffers.put(m, next.m);
      buffers.put(v, next.v);
    });
    buffers.zero(gradient);
  }
}

export function momentum(
  shop: Workshop,
  parameters: readonly MomentumParameter[],
  hyper: MomentumHyper,
  norm: Floats,
): void {
  const { buffers } = shop;
  const scale = clipped(shop, parameters, hyper.clipNorm, norm);
  for (const { value, gradient, m, size, decay } of parameters) {
    tf.tidy(() => {
      const before = buffers.get(value, [size]);
      const own = tf.mul(buffers.get(gradient, [size]), scale);
      const g = decay ? tf.add(own, tf.mul(before, hyper.weightDecay)) : own;
      const velocity = tf.add(tf.mul(buffers.get(m, [size]), hyper.momentum), g);
      buffers.put(m, velocity);
      buffers.put(value, tf.sub(before, tf.mul(velocity, hyper.learningRate)));
    });
    buffers.zero(gradient);
  }
}

/** Writes the norm of all gradients; [1] what they are to be multiplied by. */
function clipped(
  { buffers, kernels }: Workshop,
  parameters: readonly { readonly gradient: Floats; readonly size: number }[],
  clipNorm: number,
  norm: Floats,
): Tensor {
  const moved = parameters.filter(({ gradient }) => !buffers.isZero(gradient));
  const gradients = moved.map(({ gradient, size }) => buffers.get(gradient, [size]));
  const total = gradients.length > 0 ? kernels.norm(gradients) : tf.zeros([1]);
  buffers.put(norm, total);
  return clipNorm > 0 ? tf.minimum(1, tf.div(clipNorm, tf.add(total, 1e-6))) : tf.ones([1]);
}
