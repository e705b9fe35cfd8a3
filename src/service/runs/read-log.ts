// The metrics of a run out of storage.

import { readRunChunks } from '../../storage/runs';
import { ServiceError } from '../../wire/errors';
import { RunLog } from './log';

/** Rejects ServiceError 'internal' where they are damaged. */
export async function readLog(id: string): Promise<RunLog> {
  const chunks = await readRunChunks(id);
  try {
    return RunLog.restore(chunks);
  } catch {
    throw new ServiceError('internal', `The metrics of run ${id} are damaged. They were left as they are.`);
  }
}
