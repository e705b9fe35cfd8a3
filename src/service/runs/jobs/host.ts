// The host of the worker that trains, and the same in Node for tests: it holds one job at a time. Errors of ml's that
// name an option or data at fault cross as ServiceError 'invalid', with the field.

import { NnMemoryError } from '../../../ml/compute/nn/types';
import { ServiceError } from '../../../wire/errors';
import { guarded, invalid } from '../../errors';
import type { JobHost, Judged } from '../job';
import { openWork } from './index';
import { stretchOf } from './stretch';
import type { JobDeps, Work } from './work';

export function createJobHost(deps: JobDeps): JobHost {
  let work: Work | null = null;
  let judged: Judged | null = null;
  const job = () => {
    if (!work) throw new ServiceError('conflict', 'No run is open in this worker.');
    return work;
  };
  const close = () => {
    work?.dispose();
    work = null;
  };

  return guarded<JobHost>({
    open: (request) =>
      inWords(async () => {
        close();
        work = await openWork(request, deps);
        return work.about;
      }),
    advance: (milliseconds) => inWords(() => stretchOf(job(), milliseconds)),
    checkpoint: () => inWords(() => job().checkpoint()),
    result: (role) => inWords(() => job().result(role)),
    test: () => {
      judged = null;
      return inWords(() =>
        job().test((now) => {
          judged = now;
        }),
      );
    },
    judged: async () => judged,
    close: async () => close(),
  });
}

/** Names of ml's errors that say which option or data is at fault. */
const AT_FAULT = new Set([
  'MixtureError',
  'ImageError',
  'TrainError',
  'EncoderError',
  'VocabularyError',
  'SourceError',
]);

async function inWords<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof NnMemoryError) throw new ServiceError('unavailable', error.message);
    if (error instanceof Error && AT_FAULT.has(error.name)) {
      throw invalid('field' in error ? String(error.field) : 'data', error.message);
    }
    throw error;
  }
}
