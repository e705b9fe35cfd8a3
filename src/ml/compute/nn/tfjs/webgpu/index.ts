// The kernels as WebGPU shaders: each one dispatch, or a few, instead of a dozen.

import type { Kernels } from '../kernels';
import { plainKernels } from '../plain';
import { maskedSoftmax, mergeHeads, softmaxGradient, splitHeads, sumDistances } from './attention';
import { activate, activationGradient, dropout, sumSegments } from './elements';
import { adam, crossEntropy, norm } from './learning';
import { normalise, normGradient, normParameterGradients, normStats } from './norm';
import { webgpuBackend } from './run';

export const webgpuKernels: Kernels = {
  ...plainKernels,
  dropout,
  sumSegments,
  activate,
  activationGradient,
  normStats,
  normalise,
  normGradient,
  normParameterGradients,
  splitHeads,
  mergeHeads,
  maskedSoftmax,
  softmaxGradient,
  sumDistances,
  crossEntropy,
  norm,
  adam,
};

/** Numbers that fit in one tensor: to bind a larger buffer would lose the device. */
export function largestTensor(): number {
  const { maxStorageBufferBindingSize, maxBufferSize } = webgpuBackend().device.limits;
  return Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize) / 4);
}
