// What goes into a back-up, and what a restored one must be before it may replace anything.

import type { Matrix } from '../../ml/gmm/types';
import type { ModelRecord } from '../../storage/models';
import { isOfDevice } from '../../storage/settings';
import type { Snapshot } from '../../storage/snapshot';
import { MAX_DIMENSIONS, MAX_POINTS } from '../../wire/limits';
import { Breath, breathe } from '../points/pace';
import { type BackupEntry, bad, encodeText } from './archive';
import { encode } from './codec';
import { configEntries, takeConfigs } from './contents-configs';
import { type DatasetChecks, datasetEntries, takeDatasets } from './contents-datasets';
import { type ImageChecks, imageEntries, takeImages } from './contents-images';
import { type LibraryChecks, libraryEntries, takeLibrary } from './contents-library';
import { type RunChecks, runEntries, takeRuns } from './contents-runs';
import { type StreamChecks, streamEntries, takeStream } from './contents-stream';
import { type TextChecks, takeText, textEntries } from './contents-text';
import { takeVersions, versionEntries } from './contents-versions';
import { parse } from './parse';

/** Throws when a record is not one this version can open. */
export interface RecordChecks extends TextChecks, DatasetChecks, StreamChecks, ImageChecks, RunChecks, LibraryChecks {
  readonly workspace: (record: unknown, points: Matrix | null) => void;
  readonly model: (payload: unknown) => void;
}

const SETTINGS = 'settings.json';
const WORKSPACE = 'points/workspace.json';
const POINTS = 'points/points.f64';

/** With pauses in between, in which the thread answers others. */
export async function toEntries(snapshot: Snapshot): Promise<BackupEntry[]> {
  const entries: BackupEntry[] = [];
  const breath = new Breath();
  for (const entry of allEntries(snapshot)) {
    entries.push(entry);
    await breath.take();
  }
  return entries;
}

function* allEntries(snapshot: Snapshot): Generator<BackupEntry> {
  yield { path: SETTINGS, bytes: encodeText(encode(snapshot.settings)) };
  if (snapshot.workspace) {
    const { record, points } = snapshot.workspace;
    const shape = points ? { n: points.n, d: points.d } : null;
    yield { path: WORKSPACE, bytes: encodeText(encode({ record, shape })) };
    if (points) yield { path: POINTS, bytes: new Uint8Array(points.data.slice().buffer) };
  }
  for (const model of snapshot.models) {
    yield { path: `models/${model.id}.json`, bytes: encodeText(encode(model)) };
  }
  yield* textEntries(snapshot.reviews, snapshot.text);
  yield* datasetEntries(snapshot.datasets);
  yield* versionEntries(snapshot.versions);
  yield* streamEntries(snapshot.stream);
  yield* configEntries(snapshot.configs);
  yield* imageEntries(snapshot.images);
  yield* runEntries(snapshot.training);
  yield* libraryEntries(snapshot.library);
}

/** Rejects anything not understood: a back-up is restored whole or not at all. With pauses between its parts. */
export async function fromEntries(entries: ReadonlyMap<string, Uint8Array>, checks: RecordChecks): Promise<Snapshot> {
  const left = new Map(entries);
  const take = (path: string) => {
    const bytes = left.get(path);
    left.delete(path);
    return bytes;
  };
  const settings = parseSettings(take(SETTINGS));
  const workspace = parseWorkspace(take(WORKSPACE), take(POINTS), checks);
  await breathe();
  const { reviews, text } = takeText(left, checks);
  await breathe();
  const datasets = takeDatasets(left, checks);
  const versions = takeVersions(left);
  await breathe();
  const stream = takeStream(left, checks);
  const configs = takeConfigs(left);
  await breathe();
  const images = takeImages(left, checks);
  await breathe();
  const training = takeRuns(left, checks);
  await breathe();
  const library = takeLibrary(left, checks);
  const models: ModelRecord[] = [];
  for (const [path, bytes] of left) {
    if (!/^models\/[\w-]{1,100}\.json$/.test(path)) throw bad(`${path} is not part of a back-up`);
    models.push(parseModel(path, bytes, checks));
  }
  return { settings, workspace, models, reviews, text, datasets, versions, stream, configs, images, training, library };
}

function parseSettings(bytes: Uint8Array | undefined): Snapshot['settings'] {
  if (!bytes) throw bad(`${SETTINGS} is missing`);
  const settings = parse(SETTINGS, bytes);
  const isEntry = (item: unknown): item is { key: string; value: unknown } =>
    isObject(item) && typeof item.key === 'string' && 'value' in item;
  if (!Array.isArray(settings) || !settings.every(isEntry)) throw bad(`${SETTINGS} is not a list of settings`);
  // Versions before carried what is of the device that it was made on.
  return settings.filter(({ key }) => !isOfDevice(key));
}

function parseWorkspace(
  bytes: Uint8Array | undefined,
  pointBytes: Uint8Array | undefined,
  checks: RecordChecks,
): Snapshot['workspace'] {
  if (!bytes) {
    if (pointBytes) throw bad(`${WORKSPACE} is missing`);
    return null;
  }
  const json = parse(WORKSPACE, bytes);
  if (!isObject(json) || !('record' in json)) throw bad(`${WORKSPACE} has no record`);
  const points = parsePoints(json.shape, pointBytes);
  try {
    checks.workspace(json.record, points);
  } catch (error) {
    throw bad(`${WORKSPACE}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { record: json.record, points };
}

function parsePoints(shape: unknown, bytes: Uint8Array | undefined): Matrix | null {
  if (shape === null || shape === undefined) {
    if (bytes) throw bad(`${POINTS} has no shape`);
    return null;
  }
  if (!isObject(shape) || !bytes) throw bad(`${POINTS} or its shape is missing`);
  const { n, d } = shape;
  if (!isCount(n, MAX_POINTS) || !isCount(d, MAX_DIMENSIONS) || bytes.length !== n * d * 8) {
    throw bad(`${POINTS} does not have the size its shape says`);
  }
  const data = new Float64Array(bytes.slice().buffer);
  if (!data.every(Number.isFinite)) throw bad(`${POINTS} holds values that are not finite`);
  return { data, n, d };
}

function parseModel(path: string, bytes: Uint8Array, checks: RecordChecks): ModelRecord {
  const json = parse(path, bytes);
  const sound =
    isObject(json) &&
    path === `models/${String(json.id)}.json` &&
    typeof json.name === 'string' &&
    json.kind === 'mixture' &&
    isCount(json.version, 1e9) &&
    typeof json.created_at === 'string' &&
    isCount(json.bytes, 1e12) &&
    typeof json.description === 'string';
  if (!sound) throw bad(`${path} is not a saved model`);
  try {
    checks.model(json.payload);
  } catch (error) {
    throw bad(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return json as unknown as ModelRecord;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max;
}
