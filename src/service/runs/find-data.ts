// From the names in a configuration to where its data lies: looked for when a run is started, so that what is missing is said
// at once, and read when its job is opened.

import type { Matrix } from '../../ml/gmm/types';
import { SAMPLES } from '../../ml/samples';
import { listStreamFiles, readStreamRows, type StreamFileRecord } from '../../storage/stream';
import { MAX_DIMENSIONS, MAX_POINTS } from '../../wire/limits';
import type { ExperimentConfig, ImageConfig, MixtureConfig, StreamRunConfig, TextConfig } from '../configs/schema';
import { invalid } from '../errors';
import { meant, type Named } from '../names';
import type { JobData, TrainedFiles } from './job';
import { DATA_WORDS, keptImages, keptTexts, UNADDED } from './kept-data';
import { placesOf } from './places';

/** What the runs may use of the services beside them. */
export interface DataSources {
  /** The points of the Points page. */
  points(): Promise<Matrix>;
  /** Text models to start from. */
  bases(): Promise<readonly Named[]>;
  base(id: string): Promise<TrainedFiles>;
  /** Adds the sample reviews to the datasets of texts; resolves with their id once they are there. */
  addSampleReviews(): Promise<string>;
}

interface FoundData {
  /** For people. */
  readonly name: string;
  read(): Promise<JobData>;
}

/** Rejects ServiceError 'invalid', with what there is instead, for what is not here. */
export function findData(config: ExperimentConfig, sources: DataSources): Promise<FoundData> {
  switch (config.kind) {
    case 'mixture':
      return findPoints(config, sources);
    case 'text':
      return findTexts(config, sources);
    case 'image':
      return findImages(config);
    case 'stream':
      return findStream(config);
  }
}

async function findPoints({ data }: MixtureConfig, { points }: DataSources): Promise<FoundData> {
  if (data.source === 'sample') {
    const name = SAMPLES.find(({ id }) => id === data.sample)?.name;
    return { name: name ?? data.sample, read: async () => ({ kind: 'generated' }) };
  }
  if (data.source === 'points') {
    const { n } = await points();
    if (n === 0) throw invalid('data.source', 'There are no points on the Points page to fit a mixture to.');
    return {
      name: 'Points page',
      read: async () => {
        const now = await points();
        return { kind: 'points', data: now.data, d: now.d };
      },
    };
  }
  const table = named('data.dataset', data.dataset ?? '', await listStreamFiles(), DATA_WORDS.table);
  return { name: table.name, read: async () => ({ kind: 'points', ...(await pointsOf(table)) }) };
}

/** The columns that hold nothing but numbers; rows that lack one are left out. */
async function pointsOf(table: StreamFileRecord): Promise<{ readonly data: Float64Array; readonly d: number }> {
  const rows = await readStreamRows(table.id);
  const numeric = table.columns.flatMap((_, j) => {
    const cells = rows.map((row) => row[j] ?? null).filter((cell) => cell !== null);
    return cells.length > 0 && cells.every((cell) => typeof cell === 'number') ? [j] : [];
  });
  const d = numeric.length;
  if (d === 0) throw invalid('data.dataset', `“${table.name}” has no column of numbers.`);
  if (d > MAX_DIMENSIONS) {
    throw invalid('data.dataset', `“${table.name}” has ${d} columns of numbers; a mixture takes ${MAX_DIMENSIONS}.`);
  }
  const whole = rows.filter((row) => numeric.every((j) => typeof row[j] === 'number'));
  if (whole.length > MAX_POINTS) {
    const most = MAX_POINTS.toLocaleString('en');
    throw invalid('data.dataset', `“${table.name}” has more than ${most} rows, the most that a mixture takes.`);
  }
  return { data: Float64Array.from(whole.flatMap((row) => numeric.map((j) => row[j] as number))), d };
}

async function findTexts({ data, model }: TextConfig, sources: DataSources): Promise<FoundData> {
  const { dataset: wanted, field, parts } = placesOf(data);
  const dataset = named(field, wanted, await keptTexts(), DATA_WORDS.texts);
  const base = model.base === null ? null : named('model.base', model.base, await sources.bases(), 'text model');
  return {
    name: dataset.name,
    read: async () => ({
      ...{ kind: 'texts', parts },
      dataset: dataset.id === UNADDED ? await sources.addSampleReviews() : dataset.id,
      base: base && (await sources.base(base.id)),
    }),
  };
}

async function findImages({ data }: ImageConfig): Promise<FoundData> {
  const { dataset: wanted, field, parts } = placesOf(data);
  const { id, name } = named(field, wanted, await keptImages(), DATA_WORDS.images);
  return { name, read: async () => ({ kind: 'images', dataset: id, parts }) };
}

async function findStream({ data }: StreamRunConfig): Promise<FoundData> {
  if (data.source !== 'file') return { name: data.source, read: async () => ({ kind: 'generated' }) };
  const table = named('data.file.id', data.file?.id ?? '', await listStreamFiles(), DATA_WORDS.table);
  if (data.file && !table.columns.includes(data.file.target)) {
    const columns = table.columns.slice(0, 20).join(', ');
    throw invalid('data.file.target', `“${table.name}” has no column “${data.file.target}”; it has ${columns}.`);
  }
  return { name: table.name, read: async () => ({ kind: 'table', file: table.id }) };
}

function named<T extends Named>(field: string, wanted: string, all: readonly T[], what: string): T {
  const found = meant(wanted, all);
  if (found) return found;
  const there = all.slice(0, 10).map(({ name }) => `“${name}”`);
  const more = all.length > there.length ? ` and ${all.length - there.length} more` : '';
  const instead =
    there.length > 0 ? `there ${all.length === 1 ? 'is' : 'are'} ${there.join(', ')}${more}` : 'there is none';
  throw invalid(field, `There is no ${what} “${wanted}” here; ${instead}.`);
}
