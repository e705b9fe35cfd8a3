// What the page's controls do: service calls whose errors are shown, never thrown.

import { service } from '../../client';
import { ServiceError } from '../../wire/errors';
import type { LibraryModel, ModelChange, ModelSource } from '../../wire/library';
import { newId } from '../../wire/new-id';
import { attempt, attempted } from '../components/attempt';
import { wordsOf } from '../components/errors';
import { plural } from '../components/format';
import { showDone } from '../components/notify';
import { showUndo } from '../components/undo';
import { type CardDraft, useModels } from './store';
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

let tagging: Promise<unknown> = Promise.resolve();

/** Each goes on from the tags that the one before left: the page hears of those a moment later. */
export function changeTags(
  model: Pick<LibraryModel, 'id' | 'tags'>,
  tagsOf: (tags: readonly string[]) => readonly string[],
): Promise<boolean> {
  const { id } = model;
  const change = async () => {
    const tags = tagsOf((useModels.getState().models?.find((one) => one.id === id) ?? model).tags);
    if (!(await changeModel(id, 'change the tags', { tags }))) return false;
    useModels.setState(({ models }) => ({
      models: models?.map((one) => (one.id === id ? { ...one, tags } : one)) ?? null,
    }));
    return true;
  };
  const done = tagging.then(change);
  tagging = done.catch(() => {});
  return done;
}

/** Null: it is written no more. */
export function draftCard(id: string, draft: CardDraft | null): void {
  const cards = new Map(useModels.getState().cards);
  if (draft) cards.set(id, draft);
  else cards.delete(id);
  useModels.setState({ cards });
}

/** Where it was changed. It stays open where it could not be kept, and where it was typed into meanwhile. */
export async function keepCard(id: string, { before, text }: CardDraft): Promise<void> {
  if (text !== before && !(await changeModel(id, 'keep the card', { card: text }))) return;
  const typed = useModels.getState().cards.get(id)?.text ?? text;
  draftCard(id, typed === text ? null : { before: text, text: typed });
}

// ---------------------------------------------------------------- in

/** Looks into what was handed over, and shows what it is before anything is kept. `gather` may read a folder first. */
export async function lookInto(name: string, gather: () => Promise<ModelSource>): Promise<void> {
  giveUpLooking();
  const looking = { stage: 'looking', id: newId(), name } as const;
  useModels.setState({ incoming: looking });
  // Another file may have been handed over meanwhile, or this one left.
  const isWanted = () => useModels.getState().incoming === looking;
  try {
    const source = await gather();
    if (!isWanted()) return;
    const preview = await service.library.inspect(source, looking.id);
    if (isWanted())
      useModels.setState({ incoming: { stage: 'found', id: looking.id, source, preview, keeping: false } });
  } catch (error) {
    if (isWanted()) useModels.setState({ incoming: { stage: 'refused', name, message: wordsOf(error) } });
  }
}

export function leaveIncoming(): void {
  giveUpLooking();
  useModels.setState({ incoming: { stage: 'none' } });
}

/** This look alone: what others look into or bring in goes on. Nobody waits for what it rejects with. */
function giveUpLooking(): void {
  const { incoming } = useModels.getState();
  if (incoming.stage !== 'looking') return;
  void attempted('cancel the look', () => service.library.cancelArrival(incoming.id));
}

/** Imports of this page that were given up, by their ids: that those reject is no failure. */
const givenUp = new Set<string>();

/** Keeps what is shown under that name, and goes to it. */
export async function keepIncoming(name: string): Promise<void> {
  const { incoming } = useModels.getState();
  if (incoming.stage !== 'found' || incoming.keeping) return;
  const keeping = { ...incoming, keeping: true };
  useModels.setState({ incoming: keeping });
  givenUp.delete(incoming.id);
  const id = await attempt('import the model', async () => {
    try {
      return await service.library.import(incoming.source, name, incoming.id);
    } catch (error) {
      // It may have failed of itself as it was given up.
      if (givenUp.has(incoming.id) && error instanceof ServiceError && error.code === 'conflict') return null;
      throw error;
    }
  });
  // Another file may have been handed over meanwhile.
  const isShown = useModels.getState().incoming === keeping;
  if (id == null) {
    if (isShown) useModels.setState({ incoming });
    return;
  }
  showDone(`${name} imported`);
  if (!isShown) return;
  leaveIncoming();
  goTo({ view: 'model', id });
}

/** Gives up what is brought in by that id, whoever does; what is shown can be kept again, or left. */
export async function stopKeeping(id: string): Promise<void> {
  givenUp.add(id);
  if (!(await attempted('cancel the import', () => service.library.cancelArrival(id)))) givenUp.delete(id);
}
