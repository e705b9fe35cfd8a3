// What the page's controls do: service calls whose errors are shown, never thrown.

import { service } from '../../client';
import { ServiceError } from '../../wire/errors';
import type { RunChange, RunDetail, RunSummary, StartRun } from '../../wire/runs';
import { attempt, attempted } from '../components/attempt';
import { downloadBlob } from '../components/download';
import { plural } from '../components/format';
import { showDone } from '../components/notify';
import { showUndo } from '../components/undo';
import { useRuns } from './store';
import { firstOf, goTo } from './views';

type Started =
  | { readonly kind: 'started'; readonly id: string }
  /** Another run has the slot. */
  | { readonly kind: 'busy'; readonly message: string }
  | { readonly kind: 'failed' };

/** Starts a run; where another is on and nothing was asked for that case, says so instead of showing an error. */
export async function startRun(request: StartRun): Promise<Started> {
  const started = await attempt('start the run', async (): Promise<Started> => {
    try {
      return { kind: 'started', id: await service.runs.start(request) };
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'conflict') return { kind: 'busy', message: error.message };
      throw error;
    }
  });
  return started ?? { kind: 'failed' };
}

/** Starts a run, in line behind one that is on, and shows the runs. */
export async function startAndWatch(request: StartRun): Promise<void> {
  const before = useRuns.getState().state?.active;
  const started = await startRun({ ...request, when_busy: 'queue' });
  if (started.kind !== 'started') return;
  if (before) showDone('The run waits in line', `It starts when “${before.name}” has ended.`);
  goTo(firstOf('table'));
}

/** The same configuration, changes on start included, once more. */
export function runAgain({ config, config_text, overrides, name, tags }: RunDetail): Promise<void> {
  return startAndWatch({ config: { text: config_text, file_name: config }, overrides, name, tags });
}

// Each names the run that it means: another may be on by now.

export function pauseRun(run: string): Promise<unknown> {
  return attempt('pause the run', () => service.runs.control('pause', run));
}

export function playRun(run: string): Promise<unknown> {
  return attempt('go on', () => service.runs.control('play', run));
}

export function stopRun(run: string): Promise<unknown> {
  return attempt('stop the run', () => service.runs.control('stop', run));
}

/** Whether it goes on, or waits to. */
export function resumeRun(id: string): Promise<boolean> {
  return attempted('go on with the run', () => service.runs.resume(id));
}

export function unqueueRun(id: string): Promise<unknown> {
  return attempt('take the run out of the queue', () => service.runs.unqueue(id));
}

// ---------------------------------------------------------------- changes to kept runs

/** Each is worked out from what the one before made of the runs: the page hears of that a moment later. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work);
  turn = done.catch(() => {});
  return done;
}

/** Changes each run as `change` says for it; "Undo" puts back what was there, and leaves what was changed since. */
export function changeRuns(
  runs: readonly RunSummary[],
  words: { readonly doing: string; readonly done: string },
  change: (run: RunSummary) => RunChange,
): Promise<boolean> {
  return inTurn(async () => {
    const before = runs.map(latestOf);
    // Pressed twice, say: there is nothing left to do, and nothing to take back.
    if (before.every((run) => isSame(run, changed(run, change(run))))) return true;
    if (!(await attempted(words.doing, () => applied(before, change)))) return false;
    const former = (run: RunSummary) => formerOf(run, change(run), latestOf(changed(run, change(run))));
    const back = () => inTurn(() => attempted(`undo: ${words.done}`, () => applied(before, former)));
    showUndo(words.done, back, { brief: true });
    return true;
  });
}

/** As it is listed now. */
function latestOf(run: RunSummary): RunSummary {
  return useRuns.getState().runs?.find(({ id }) => id === run.id) ?? run;
}

function changed(run: RunSummary, change: RunChange): RunSummary {
  const { name = run.name, note = run.note, tags = run.tags, archived = run.archived } = change;
  return { ...run, name, note, tags, archived };
}

function isSame(one: RunSummary, other: RunSummary): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Runs that change alike are changed by one call. */
async function applied(runs: readonly RunSummary[], change: (run: RunSummary) => RunChange): Promise<void> {
  const alike = new Map<string, { readonly ids: string[]; readonly change: RunChange }>();
  for (const run of runs) {
    const wanted = change(run);
    const key = JSON.stringify(wanted);
    const known = alike.get(key);
    if (known) known.ids.push(run.id);
    else alike.set(key, { ids: [run.id], change: wanted });
  }
  for (const { ids, change: wanted } of alike.values()) {
    await service.runs.update(ids, wanted);
    useRuns.setState(({ runs: listed }) => ({
      runs: listed?.map((run) => (ids.includes(run.id) ? changed(run, wanted) : run)) ?? null,
    }));
  }
}

/** A run as it is now, without what a change made of it. */
function formerOf(run: RunSummary, { name, note, tags, archived }: RunChange, now: RunSummary): RunChange {
  return {
    ...(name === undefined ? {} : { name: now.name === name ? run.name : now.name }),
    ...(note === undefined ? {} : { note: now.note === note ? run.note : now.note }),
    ...(tags === undefined ? {} : { tags: formerTags(run.tags, tags, now.tags) }),
    ...(archived === undefined ? {} : { archived: now.archived === archived ? run.archived : now.archived }),
  };
}

function formerTags(before: readonly string[], made: readonly string[], now: readonly string[]): readonly string[] {
  // In their order.
  if (now.join('\n') === made.join('\n')) return before;
  const kept = now.filter((tag) => before.includes(tag) || !made.includes(tag));
  return [...kept, ...before.filter((tag) => !made.includes(tag) && !now.includes(tag))];
}

export function renameRun(run: RunSummary, name: string): Promise<boolean> {
  return changeRuns([run], { doing: 'rename the run', done: `Renamed to ${name}` }, () => ({ name }));
}

export function archiveRuns(runs: readonly RunSummary[], archived: boolean): Promise<boolean> {
  const done = `${plural(runs.length, 'run')} ${archived ? 'archived' : 'taken out of the archive'}`;
  return changeRuns(runs, { doing: archived ? 'archive the runs' : 'take runs out of the archive', done }, () => ({
    archived,
  }));
}

export async function deleteRuns(ids: readonly string[]): Promise<boolean> {
  const deleted = await attempted('delete the runs', () => service.runs.remove(ids));
  if (deleted) showDone(`${plural(ids.length, 'run')} deleted`);
  return deleted;
}

export function choose(ids: Iterable<string>): void {
  useRuns.setState({ chosen: new Set(ids) });
}

// ---------------------------------------------------------------- files

export async function exportRun(id: string, format: 'csv' | 'tensorboard'): Promise<void> {
  const made = await attempt('export the run', () => service.runs.export(id, format));
  if (made) downloadBlob(made.file, made.name);
}

/** A Lightning metrics.csv becomes a run to compare with; resolves with its id, undefined where it could not be read. */
export async function importCsv(file: File): Promise<string | undefined> {
  const name = file.name.replace(/\.csv$/i, '') || 'Imported metrics';
  const id = await attempt(`import ${file.name}`, () => service.runs.importCsv(name, file));
  if (id !== undefined) showDone(`${file.name} imported`);
  return id;
}

/** Takes a model to the page that uses its kind. */
export async function takeModel(model: string): Promise<void> {
  const place = await attempt('use the model', () => service.runs.use(model));
  if (place) window.location.hash = place.hash;
}

export function removeModel(model: string): Promise<unknown> {
  return attempt('delete the model', () => service.runs.removeModel(model));
}

export function compareRuns(ids: readonly string[]): void {
  goTo({ view: 'compare', ids });
}
