// By which backend a training goes on that stood still: by the one it was on, since every other rounds differently, and the
// same seed would come to another result. Where people chose another meanwhile, or it does not start any more, the words for
// what computes say so from then on: "WebGPU (TensorFlow.js) to step 120, then WASM relaxed SIMD, 2 threads".

import { BACKEND_NAMES } from '../ml/compute/backend';
import type { Notice } from '../wire/events';
import { BACKENDS, type Backend } from '../wire/service';

const THEN = ', then ';

/** What computed last, by the words for what computes; null where nothing has yet. */
export function lastBackend(engine: string): Backend | null {
  return BACKENDS.find((backend) => lastOf(engine).includes(BACKEND_NAMES[backend])) ?? null;
}

/** What computes from `step` on, with what did before: '' at the beginning. */
export function goneOn(before: string, step: number, now: string): string {
  const last = lastOf(before);
  if (nameOf(last) === nameOf(now) || before === '') return `${before.slice(0, before.length - last.length)}${now}`;
  return `${before} to step ${step.toLocaleString('en')}${THEN}${now}`;
}

/** More than one backend has computed. */
export function isMixed(engine: string): boolean {
  return engine.includes(THEN);
}

/** What people are told when another goes on; null where the same does. */
export function noticeOfChange(before: string, engine: string): Notice | null {
  if (before === '' || nameOf(lastOf(before)) === nameOf(lastOf(engine))) return null;
  const message = `It was computed by ${engine}. Backends round differently: with the same seed, a training on one of them alone comes to a slightly different model. Nothing is lost.`;
  return { level: 'warning', title: 'The training goes on by another backend', message };
}

function lastOf(engine: string): string {
  return engine.slice(isMixed(engine) ? engine.lastIndexOf(THEN) + THEN.length : 0);
}

/** Threads make no difference to the sums. */
function nameOf(engine: string): string {
  return engine.split(', ')[0] ?? '';
}
