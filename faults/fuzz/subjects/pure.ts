// Parsers that read bytes and keep nothing: tables, model files, logs, images' headers, links, Markdown.

import { parseConfig } from '../../../src/ml/bert/config';
import { readSafetensors } from '../../../src/ml/bert/safetensors';
import { decodeProfile } from '../../../src/ml/drift/profile-file';
import { importFrom } from '../../../src/ml/formats/import';
import { readEvents } from '../../../src/ml/logs';
import { readMetricsCsv } from '../../../src/ml/logs/csv';
import { logPath, readArchive, readManifest } from '../../../src/ml/modules';
import type { Rng } from '../../../src/ml/rng';
import { parseJson } from '../../../src/ml/text/encoder/files';
import { readNgram } from '../../../src/ml/text/ngram/file';
import { readCheckpoint } from '../../../src/ml/trainer/checkpoint';
import { inspect } from '../../../src/service/images/inspect';
import { IMAGES } from '../../../src/service/images/limits';
import { decodePlainPng } from '../../../src/service/images/png-decode';
import { layersOf, summaryOf, tensorsOf } from '../../../src/service/library/look';
import { ownFiles } from '../../../src/service/library/own-files';
import { readTableFile } from '../../../src/service/stream/files';
import { readSetup } from '../../../src/service/stream/setup-link';
import { unpack } from '../../../src/service/table/link';
import { readTable } from '../../../src/service/table/read';
import { readSnapshot } from '../../../src/service/table/snapshot';
import { packedIn } from '../../../src/ui/components/sharedLink';
import { parseInlines, parseMarkdown } from '../../../src/ui/models/model/card/markdown';
import { placeAt as modelsPlace } from '../../../src/ui/models/views';
import { namedAt, shownAt } from '../../../src/ui/reviews/datasets/list/place';
import { placeAt as imagesPlace } from '../../../src/ui/runs/images/place';
import { placeAt as runsPlace } from '../../../src/ui/runs/views';
import { parseReport } from '../../../src/wire/sandbox-schemas';
import { changedTar } from '../mutate/archives';
import { encode, pick } from '../mutate/bytes';
import { changedFile, changedFiles, type FileSet } from '../mutate/files';
import { changedJson, changedJsonBytes } from '../mutate/json';
import { NASTY_TEXTS } from '../mutate/nasty';
import { changedEvents, changedPicture } from '../mutate/sealed';
import { changedText, encoded } from '../mutate/text';
import {
  archiveFiles,
  encoderFiles,
  eventFiles,
  hashes,
  hashOf,
  modelFileSets,
  pictures,
  profileFile,
  readmes,
  sandboxReports,
  shared,
  snapshots,
  TABLES,
  tfjsFiles,
} from '../samples';
import type { Input, OpenSubject, Subject } from '../types';
import { blobOf, bytesInput, filesInput, valueInput } from './input';

type Read = (input: Input) => unknown;

/** Of a sample of bytes, changed; the same errors for all. */
function ofBytes(
  name: string,
  reads: string,
  errors: readonly string[],
  samples: () => Promise<readonly Uint8Array[]> | readonly Uint8Array[],
  change: (bytes: Uint8Array, rng: Rng) => Uint8Array,
  read: Read,
): Subject {
  const open = async (): Promise<OpenSubject> => {
    const known = await samples();
    const make = (rng: Rng) => bytesInput(change(pick(known, rng), rng));
    return { make, errors, read: async (input) => void (await read(input)) };
  };
  return { name, reads, open };
}

function ofFiles(
  name: string,
  reads: string,
  errors: readonly string[],
  samples: () => Promise<readonly FileSet[]>,
  read: (files: FileSet) => unknown,
): Subject {
  const open = async (): Promise<OpenSubject> => {
    const known = await samples();
    const make = (rng: Rng) => filesInput(changedFiles(pick(known, rng), rng));
    return { make, errors, read: async ({ value }) => void (await read(value as FileSet)) };
  };
  return { name, reads, open };
}

const bytesOf = ({ value }: Input) => value as Uint8Array;
const AUTO = { header: 'auto', columns: null } as const;
const ignore = () => {};

/** Every reader of tables gets every table: all of them must refuse in words, and any may accept. */
async function readTables(input: Input): Promise<void> {
  const readers = [() => readTable(blobOf(input), AUTO, ignore), () => readTableFile(blobOf(input))];
  const ends = await Promise.allSettled(readers.map((reader) => reader()));
  const refused = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason as unknown);
  const own = (error: unknown) => error instanceof Error && error.name === 'ServiceError';
  const worst = refused.find((error) => !own(error));
  if (worst !== undefined) throw worst;
  if (refused.length === readers.length) throw refused[0];
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const byText = (bytes: Uint8Array, rng: Rng) => encoded(changedText(text(bytes), rng), rng);
const jsonLines = (bytes: Uint8Array, rng: Rng) => {
  const lines = text(bytes).split('\n');
  const at = rng.integer(lines.length);
  lines[at] = text(changedJsonBytes(encode(lines[at] ?? ''), rng));
  return encoded(lines.join('\n'), rng);
};

async function importModel(files: FileSet): Promise<void> {
  const { kind, files: whole } = importFrom(files);
  const model = { kind, files: ownFiles(kind, whole) };
  summaryOf(model);
  layersOf(model);
  await tensorsOf(model);
}

function readPicture(input: Input): void {
  const found = inspect(bytesOf(input), IMAGES);
  if (typeof found === 'string') throw Object.assign(new Error(found), { name: 'Told' });
  if (found.type === 'image/png' && found.width * found.height < 2 ** 20) decodePicture(bytesOf(input));
}

/** As its caller does: a picture that cannot be decoded is told of in these words, whatever is thrown. */
function decodePicture(bytes: Uint8Array): void {
  try {
    decodePlainPng(bytes);
  } catch (error) {
    if (error instanceof Error && error.message === 'it is damaged') error.name = 'Told';
    throw error;
  }
}

async function readAddress({ value }: Input): Promise<void> {
  const hash = value as string;
  const location = hash.slice(1);
  runsPlace(location);
  imagesPlace(location);
  modelsPlace(location);
  namedAt(location);
  shownAt(location, [{ id: 'a' }]);
  const [points, stream] = [packedIn(hash, 'points'), packedIn(hash, 'stream')];
  if (points !== null) readSnapshot(await unpack(points));
  if (stream !== null) readSetup(await unpack(stream));
}

const address: Subject = {
  name: 'address',
  reads: 'the hash of the address: places of every page, and what links share (deflated JSON)',
  async open() {
    const known = hashes();
    const states = shared().map(([page, json]) => [page, JSON.parse(json) as unknown] as const);
    const change = (hash: string, rng: Rng) => {
      if (rng.integer(3) === 0) {
        const [page, state] = pick(states, rng);
        return hashOf(page, changedJson(state, rng));
      }
      const changed = changedText(hash, rng);
      const bad = ['%', '%ff', '%ED%A0%80', '?s=', '?ids=,,a', '/', '//', '#', '?'];
      return rng.integer(3) === 0 ? `${changed}${pick(bad, rng)}${pick(NASTY_TEXTS, rng)}` : changed;
    };
    return {
      make: (rng) => {
        const hash = change(pick(known, rng), rng);
        return valueInput(hash, hash);
      },
      errors: ['ServiceError'],
      read: readAddress,
    };
  },
};

const archive = ofArchives();

function ofArchives(): Subject {
  const limits = { packed: 2 ** 20, unpacked: 2 ** 20, ratio: 100, ratioFloor: 2 ** 18, entries: 50, manifest: 4096 };
  return {
    name: 'archive',
    reads: 'model archives: gzip, tar, manifest (ml/modules)',
    async open() {
      const known = archiveFiles();
      return {
        make: (rng) => bytesInput(changedTar(pick(known, rng), rng)),
        errors: ['ArchiveError'],
        read: async (input) => void (await readArchive(blobOf(input), limits)),
      };
    },
  };
}

const manifests = () => archiveFiles().flatMap((files) => files.get('manifest.json') ?? []);

function readSaved(files: FileSet): void {
  if (files.has('profile.bin')) decodeProfile(files.get('profile.bin') ?? new Uint8Array(0));
  else if (files.has('ngram.bin')) readNgram(files.get('ngram.bin') ?? new Uint8Array(0));
  else readCheckpoint(files);
}

/** FNV-1a as the files have it, so that what is changed is read past the check. */
function fnv(start: number, bytes: Uint8Array): number {
  let h = start;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  return h >>> 0;
}

function resealed(name: string, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  if (name === 'ngram.bin' && copy.length >= 24) {
    view.setUint32(20, fnv(fnv(0x811c9dc5, copy.subarray(24)), copy.subarray(0, 20)), true);
  }
  if (name === 'profile.bin' && copy.length >= 16) view.setUint32(8, fnv(0x811c9dc5, copy.subarray(12)), true);
  return copy;
}

const saved: Subject = {
  name: 'saved',
  reads: 'the product’s own binary files: n-gram weights, profiles, check sums made to fit; checkpoints of texts',
  async open() {
    const known = await profileFile();
    return {
      make: (rng) => {
        const [name, bytes] = pick([...known], rng);
        const changed = changedFile(name, bytes, rng);
        return filesInput(new Map([[name, rng.integer(4) === 0 ? changed : resealed(name, changed)]]));
      },
      errors: ['EncoderError', 'ProfileError', 'TrainError'],
      read: async ({ value }) => readSaved(value as FileSet),
    };
  },
};

const FORMATS = ['FormatError'];
const bySnapshot = (bytes: Uint8Array, rng: Rng) => changedJsonBytes(bytes, rng);

export const PURE: readonly Subject[] = [
  ofBytes(
    'csv',
    'CSV and TSV: points, labelled texts, streams',
    ['ServiceError'],
    () => TABLES.csv,
    byText,
    readTables,
  ),
  ofBytes('json', 'JSON tables: the same', ['ServiceError'], () => TABLES.json, changedJsonBytes, readTables),
  ofBytes('jsonl', 'JSON lines: the same', ['ServiceError'], () => TABLES.jsonl, jsonLines, readTables),
  archive,
  ofBytes(
    'manifest',
    'manifest.json of modules, and the log’s name by it',
    ['ArchiveError'],
    manifests,
    changedJsonBytes,
    (input) => logPath(readManifest(bytesOf(input)), new Date(0)),
  ),
  ofBytes(
    'safetensors',
    'weights',
    ['EncoderError'],
    async () => (await modelFileSets()).flatMap((files) => files.get('model.safetensors') ?? []),
    (bytes, rng) => changedFile('x.safetensors', bytes, rng),
    (input) => readSafetensors(bytesOf(input)),
  ),
  ofBytes(
    'encoder-config',
    'config.json of encoders',
    ['EncoderError'],
    async () => (await encoderFiles()).flatMap((files) => files.get('config.json') ?? []),
    (bytes, rng) => encode(changedJson(JSON.parse(text(bytes)), rng)),
    (input) => parseConfig(parseJson(new Map([['config.json', bytesOf(input)]]), 'config.json')),
  ),
  ofFiles('huggingface', 'folders of Hugging Face’s', FORMATS, encoderFiles, importModel),
  ofFiles('tfjs', 'model.json of TensorFlow.js with its shards', FORMATS, tfjsFiles, importModel),
  ofFiles('models', 'files of every kind of model, as they are kept', FORMATS, modelFileSets, importModel),
  saved,
  ofBytes('tensorboard', 'event files', ['LogError'], eventFiles, changedEvents, (input) => readEvents(bytesOf(input))),
  ofBytes(
    'lightning-csv',
    'metrics.csv of PyTorch Lightning',
    ['LogError'],
    () => TABLES.metrics,
    byText,
    (input) => readMetricsCsv(text(bytesOf(input))),
  ),
  ofBytes('image', 'headers of PNG, JPEG, WebP; plain PNG whole', ['Told'], pictures, changedPicture, readPicture),
  ofBytes('snapshot', 'state files of the Points page', ['ServiceError'], snapshots, bySnapshot, (input) =>
    readSnapshot(text(bytesOf(input))),
  ),
  address,
  ofBytes('markdown', 'model cards', [], readmes, byText, (input) => {
    parseMarkdown(text(bytesOf(input)));
    parseInlines(text(bytesOf(input)));
  }),
  ofBytes('sandbox', 'what a user’s module reports', [], sandboxReports, changedJsonBytes, (input) =>
    parseReport(text(bytesOf(input))),
  ),
];
