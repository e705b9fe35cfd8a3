// What has become of TensorFlow.js's backends so far, without loading TensorFlow.js: for the service,
// which shows it.

import type { EmEngineKind } from '../gmm/engine';

/** TensorFlow.js's names for the same four ways of computing. */
export type TfBackend = EmEngineKind;

export interface TfFailure {
  readonly backend: TfBackend;
  readonly reason: string;
}

const failures = new Map<TfBackend, string>();
const listeners = new Set<(failure: TfFailure) => void>();

/** Why a backend is out of use since this worker started; undefined while it is not. */
export function tfFailure(backend: TfBackend): string | undefined {
  return failures.get(backend);
}

export function reportTfFailure(failure: TfFailure): void {
  failures.set(failure.backend, failure.reason);
  for (const listener of listeners) listener(failure);
}

/** Hears of backends that could not start or were lost; returns how to stop. */
export function onTfFailure(listener: (failure: TfFailure) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Gives all backends another chance. */
export function forgetTfFailures(): void {
  failures.clear();
}
