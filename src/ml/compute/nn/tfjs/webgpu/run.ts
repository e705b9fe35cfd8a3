// Runs a WGSL program through TensorFlow.js's WebGPU backend, over its buffers and in its queue.
//
// Every tensor is bound as a flat array under its name, `result` is the output. Programs come in two forms: one
// thread to an element, and one workgroup to a row with sums over its threads. TensorFlow.js folds dispatches too
// large for one dimension, so that a workgroup may be beyond the last row: it computes the last row again and
// writes nothing, as barriers must be reached by all threads alike.

import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../../tf';

type UniformType = 'f32' | 'i32' | 'u32';
export type Uniforms = Readonly<Record<string, readonly [UniformType, number]>>;

export interface Job {
  /** Names the code: two jobs of one name must have the same code. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly shape: number[];
  readonly uniforms?: Uniforms;
  /** Functions the code calls. */
  readonly helpers?: string;
}

export interface ElementJob extends Job {
  /** Statements that write result[i]. */
  readonly code: string;
}

export interface RowJob extends Job {
  readonly rows: number;
  /** Statements that read `row`, the thread's number `t`, and write where `live`. */
  readonly code: string;
}

/** Threads that share a row. */
export const LANES = 64;

const TYPES: Readonly<Record<UniformType, string>> = { f32: 'float32', i32: 'int32', u32: 'uint32' };

export function webgpuBackend(): WebGPUBackend {
  return tf.backend() as WebGPUBackend;
}

export function perElement(job: ElementJob): Tensor {
  const body = `fn main(i : i32) {
    if (i < uniforms.size) {
      ${job.code}
    }
  }`;
  return dispatch(job, Math.ceil(sizeOf(job.shape) / LANES), {}, body);
}

export function perRow(job: RowJob): Tensor {
  const body = `${SUMS}
  fn main(index : i32) {
    let t = i32(localIndex);
    let live = index / ${LANES} < uniforms.rows;
    let row = min(index / ${LANES}, uniforms.rows - 1);
    ${job.code}
  }`;
  return dispatch(job, job.rows, { rows: ['i32', job.rows] }, body);
}

/** Sum and maximum over a workgroup's threads, for all of them to have. */
const SUMS = `
  var<workgroup> lanes : array<f32, ${LANES}>;
  fn total(t : i32, value : f32) -> f32 {
    workgroupBarrier();
    lanes[t] = value;
    workgroupBarrier();
    for (var half = ${LANES / 2}; half > 0; half = half / 2) {
      if (t < half) { lanes[t] = lanes[t] + lanes[t + half]; }
      workgroupBarrier();
    }
    return lanes[0];
  }
  fn largest(t : i32, value : f32) -> f32 {
    workgroupBarrier();
    lanes[t] = value;
    workgroupBarrier();
    for (var half = ${LANES / 2}; half > 0; half = half / 2) {
      if (t < half) { lanes[t] = max(lanes[t], lanes[t + half]); }
      workgroupBarrier();
    }
    return lanes[0];
  }`;

function dispatch(job: Job, groups: number, more: Uniforms, body: string): Tensor {
  const uniforms = Object.entries({ ...job.uniforms, ...more });
  const size = sizeOf(job.shape);
  const program: WebGPUProgram = {
    variableNames: Object.keys(job.inputs),
    outputShape: [size],
    shaderKey: `nn ${job.name}`,
    dispatchLayout: { x: [0] },
    dispatch: [groups, 1, 1],
    workgroupSize: [LANES, 1, 1],
    size: true,
    uniforms: uniforms.map(([name, [type]]) => `${name} : ${type},`).join(' '),
    getUserCode: () => `${job.helpers ?? ''}\n${body}`,
  };
  const inputs = Object.values(job.inputs).map(({ dataId, dtype, size }) => ({ dataId, dtype, shape: [size] }));
  const values = uniforms.map(([, [type, value]]) => ({ type: TYPES[type], data: [value] }));
  const info = webgpuBackend().runWebGPUProgram(program, inputs, 'float32', values);
  return tf.engine().makeTensorFromTensorInfo({ ...info, shape: job.shape });
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
