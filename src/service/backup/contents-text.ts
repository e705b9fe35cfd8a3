// The part of a back-up that is about texts: reviews, text models with their files, the training under way.

import { plain } from '../../storage/files';
import { LAST_REVIEW, type ReviewRecord, toReviewRecord } from '../../storage/reviews';
import { type FileMap, isTextModelRecord, type TextModelRecord, type TextStore } from '../../storage/text-models';
import { messageOf } from '../errors';
import { type BackupEntry, bad, encodeText } from './archive';
import { encode } from './codec';
import { parse } from './parse';

const REVIEWS = 'reviews/reviews.json';
const RECORD = 'record.json';
const MODELS = 'text-models';
const RUN = 'text-run';
/** text-models/<id>/record.json, text-models/<id>/files/<name>, text-run/…, text-run/data/<name> */
const MODEL_PATH = /^text-models\/([\w-]{1,100})\/(record\.json|files\/([\w./-]{1,200}))$/;
const RUN_PATH = /^text-run\/(record\.json|files\/([\w./-]{1,200})|data\/([\w.-]{1,100}))$/;

/** Throws when a text model's files, or a run's record, are not ones this version can open. */
export interface TextChecks {
  readonly textModel: (kind: TextModelRecord['kind'], files: FileMap) => void;
  readonly textRun: (record: unknown) => void;
}

export function textEntries(reviews: readonly ReviewRecord[], { models, run }: TextStore): BackupEntry[] {
  const entries: BackupEntry[] = [];
  if (reviews.length > 0) entries.push({ path: REVIEWS, bytes: encodeText(encode(reviews)) });
  for (const { record, files } of models) entries.push(...folder(`${MODELS}/${record.id}`, record, files));
  if (run) entries.push(...folder(RUN, run.record, run.files), ...inside(`${RUN}/data`, run.data));
  return entries;
}

function folder(path: string, record: unknown, files: FileMap): BackupEntry[] {
  return [{ path: `${path}/${RECORD}`, bytes: encodeText(encode(record)) }, ...inside(`${path}/files`, files)];
}

function inside(path: string, files: FileMap): BackupEntry[] {
  return [...files].map(([name, bytes]) => ({ path: `${path}/${name}`, bytes: plain(bytes) }));
}

interface Folder {
  record: { readonly path: string; readonly bytes: Uint8Array } | null;
  readonly files: Map<string, Uint8Array>;
}

/** Takes what is about texts out of `left`. Throws when it is not in order. */
export function takeText(
  left: Map<string, Uint8Array>,
  checks: TextChecks,
): { reviews: ReviewRecord[]; text: TextStore } {
  const reviews = parseReviews(left.get(REVIEWS));
  left.delete(REVIEWS);
  const models = new Map<string, Folder>();
  const run: Folder = { record: null, files: new Map() };
  const data = new Map<string, Uint8Array>();
  for (const [path, bytes] of left) {
    const [, id, ofModel, modelFile] = MODEL_PATH.exec(path) ?? [];
    const [, ofRun, runFile, dataFile] = RUN_PATH.exec(path) ?? [];
    if (id && ofModel) {
      const found = models.get(id) ?? { record: null, files: new Map() };
      models.set(id, found);
      put(found, path, modelFile, bytes);
    } else if (dataFile) {
      data.set(dataFile, bytes);
    } else if (ofRun) {
      put(run, path, runFile, bytes);
    } else continue;
    left.delete(path);
  }
  const text = { models: [...models].map(([id, it]) => toModel(id, it, checks)), run: toRun(run, data, checks) };
  return { reviews, text };
}

function put(into: Folder, path: string, file: string | undefined, bytes: Uint8Array): void {
  if (file === undefined) into.record = { path, bytes };
  else into.files.set(file, bytes);
}

function parseReviews(bytes: Uint8Array | undefined): ReviewRecord[] {
  if (!bytes) return [];
  const list = parse(REVIEWS, bytes);
  const reviews = Array.isArray(list) ? list.flatMap((value) => toReviewRecord(value) ?? []) : [];
  if (!Array.isArray(list) || reviews.length < list.length) throw bad(`${REVIEWS} is not a list of reviews`);
  if (reviews.some(({ id }) => id < 1 || id > LAST_REVIEW)) throw bad(`${REVIEWS} holds a number that no review has`);
  if (new Set(reviews.map((review) => review.id)).size !== reviews.length) {
    throw bad(`${REVIEWS} holds a number twice`);
  }
  return reviews;
}

function toModel(id: string, { record, files }: Folder, checks: TextChecks): TextStore['models'][number] {
  if (!record) throw bad(`${MODELS}/${id} has no ${RECORD}`);
  const json = parse(record.path, record.bytes);
  if (!isTextModelRecord(json) || json.id !== id) throw bad(`${record.path} is not a text model`);
  verify(record.path, () => checks.textModel(json.kind, files));
  return { record: json, files };
}

function toRun({ record, files }: Folder, data: FileMap, checks: TextChecks): TextStore['run'] {
  if (!record) {
    if (files.size + data.size > 0) throw bad(`${RUN} has no ${RECORD}`);
    return null;
  }
  const json = parse(record.path, record.bytes);
  verify(record.path, () => checks.textRun(json));
  return { record: json, files, data };
}

function verify(path: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw bad(`${path}: ${messageOf(error)}`);
  }
}
