// What the view asks of the service; errors are shown.

import { service } from '../../../../client';
import type { BatchRequest } from '../../../../wire/batch';
import type { ExportedFile } from '../../../../wire/runs';
import { attempt } from '../../../components/attempt';
import { stampedName } from '../../../components/download';
import { useBatch } from '../store';

export async function run(request: BatchRequest): Promise<void> {
  await attempt('run the batch', () => service.batch.start(request));
}

export function control(command: 'play' | 'pause' | 'cancel'): void {
  void attempt(`${command} the batch`, () => service.batch.control(command));
}

export async function writeCsv(): Promise<ExportedFile> {
  const { threshold } = useBatch.getState();
  const file = await service.batch.exportCsv(threshold);
  return { name: `${stampedName('millrace-batch', new Date())}.csv`, file };
}
