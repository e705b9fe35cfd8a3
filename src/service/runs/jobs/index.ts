// Which kind of configuration is which job. Each is loaded when it is first asked for: TensorFlow.js and the text models
// come only with those that need them.

import type { ConfigKind, ExperimentConfig } from '../../configs/schema';
import type { JobRequest } from '../job';
import type { JobDeps, OpenWork, Work } from './work';

const KINDS: { readonly [K in ConfigKind]: () => Promise<OpenWork<K>> } = {
  image: async () => (await import('./image')).openImage,
  mixture: async () => (await import('./mixture')).openMixture,
  stream: async () => (await import('./stream')).openStream,
  text: async () => (await import('./text')).openText,
};

/** Rejects ServiceError 'invalid', or an error of ml's in words, where it cannot be trained with. */
export function openWork(request: JobRequest, deps: JobDeps): Promise<Work> {
  return openKind(request.config, request, deps);
}

async function openKind<K extends ConfigKind>(
  config: Extract<ExperimentConfig, { readonly kind: K }>,
  request: JobRequest,
  deps: JobDeps,
): Promise<Work> {
  const open = await KINDS[config.kind as K]();
  return open({ ...request, config }, deps);
}
