// What has become of TensorFlow.js's backends so far, without loading TensorFlow.js: for the service,
// which shows it.

import type { EmEngineKind } from '../gmm/engine';

/** TensorFlow.js's names for the same four ways of computing. */
export type TfBackend = EmEngineKind;

/** A backend that was wanted, and the one that took its place. */
export interface TfFallback {
  readonly wanted: TfBackend;
  readonly used: TfBackend;
  readonly reason: string;
}

const failures = new Map<TfBackend, string>();
const told = new Set<TfBackend>();
const listeners = new Set<(fallback: TfFallback) => void>();

/** Why a backend is out of use since this worker started; undefined while it is not. */
export function tfFailure(backend: TfBackend): string | undefined {
  return failures.get(backend);
}

export function noteTfFailure(backend: TfBackend, reason: string): void {
  failures.set(backend, reason);
}

/** Tells the listeners, once for each backend that failed. */
export function reportTfFallback(fallback: TfFallback): void {
  if (told.has(fallback.wanted)) return;
  told.add(fallback.wanted);
  for (const listener of listeners) listener(fallback);
}

/** Hears of learners that go on with another backend; returns how to stop. */
export function onTfFallback(listener: (fallback: TfFallback) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Gives all backends another chance. */
export function forgetTfFailures(): void {
  failures.clear();
  told.clear();
}
