// What a checkpoint of any kind begins with, and the refusal of others: storage may hold one of another version, or of a
// configuration that was something else then.

import type { ConfigKind } from '../../configs/schema';
import { invalid } from '../../errors';

export interface Saved<K extends ConfigKind> {
  readonly format: 1;
  readonly kind: K;
}

/** Null at a run's start. Throws ServiceError 'invalid' for what is no checkpoint of that kind; its parts check themselves. */
export function savedOf<S extends Saved<ConfigKind>>(checkpoint: unknown, kind: S['kind']): S | null {
  if (checkpoint === null || checkpoint === undefined) return null;
  const saved = Object(checkpoint) as Partial<S>;
  if (saved.format !== 1 || saved.kind !== kind) {
    throw invalid('checkpoint', 'What was kept of this run is no checkpoint that it can go on from.');
  }
  return saved as S;
}
