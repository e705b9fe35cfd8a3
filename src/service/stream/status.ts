// How a run stands, as it is told.

import type { StreamProgress, StreamStatus } from '../../wire/stream';
import type { Learning } from './learning';
import type { BatchQueue } from './queue';
import type { RunSaver } from './saver';
import { isEnd, unsaved } from './words';

export type Phase = Exclude<StreamStatus['phase'], 'idle'>;

interface Standing {
  readonly learning: Learning;
  readonly queue: BatchQueue;
  readonly saver: RunSaver;
  readonly active: boolean;
}

/** Of the model at hand, or of the one that was kept. */
export function countsOf({ session, latest }: Learning): Pick<StreamProgress, 'batches' | 'examples'> {
  return session ?? latest?.memento ?? { batches: 0, examples: 0 };
}

/** `message`: of a run that waits, or has come to its end. */
export function statusOf(phase: Phase, message: string, run: Standing): StreamStatus {
  const progress = progressOf(phase, run);
  if (isEnd(phase)) return { phase, message: run.saver.refused ? unsaved(message) : message, ...progress };
  if (phase === 'waiting') return { phase, message, ...progress };
  return { phase, ...progress };
}

function progressOf(phase: Phase, { learning, queue, saver, active }: Standing): StreamProgress {
  const { batches, examples } = countsOf(learning);
  const { shape } = learning;
  return {
    ...{ run_id: learning.id, batches, examples, X_shape: shape, y_shape: shape && [shape[0]], queued: queue.length },
    rate: active && phase !== 'paused' ? learning.rate.rate() : 0,
    saved_at: saver.savedAt,
    ...(saver.refused && { save_refused: true as const }),
  };
}
