// Words for the ways of computing.

import type { Backend, ComputeState } from '../../wire/service';

export const BACKEND_NAMES: Readonly<Record<Backend, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WASM',
  cpu: 'JavaScript',
};

export const BACKEND_MEANINGS: Readonly<Record<Backend, string>> = {
  webgpu: 'the graphics card',
  webgl: 'the graphics card, the older way',
  wasm: 'the processor, at nearly native speed',
  cpu: 'the processor, slower; works everywhere',
};

/** "WASM, 2 threads" */
export function describeCompute(state: ComputeState): string {
  const name = BACKEND_NAMES[state.backend];
  return state.backend === 'wasm' && state.threads > 1 ? `${name}, ${state.threads} threads` : name;
}
