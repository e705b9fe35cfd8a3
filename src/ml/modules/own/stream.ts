// A model of a stream as a module that computes as the product does: ./stream-serving.ts, on what the learner's own settings ask
// for.

import { createLearner, type LearnerEnv } from '../../stream/learners';
import { type LoadedStream, type OpenLearner, openStream, type StreamModule, streamModuleOn } from './stream-serving';

/** @param kernels as `LearnerEnv.kernels` */
export function streamModule(kernels?: LearnerEnv['kernels']): StreamModule {
  return streamModuleOn(byKernels(kernels));
}

/** @throws Error, in words, for files that are damaged or do not fit each other */
export function loadStream(
  files: ReadonlyMap<string, Uint8Array>,
  kernels?: LearnerEnv['kernels'],
): Promise<LoadedStream> {
  return openStream(files, byKernels(kernels));
}

function byKernels(kernels: LearnerEnv['kernels']): OpenLearner {
  return ({ about, config, task, state }) => createLearner(config, about.features.length, task, state, { kernels });
}
