// Starts what computes. Where what is asked for does not start (a GPU that was taken away, a browser without SIMD), the
// next that may takes its place: `about.engine` says which it is.

import { ServiceError } from '../../../wire/errors';
import { messageOf } from '../../errors';
import type { JobBackend } from './work';

type Kind = JobBackend['kind'];

/** Rejects ServiceError 'unavailable' with what each said. */
export async function startFirst<T>(wanted: Kind, start: (kind: Kind) => Promise<T>): Promise<T> {
  const reasons: string[] = [];
  for (const kind of new Set<Kind>([wanted, 'wasm', 'cpu'])) {
    try {
      return await start(kind);
    } catch (error) {
      reasons.push(messageOf(error));
    }
  }
  throw new ServiceError('unavailable', `Nothing here can compute. ${reasons.join(' ')}`);
}
