// Kernels as WebGL shaders: those that TensorFlow.js has not (dropout's mask needs whole 32-bit arithmetic, sums of
// segments must not search the whole index for every row), and those that would be a dozen draws (gelu, AdamW).

import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../tf';
import type { Activation, Dropout } from '../types';
import type { AdamNumbers, AdamState, Kernels } from './kernels';
import { plainKernels } from './plain';
import type { Segments } from './segments';
import { dropThreshold } from './threshold';

type Uniform = readonly [name: string, type: 'int' | 'float', value: number];

/** A shader over flat arrays: `main` sets the output for the element `getOutputCoords()`. */
function run(inputs: Readonly<Record<string, Tensor>>, shape: number[], uniforms: readonly Uniform[], code: string) {
  const backend = tf.backend() as MathBackendWebGL;
  const program = {
    variableNames: Object.keys(inputs),
    outputShape: [shape.reduce((product, side) => product * side, 1)],
    customUniforms: uniforms.map(([name, type]) => ({ name, type })),
    userCode: code,
  };
  const flat = Object.values(inputs).map((input) => tf.reshape(input, [-1]));
  const values = uniforms.map(([, , value]) => [value]);
  const info = backend.runWebGLProgram(program, flat, 'float32', values);
  return tf.reshape(tf.engine().makeTensorFromTensorInfo(info), shape);
}

/** Abramowitz & Stegun 7.1.26, to 1.5e-7. */
const NORMAL_SHARE = `
  float normalShare(float x) {
    float z = abs(x) * ${Math.SQRT1_2};
    float t = 1.0 / (1.0 + 0.3275911 * z);
    float series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    float tail = 0.5 * series * exp(-z * z);
    return x < 0.0 ? tail : 1.0 - tail;
  }`;

function dropout(x: Tensor, { rate, seed }: Dropout): Tensor {
  const uniforms: Uniform[] = [
    ['seed', 'int', seed | 0],
    ['threshold', 'int', dropThreshold(rate)],
    ['factor', 'float', 1 / (1 - rate)],
  ];
  return run(
    { x },
    x.shape,
    uniforms,
    `void main() {
      int i = getOutputCoords();
      uint s = uint(seed);
      uint h = ((uint(i) ^ s) * 0x9e3779b1u) ^ s;
      h = (h ^ (h >> 16u)) * 0x85ebca6bu;
      h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
      bool kept = ((h ^ (h >> 16u)) >> 8u) >= uint(threshold);
      setOutput(kept ? getX(i) * factor : 0.0);
    }`,
  );
}

function sumSegments(x: Tensor, { rows, order, starts }: Segments): Tensor {
  const width = x.shape[1]!;
  const inputs = { x, order: tf.tensor1d(order, 'int32'), starts: tf.tensor1d(starts, 'int32') };
  return run(
    inputs,
    [rows, width],
    [['width', 'int', width]],
    `void main() {
      int at = getOutputCoords();
      int row = at / width;
      int column = at - row * width;
      int end = int(getStarts(row + 1));
      float sum = 0.0;
      for (int k = int(getStarts(row)); k < end; k++) {
        sum += getX(int(getOrder(k)) * width + column);
      }
      setOutput(sum);
    }`,
  );
}

function activate(activation: Activation, x: Tensor): Tensor {
  if (activation !== 'gelu') return plainKernels.activate(activation, x);
  return run(
    { x },
    x.shape,
    [],
    `${NORMAL_SHARE}
    void main() {
      float x = getX(getOutputCoords());
      setOutput(x * normalShare(x));
    }`,
  );
}

function activationGradient(activation: Activation, pre: Tensor, dOut: Tensor): Tensor {
  if (activation !== 'gelu') return plainKernels.activationGradient(activation, pre, dOut);
  return run(
    { pre, dOut },
    pre.shape,
    [],
    `${NORMAL_SHARE}
    void main() {
      int i = getOutputCoords();
      float x = getPre(i);
      float density = exp(-0.5 * x * x) * ${1 / Math.sqrt(2 * Math.PI)};
      setOutput(getDOut(i) * (normalShare(x) + x * density));
    }`,
  );
}

function adam({ value, gradient, m, v }: AdamState, scale: Tensor, numbers: AdamNumbers) {
  const { beta1, beta2, eps, keep, rate, correction } = numbers;
  const average = (code: string) => `void main() {
    int i = getOutputCoords();
    float g = getGradient(i) * getScale(0);
    setOutput(${code});
  }`;
  const first = run(
    { m, gradient, scale },
    m.shape,
    [
      ['old', 'float', beta1],
      ['fresh', 'float', 1 - beta1],
    ],
    average('old * getM(i) + fresh * g'),
  );
  const second = run(
    { v, gradient, scale },
    v.shape,
    [
      ['old', 'float', beta2],
      ['fresh', 'float', 1 - beta2],
    ],
    average('old * getV(i) + fresh * g * g'),
  );
  const uniforms: Uniform[] = [
    ['keep', 'float', keep],
    ['rate', 'float', rate],
    ['correction', 'float', correction],
    ['eps', 'float', eps],
  ];
  const stepped = run(
    { value, first, second },
    value.shape,
    uniforms,
    `void main() {
      int i = getOutputCoords();
      float size = sqrt(getSecond(i)) * correction + eps;
      setOutput(keep * getValue(i) - rate * getFirst(i) / size);
    }`,
  );
  return { value: stepped, m: first, v: second };
}

export const webglKernels: Kernels = {
  ...plainKernels,
  dropout,
  sumSegments,
  activate,
  activationGradient,
  adam,
};
