// A back-up thing by thing: each is checked as it will be when it is restored, and one that is damaged is left out by itself,
// since a back-up is restored whole or not at all.

import { quoted } from '../../storage/files';
import type { LibraryStore } from '../../storage/library';
import type { Snapshot } from '../../storage/snapshot';
import { TEXT_TRAINING } from '../../storage/text-models';
import { Breath } from '../pace';
import type { BackupEntry } from './archive';
import { modelEntry, type RecordChecks, settingsEntry, takeModels, takeWorkspace, workspaceEntries } from './contents';
import { configEntries, takeConfigs } from './contents-configs';
import { datasetEntries } from './contents-datasets';
import { imageEntries, takeImages } from './contents-images';
import { libraryEntries, takeLibrary } from './contents-library';
import { runEntries, takeRuns } from './contents-runs';
import { streamEntries, takeStream } from './contents-stream';
import { takeText, textEntries } from './contents-text';
import { takeVersions, versionEntries } from './contents-versions';

interface Part {
  /** "the dataset “Films”" */
  readonly name: string;
  /** What it is in the file, one after the other as they are asked for. */
  entries(): Iterable<BackupEntry>;
  /** Takes it out of `left` again, as restoring does. Throws when it is not in order. */
  take(left: Map<string, Uint8Array>): unknown;
}

/**
 * With pauses in between, in which the thread answers others and may be told to give up.
 * @param leaveOut is told of each that could not be restored
 */
export async function toEntries(
  snapshot: Snapshot,
  checks: RecordChecks,
  leaveOut: (what: string) => void,
  signal: AbortSignal,
): Promise<BackupEntry[]> {
  const entries = [settingsEntry(snapshot.settings)];
  const breath = new Breath();
  for (const { name, entries: made, take } of partsOf(snapshot, checks)) {
    const own: BackupEntry[] = [];
    signal.throwIfAborted();
    try {
      for (const entry of made()) {
        own.push(entry);
        await breath.take();
      }
      const left = new Map(own.map(({ path, bytes }) => [path, bytes]));
      take(left);
      if (left.size > 0) throw new Error('not all of it is known');
      entries.push(...own);
    } catch {
      leaveOut(name);
    }
  }
  return entries;
}

function* partsOf(snapshot: Snapshot, checks: RecordChecks): Generator<Part> {
  const { workspace, models, reviews, configs } = snapshot;
  if (workspace) {
    const entries = () => workspaceEntries(workspace);
    yield { name: 'the Points page', entries, take: (left) => takeWorkspace(left, checks) };
  }
  for (const model of models) {
    const entries = () => [modelEntry(model)];
    yield { name: `the mixture “${model.name}”`, entries, take: (left) => takeModels(left, checks) };
  }
  const inText = (left: Map<string, Uint8Array>) => takeText(left, checks);
  const noText = { models: [], run: null };
  yield { name: 'the reviews', entries: () => textEntries(reviews, noText), take: inText };
  yield* textParts(snapshot, inText);
  yield* dataParts(snapshot, checks);
  yield* streamParts(snapshot, checks);
  for (const config of configs) {
    yield {
      name: `the configuration “${config.file_name}”`,
      entries: () => configEntries([config]),
      take: takeConfigs,
    };
  }
  yield* runParts(snapshot, checks);
  for (const [id, store] of modelsOf(snapshot.library)) {
    const name = `what is kept of the model ${quoted(store.abouts[0]?.record, id)}`;
    yield { name, entries: () => libraryEntries(store), take: (left) => takeLibrary(left, checks) };
  }
}

function* textParts({ text, versions }: Snapshot, take: Part['take']): Generator<Part> {
  const { models, run } = text;
  for (const model of models) {
    const entries = () => textEntries([], { models: [model], run: null });
    yield { name: `the text model “${model.record.name}”`, entries, take };
  }
  if (run) yield { name: TEXT_TRAINING, entries: () => textEntries([], { models: [], run }), take };
  const names = new Map(models.map(({ record }) => [record.id, record]));
  const nameOf = (model: string) => `how the text model ${quoted(names.get(model), model)} was trained and judged`;
  for (const profile of versions.profiles) {
    const entries = () => versionEntries({ profiles: [profile], gates: [] });
    yield { name: nameOf(profile.model), entries, take: takeVersions };
  }
  for (const gate of versions.gates) {
    const entries = () => versionEntries({ profiles: [], gates: [gate] });
    yield { name: nameOf(gate.model), entries, take: takeVersions };
  }
}

function* dataParts({ datasets, images }: Snapshot, checks: RecordChecks): Generator<Part> {
  for (const dataset of datasets) {
    const take = (left: Map<string, Uint8Array>) => {
      // As it is here: its rows were looked at when they were read, and to read them out of JSON again takes long.
      checks.dataset(dataset);
      left.clear();
    };
    yield { name: `the dataset “${dataset.record.name}”`, entries: () => datasetEntries([dataset]), take };
  }
  for (const set of images) {
    const entries = () => imageEntries([set]);
    yield { name: `the image set “${set.record.name}”`, entries, take: (left) => takeImages(left, checks) };
  }
}

function* streamParts({ stream }: Snapshot, checks: RecordChecks): Generator<Part> {
  const none = { records: [], kept: [], files: [] };
  const take = (left: Map<string, Uint8Array>) => takeStream(left, checks);
  for (const record of stream.records) {
    const name = record.name === 'run' ? 'the run of the Stream page' : 'what is set on the Stream page';
    yield { name, entries: () => streamEntries({ ...none, records: [record] }), take };
  }
  for (const kept of stream.kept) {
    const name = `the kept stream run ${quoted(kept.record, kept.id)}`;
    yield { name, entries: () => streamEntries({ ...none, kept: [kept] }), take };
  }
  for (const file of stream.files) {
    const name = `the stream file “${file.record.name}”`;
    yield { name, entries: () => streamEntries({ ...none, files: [file] }), take };
  }
}

function* runParts({ training }: Snapshot, checks: RecordChecks): Generator<Part> {
  const take = (left: Map<string, Uint8Array>) => takeRuns(left, checks);
  for (const run of training.runs) {
    const name = `the run ${quoted(run.record, run.id)}`;
    yield { name, entries: () => runEntries({ runs: [run], trained: [] }), take };
  }
  for (const model of training.trained) {
    const name = `the model ${quoted(model.record, model.id)}`;
    yield { name, entries: () => runEntries({ runs: [], trained: [model] }), take };
  }
}

/** What is said of each model, and its files, by its id. */
function modelsOf({ abouts, files }: LibraryStore): ReadonlyMap<string, LibraryStore> {
  const models = new Map<
    string,
    { abouts: LibraryStore['abouts'][number][]; files: LibraryStore['files'][number][] }
  >();
  const of = (id: string) => {
    const found = models.get(id) ?? { abouts: [], files: [] };
    models.set(id, found);
    return found;
  };
  for (const about of abouts) of(about.id).abouts.push(about);
  for (const file of files) of(file.id).files.push(file);
  return models;
}
