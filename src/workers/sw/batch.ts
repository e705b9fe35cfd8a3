// What the routes of the batch do: calls of the service.

import type { BatchStatus } from '../../wire/batch';
import { ServiceError } from '../../wire/errors';
import type { BATCH_ROUTES } from '../../wire/routes/batch';
import type { Service } from '../../wire/service';
import type { Handlers } from './handlers';
import { numberIn } from './query';

/** Milliseconds between two looks at a batch that is waited for. */
const LOOK = 250;
const DEFAULT_THRESHOLD = 0.5;

export const BATCH_HANDLERS: Pick<Handlers, keyof typeof BATCH_ROUTES> = {
  startBatch: async ({ service, body }) => {
    const { threshold, wait, ...request } = body;
    await service.batch.start(request);
    if (!wait) return service.batch.state();
    await untilDone(service);
    return service.batch.report(threshold);
  },
  batch: ({ service }) => service.batch.state(),
  batchReport: ({ service, parameter }) => service.batch.report(thresholdOf(parameter('threshold'))),
  exportBatch: ({ service, parameter }) => service.batch.exportCsv(thresholdOf(parameter('threshold'))),
  cancelBatchExport: async ({ service }) => {
    await service.batch.cancelExport();
    return { status: 'ok' };
  },
  controlBatch: async ({ service, parameter }) => {
    // One of these: the door checks parameters that have values.
    await service.batch.control(parameter('command') as 'play' | 'pause' | 'cancel');
    return { status: 'ok' };
  },
};

/** Rejects when it was stopped, cancelled or replaced, or failed. */
async function untilDone({ batch }: Service): Promise<void> {
  const began = startOf((await batch.state()).status);
  for (;;) {
    const { status } = await batch.state();
    if (startOf(status) !== began) throw new ServiceError('conflict', 'The batch was cancelled meanwhile.');
    if (status.phase === 'finished') return;
    if (status.phase === 'failed') throw new ServiceError('conflict', status.message);
    if (status.phase === 'paused') {
      throw new ServiceError('conflict', 'The batch was paused meanwhile; POST /api/reviews/batch/play goes on.');
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

function startOf(status: BatchStatus): string | null {
  return status.phase === 'idle' ? null : status.started_at;
}

function thresholdOf(text: string): number {
  if (text === '') return DEFAULT_THRESHOLD;
  const value = numberIn(text);
  if (value >= 0 && value <= 1) return value;
  const message = `must be from 0 to 1, not ${text}`;
  throw new ServiceError('invalid', `threshold ${message}.`, [{ field: 'threshold', message }]);
}
