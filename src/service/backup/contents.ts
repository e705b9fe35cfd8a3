// What goes into a back-up, and what a restored one must be before it may replace anything.

import type { Matrix } from '../../ml/gmm/types';
import type { ModelRecord } from '../../storage/models';
import { isOfDevice } from '../../storage/settings';
import type { Snapshot } from '../../storage/snapshot';
import { MAX_DIMENSIONS, MAX_POINTS } from '../../wire/limits';
import { messageOf } from '../errors';
import { Breath } from '../pace';
import { type BackupEntry, bad, encodeText, type Watch } from './archive';
import { encode } from './codec';
import { takeConfigs } from './contents-configs';
import { type DatasetChecks, takeDatasets } from './contents-datasets';
import { type ImageChecks, takeImages } from './contents-images';
import { type LibraryChecks, takeLibrary } from './contents-library';
import { type RunChecks, takeRuns } from './contents-runs';
import { type StreamChecks, takeStream } from './contents-stream';
import { type TextChecks, takeText } from './contents-text';
import { takeVersions } from './contents-versions';
import { parse } from './parse';
import { checkSizes } from './sizes';

/** Throws when a record is not one this version can open. */
export interface RecordChecks extends TextChecks, DatasetChecks, StreamChecks, ImageChecks, RunChecks, LibraryChecks {
  readonly workspace: (record: unknown, points: Matrix | null) => void;
  readonly model: (payload: unknown) => void;
}

const SETTINGS = 'settings.json';
const WORKSPACE = 'points/workspace.json';
const POINTS = 'points/points.f64';

export function settingsEntry(settings: Snapshot['settings']): BackupEntry {
  return { path: SETTINGS, bytes: encodeText(encode(settings)) };
}

export function workspaceEntries({ record, points }: NonNullable<Snapshot['workspace']>): BackupEntry[] {
  const shape = points ? { n: points.n, d: points.d } : null;
  const entries = [{ path: WORKSPACE, bytes: encodeText(encode({ record, shape })) }];
  return points ? [...entries, { path: POINTS, bytes: new Uint8Array(points.data.slice().buffer) }] : entries;
}

export function modelEntry(model: ModelRecord): BackupEntry {
  return { path: `models/${model.id}.json`, bytes: encodeText(encode(model)) };
}

/**
 * Rejects anything not understood: a back-up is restored whole or not at all. With pauses between its parts.
 * @param watch counts on from where the unpacking ended: at all bytes of the entries
 */
export async function fromEntries(
  entries: ReadonlyMap<string, Uint8Array>,
  checks: RecordChecks,
  watch: Watch,
): Promise<Snapshot> {
  const left = new Map(entries);
  const breath = new Breath();
  let done = bytesIn(left);
  const taken = async (bytes: number) => {
    done += bytes;
    watch.wrote(done);
    await breath.take();
  };
  const part = async <T>(takePart: () => T): Promise<T> => {
    const before = bytesIn(left);
    const value = takePart();
    await taken(before - bytesIn(left));
    return value;
  };
  const settings = await part(() => parseSettings(take(left, SETTINGS)));
  const workspace = await part(() => takeWorkspace(left, checks));
  const { reviews, text } = await part(() => takeText(left, checks));
  const datasets = await takeDatasets(left, checks, taken);
  const versions = await part(() => takeVersions(left));
  const stream = await part(() => takeStream(left, checks));
  const configs = await part(() => takeConfigs(left));
  const images = await part(() => takeImages(left, checks));
  const training = await part(() => takeRuns(left, checks));
  const library = await part(() => takeLibrary(left, checks));
  const models = await part(() => takeModels(left, checks));
  const stores = { reviews, text, datasets, versions, stream, configs, images, training, library };
  const snapshot = { settings, workspace, models, ...stores };
  checkSizes(snapshot, entries);
  return snapshot;
}

function bytesIn(entries: ReadonlyMap<string, Uint8Array>): number {
  return [...entries.values()].reduce((sum, { length }) => sum + length, 0);
}

function take(left: Map<string, Uint8Array>, path: string): Uint8Array | undefined {
  const bytes = left.get(path);
  left.delete(path);
  return bytes;
}

/** Takes the points and what is done with them out of `left`. Throws when they are not in order. */
export function takeWorkspace(left: Map<string, Uint8Array>, checks: RecordChecks): Snapshot['workspace'] {
  return parseWorkspace(take(left, WORKSPACE), take(left, POINTS), checks);
}

/** What is left by then is saved mixtures. Throws when it is not, or one is not in order. */
export function takeModels(left: Map<string, Uint8Array>, checks: RecordChecks): ModelRecord[] {
  const models: ModelRecord[] = [];
  for (const [path, bytes] of left) {
    if (!/^models\/[\w-]{1,100}\.json$/.test(path)) throw bad(`${path} is not part of a back-up`);
    models.push(parseModel(path, bytes, checks));
    left.delete(path);
  }
  return models;
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
    throw bad(`${WORKSPACE}: ${messageOf(error)}`);
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
    throw bad(`${path}: ${messageOf(error)}`);
  }
  return json as unknown as ModelRecord;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max;
}
