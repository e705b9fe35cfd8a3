// Dropout, activations and sums of segments as WebGPU shaders.

import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../../tf';
import type { Activation, Dropout } from '../../types';
import { plainKernels } from '../plain';
import type { Segments } from '../segments';
import { dropThreshold } from '../threshold';
import { perElement } from './run';

/** The mask of ../../dropout.ts, bit for bit. */
export function dropout(x: Tensor, { rate, seed }: Dropout): Tensor {
  return perElement({
    name: 'dropout',
    inputs: { x },
    shape: x.shape,
    uniforms: {
      seed: ['u32', seed >>> 0],
      threshold: ['u32', dropThreshold(rate)],
      factor: ['f32', 1 / (1 - rate)],
    },
    code: `
      let seed = uniforms.seed;
      var h = ((u32(i) ^ seed) * 0x9e3779b1u) ^ seed;
      h = (h ^ (h >> 16u)) * 0x85ebca6bu;
      h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
      let kept = ((h ^ (h >> 16u)) >> 8u) >= uniforms.threshold;
      result[i] = select(0.0, x[i] * uniforms.factor, kept);`,
  });
}

/** One thread to each sum: rows that nothing goes to cost a comparison, and no addition is atomic. */
export function sumSegments(x: Tensor, { rows, order, starts }: Segments): Tensor {
  const width = x.shape[1]!;
  return perElement({
    name: 'segments',
    inputs: { x, order: tf.tensor1d(order, 'int32'), starts: tf.tensor1d(starts, 'int32') },
    shape: [rows, width],
    uniforms: { width: ['i32', width] },
    code: `
      let row = i / uniforms.width;
      let column = i - row * uniforms.width;
      var sum = 0.0;
      for (var k = starts[row]; k < starts[row + 1]; k++) {
        sum += x[order[k] * uniforms.width + column];
      }
      result[i] = sum;`,
  });
}

/** Φ(x), by Abramowitz & Stegun 7.1.26, to 1.5e-7. */
const NORMAL_SHARE = `
  fn normalShare(x : f32) -> f32 {
    let z = abs(x) * ${Math.SQRT1_2};
    let t = 1.0 / (1.0 + 0.3275911 * z);
    let series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    let tail = 0.5 * series * exp(-z * z);
    return select(1.0 - tail, tail, x < 0.0);
  }`;

export function activate(activation: Activation, x: Tensor): Tensor {
  if (activation !== 'gelu') return plainKernels.activate(activation, x);
  return perElement({
    name: 'gelu',
    inputs: { x },
    shape: x.shape,
    helpers: NORMAL_SHARE,
    code: 'result[i] = x[i] * normalShare(x[i]);',
  });
}

const SLOPES: Readonly<Record<Exclude<Activation, 'none'>, string>> = {
  relu: 'select(0.0, 1.0, p > 0.0)',
  gelu: `normalShare(p) + p * exp(-0.5 * p * p) * ${1 / Math.sqrt(2 * Math.PI)}`,
  // Beyond 15 it is 1, and some drivers overflow.
  tanh: '1.0 - tanh(clamp(p, -15.0, 15.0)) * tanh(clamp(p, -15.0, 15.0))',
};

export function activationGradient(activation: Activation, pre: Tensor, dOut: Tensor): Tensor {
  if (activation === 'none') return plainKernels.activationGradient(activation, pre, dOut);
  return perElement({
    name: `${activation} gradient`,
    inputs: { pre, dOut },
    shape: pre.shape,
    helpers: NORMAL_SHARE,
    code: `
      let p = pre[i];
      result[i] = dOut[i] * (${SLOPES[activation]});`,
  });
}
