// The loss and the optimiser's step as WebGPU shaders.

import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../../tf';
import type { AdamNumbers, AdamState, TargetTensors } from '../kernels';
import { LANES, perElement, perRow, type Uniforms } from './run';

/** WGSL for a row's target, its input and its numbers. */
function targetOf(target: TargetTensors, classes: number) {
  if (target.kind === 'soft') {
    return {
      inputs: { aim: target.probabilities },
      uniforms: { classes: ['i32', classes] } satisfies Uniforms,
      helpers: 'fn goal(row : i32, c : i32) -> f32 { return aim[row * uniforms.classes + c]; }',
    };
  }
  const rest = target.smoothing / classes;
  return {
    inputs: { aim: target.labels },
    uniforms: {
      classes: ['i32', classes],
      rest: ['f32', rest],
      peak: ['f32', 1 - target.smoothing + rest],
    } satisfies Uniforms,
    helpers: 'fn goal(row : i32, c : i32) -> f32 { return select(uniforms.rest, uniforms.peak, aim[row] == c); }',
  };
}

/** Two shaders: loss and logarithm of the sum of exponentials for each row, then the gradient by element. */
export function crossEntropy(logits: Tensor, target: TargetTensors, weights: Tensor, wanted: boolean) {
  const [rows, classes] = logits.shape as [number, number];
  const { inputs, uniforms, helpers } = targetOf(target, classes);
  const sums = perRow({
    name: `cross-entropy ${target.kind}`,
    inputs: { logits, weights, ...inputs },
    shape: [rows, 2],
    rows,
    uniforms,
    helpers,
    code: `
      let start = row * uniforms.classes;
      var top = -3e38;
      for (var c = t; c < uniforms.classes; c += ${LANES}) { top = max(top, logits[start + c]); }
      let highest = largest(t, top);
      var sum = 0.0;
      for (var c = t; c < uniforms.classes; c += ${LANES}) { sum += exp(logits[start + c] - highest); }
      let logSum = highest + log(total(t, sum));
      var crossed = 0.0;
      for (var c = t; c < uniforms.classes; c += ${LANES}) { crossed += goal(row, c) * (logSum - logits[start + c]); }
      let loss = total(t, crossed);
      if (live && t == 0) {
        // A row of weight 0 is left out, whatever it holds.
        result[2 * row] = select(weights[row] * loss, 0.0, weights[row] == 0.0);
        result[2 * row + 1] = logSum;
      }`,
  });
  const loss = tf.slice(sums, [0, 0], [rows, 1]);
  if (!wanted) return { loss, dLogits: null };
  const dLogits = perElement({
    name: `cross-entropy gradient ${target.kind}`,
    inputs: { logits, weights, sums, ...inputs },
    shape: [rows, classes],
    uniforms,
    helpers,
    code: `
      let row = i / uniforms.classes;
      let c = i - row * uniforms.classes;
      let d = exp(logits[i] - sums[2 * row + 1]) - goal(row, c);
      result[i] = select(weights[row] * d, 0.0, weights[row] == 0.0);`,
  });
  return { loss, dLogits };
}

/** Numbers that one workgroup adds up. */
const CHUNK = 4096;

function sumOfSquares(x: Tensor): Tensor {
  return perRow({
    name: 'squares',
    inputs: { x },
    shape: [Math.ceil(x.size / CHUNK)],
    rows: Math.ceil(x.size / CHUNK),
    uniforms: { count: ['i32', x.size] },
    code: `
      let end = min((row + 1) * ${CHUNK}, uniforms.count);
      var sum = 0.0;
      for (var i = row * ${CHUNK} + t; i < end; i += ${LANES}) { sum += x[i] * x[i]; }
      let all = total(t, sum);
      if (live && t == 0) { result[row] = all; }`,
  });
}

export function norm(gradients: readonly Tensor[]): Tensor {
  const parts = gradients.map(sumOfSquares);
  const squares = parts.length === 1 ? parts[0]! : tf.concat(parts);
  return perRow({
    name: 'root',
    inputs: { squares },
    shape: [1],
    rows: 1,
    uniforms: { count: ['i32', squares.size] },
    code: `
      var sum = 0.0;
      for (var i = t; i < uniforms.count; i += ${LANES}) { sum += squares[i]; }
      let all = total(t, sum);
      if (live && t == 0) { result[0] = sqrt(all); }`,
  });
}

export function adam({ value, gradient, m, v }: AdamState, scale: Tensor, numbers: AdamNumbers) {
  const { beta1, beta2, eps, keep, rate, correction } = numbers;
  const average = (old: Tensor, beta: number, square: boolean) =>
    perElement({
      name: square ? 'second moment' : 'first moment',
      inputs: { old, gradient, scale },
      shape: old.shape,
      uniforms: { beta: ['f32', beta], fresh: ['f32', 1 - beta] },
      code: `
        let g = gradient[i] * scale[0];
        result[i] = uniforms.beta * old[i] + uniforms.fresh * ${square ? 'g * g' : 'g'};`,
    });
  const first = average(m, beta1, false);
  const second = average(v, beta2, true);
  const stepped = perElement({
    name: 'adam',
    inputs: { value, first, second },
    shape: value.shape,
    uniforms: { keep: ['f32', keep], rate: ['f32', rate], correction: ['f32', correction], eps: ['f32', eps] },
    code: `
      let size = sqrt(second[i]) * uniforms.correction + uniforms.eps;
      result[i] = uniforms.keep * value[i] - uniforms.rate * first[i] / size;`,
  });
  return { value: stepped, m: first, v: second };
}
