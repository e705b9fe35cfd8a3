// Opening what someone brings: a state file or a link of this page restores it whole (undoable), anything
// else is read as a table.

import { service } from '../../../client';
import { readState } from '../../../client/import';
import { SNAPSHOT_MARK, type Snapshot } from '../../../wire/snapshot';
import { showDone, showError } from '../../components/notify';
import { dismissImport, openTable } from '../data/importing';
import { usePoints } from '../store';

export async function openSource(blob: Blob, name: string): Promise<void> {
  const start = await blob.slice(0, SNAPSHOT_MARK.length).text();
  if (start !== SNAPSHOT_MARK) return openTable(blob, name);
  return restore(blob, `open ${name}`, `Opened ${name}`);
}

/** Restores what the address carried. */
export function openSharedLink(packed: string): Promise<void> {
  return restore(packed, 'open the shared link', 'Opened the shared link');
}

async function restore(source: Blob | string, doing: string, done: string): Promise<void> {
  try {
    const replaced = await put(await readState(source));
    showDone(done, replaced ? 'Undo brings back what was here before.' : undefined);
  } catch (error) {
    showError(error, doing);
  }
}

/** True when there was something before. */
async function put({ dataset, axes }: Snapshot): Promise<boolean> {
  const before = await service.points.state();
  await service.points.replace(dataset);
  dismissImport();
  usePoints.getState().set({ axes, selected: new Uint32Array(0) });
  return before.dataset.n > 0 || before.mixture !== null;
}
