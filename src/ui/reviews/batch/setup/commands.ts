// What the view asks of the service; errors are shown.

import { service } from '../../../../client';
import type { BatchRequest } from '../../../../wire/batch';
import { attempt } from '../../../components/attempt';
import { downloadBlob, stampedName } from '../../../components/download';
import { useBatch } from '../store';

export async function run(request: BatchRequest): Promise<void> {
  await attempt('run the batch', () => service.batch.start(request));
}

export function control(command: 'play' | 'pause' | 'cancel'): void {
  void attempt(`${command} the batch`, () => service.batch.control(command));
}

export async function exportCsv(): Promise<void> {
  const { threshold } = useBatch.getState();
  const blob = await attempt('export the batch', () => service.batch.exportCsv(threshold));
  if (blob) downloadBlob(blob, `${stampedName('millrace-batch', new Date())}.csv`);
}
