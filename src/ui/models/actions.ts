// What the page's controls do: service calls whose errors are shown, never thrown.

import { service } from '../../client';
import type { LibraryModel, ModelChange, ModelSource } from '../../wire/library';
import { attempt, attempted } from '../components/attempt';
import { wordsOf } from '../components/errors';
import { plural } from '../components/format';
import { showDone } from '../components/notify';
import { showUndo } from '../components/undo';
import { useModels } from './store';
import { goTo } from './views';

export function choose(ids: Iterable<string>): void {
  useModels.setState({ chosen: new Set(ids) });
}

/** "Undo" is offered of those that can be brought back; of the others the service says that they went for good. */
export async function deleteModels(models: readonly LibraryModel[]): Promise<boolean> {
  const kept = await attempt('delete the models', () => service.library.remove(models.map(({ id }) => id)));
  if (kept === undefined) return false;
  if (kept.length === 0) return true;
  // What could not be deleted the service has said by name.
  const left = new Set((await attempt('list the models', () => service.library.list()))?.map(({ id }) => id));
  const deleted = models.filter(({ id }) => !left.has(id));
  const one = deleted.length === 1;
  const gone = deleted.length - kept.length;
  const done = `${one ? deleted[0]?.name : plural(deleted.length, 'model')} deleted`;
  showUndo(gone === 0 ? done : `${done}, ${gone} of them for good`, async () => {
    const back = await attempted('bring the models back', () => service.library.restore(kept));
    if (back) showDone(kept.length === 1 ? 'It is back' : 'They are back');
  });
  return true;
}

/** What modules need is loaded with the first of them. */
export async function duplicate(model: LibraryModel): Promise<void> {
  await (await import('./module/actions')).duplicateModule(model);
}

/** `doing` completes "Could not …". */
export function changeModel(id: string, doing: string, change: ModelChange): Promise<boolean> {
  return attempted(doing, () => service.library.update(id, change));
}

// ---------------------------------------------------------------- in

/** Looks into what was handed over, and shows what it is before anything is kept. `gather` may read a folder first. */
export async function lookInto(name: string, gather: () => Promise<ModelSource>): Promise<void> {
  const looking = { stage: 'looking', name } as const;
  useModels.setState({ incoming: looking });
  // Another file may have been handed over meanwhile, or this one left.
  const isWanted = () => useModels.getState().incoming === looking;
  try {
    const source = await gather();
    const preview = await service.library.inspect(source);
    if (isWanted()) useModels.setState({ incoming: { stage: 'found', source, preview, keeping: false } });
  } catch (error) {
    if (isWanted()) useModels.setState({ incoming: { stage: 'refused', name, message: wordsOf(error) } });
  }
}

export function leaveIncoming(): void {
  useModels.setState({ incoming: { stage: 'none' } });
}

/** Keeps what is shown under that name, and goes to it. */
export async function keepIncoming(name: string): Promise<void> {
  const { incoming } = useModels.getState();
  if (incoming.stage !== 'found' || incoming.keeping) return;
  useModels.setState({ incoming: { ...incoming, keeping: true } });
  const id = await attempt('import the model', () => service.library.import(incoming.source, name));
  if (id === undefined) {
    useModels.setState({ incoming });
    return;
  }
  leaveIncoming();
  showDone(`${name} imported`);
  goTo({ view: 'model', id });
}
