// How a run ended, in words for people.

import type { StreamStatus } from '../../wire/stream';
import { toServiceError } from '../errors';
import { DivergedError } from './sound';
import { batchesOf } from './take-up';

export type End = 'stopped' | 'ended' | 'failed';

export function isEnd(phase: StreamStatus['phase']): phase is End {
  return phase === 'stopped' || phase === 'ended' || phase === 'failed';
}

const UNSAVED = 'The model could not be saved: it is here as long as this page is open.';

/** What is said of an end while storage takes nothing. */
export function unsaved(message: string): string {
  return `${message.replace(/ The model is (kept|saved)\.$/, '')} ${UNSAVED}`;
}

export function stoppedMessage(batches: number): string {
  return batches > 0 ? `Stopped after ${batchesOf(batches)}. The model is saved.` : 'Stopped before the first batch.';
}

/** `kept`: there is a model, or one that was saved. */
export function failedMessage(error: unknown, kept: boolean): string {
  if (error instanceof DivergedError) return error.message;
  const safe = kept ? 'The model is kept as it was saved last, and can go on from there.' : 'Nothing was learnt yet.';
  return `${toServiceError(error).message} ${safe}`;
}
