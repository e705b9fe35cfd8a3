// Starts the backend that computes text models through TensorFlow.js: on WebGPU, on WebGL, or in plain JavaScript.
// To be imported dynamically, as TensorFlow.js comes with it.

import { tf, withTf } from '../../tf';
import type { NnBackend } from '../types';
import { TfjsBackend } from './backend';
import type { Kernels } from './kernels';
import { plainKernels } from './plain';

export type TfjsKind = 'webgl' | 'webgpu' | 'cpu';

interface Start {
  readonly kernels: Kernels;
  /** Numbers that fit in one tensor. */
  readonly most: number;
  readonly description: string;
}

/**
 * Rejects with EngineLostError where TensorFlow.js cannot start the backend, and with Error where WebGL computes
 * in half precision or is older than WebGL 2.
 */
export async function createTfjsBackend(kind: TfjsKind): Promise<NnBackend> {
  const { kernels, most, description } = await withTf(kind, () => START[kind]());
  return new TfjsBackend(kind, kernels, most, description);
}

const START: Readonly<Record<TfjsKind, () => Promise<Start>>> = {
  async cpu() {
    return { kernels: plainKernels, most: Number.MAX_SAFE_INTEGER, description: 'Plain JavaScript (TensorFlow.js)' };
  },

  async webgl() {
    if (tf.env().getNumber('WEBGL_VERSION') < 2) throw new Error('This browser has no WebGL 2.');
    if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE')) {
      throw new Error('WebGL computes in half precision here, which is too coarse to train.');
    }
    const { webglKernels } = await import('./webgl');
    const side = tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
    return { kernels: webglKernels, most: side * side, description: 'WebGL (TensorFlow.js)' };
  },

  async webgpu() {
    const { webgpuKernels, largestTensor } = await import('./webgpu');
    return { kernels: webgpuKernels, most: largestTensor(), description: 'WebGPU (TensorFlow.js)' };
  },
};
