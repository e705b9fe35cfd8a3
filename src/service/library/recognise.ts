// What a file, or files with paths, hold: an archive, a model's own files, or a format of other programs. Whatever is read
// is checked whole, so that what is kept can be used; the rest is refused in words, and nothing has changed.

import { isImageModel, readImageModel } from '../../ml/image/files';
import {
  type ArchiveLimits,
  MANIFEST_NAME,
  type Manifest,
  type ModelArchive,
  moduleFolder,
  readArchive,
  readManifest,
  writeArchive,
} from '../../ml/modules';
import { MIXTURE_FILE, mixtureFiles, readMixture } from '../../ml/modules/own';
import { isStreamModel, readStreamModel, STREAM_MODEL_FILE, STREAM_WEIGHTS_FILE } from '../../ml/stream/files';
import { COMBINED_FILE } from '../../ml/text/combined/files';
import { CONFIG_FILE, VOCABULARY_FILE, WEIGHTS_FILE } from '../../ml/text/encoder/files';
import { modelKind } from '../../ml/text/kind';
import { NGRAM_FILE } from '../../ml/text/ngram/file';
import type { ModelKind, ModelPreview, ModelSource } from '../../wire/library';
import { checkTextModel } from '../reviews/check';
import { layersOf, summaryOf } from './look';
import type { Files } from './source';

export interface Recognised {
  readonly preview: ModelPreview;
  /** Of the model itself: what its kind's module reads; of modules, all files of the module's folder. */
  readonly files: Files;
  readonly architecture: string;
  readonly parameters: number;
}

type Bytes = Uint8Array<ArrayBuffer>;

export async function recognise(source: ModelSource, limits: ArchiveLimits): Promise<Recognised> {
  if (source.kind === 'files') return recogniseFolder(source, limits);
  const { file, name } = source;
  const start = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  if (start[0] === 0x1f && start[1] === 0x8b) return ofArchive(await readArchive(file, limits), file, name);
  if (isTar(start)) {
    const packed = file.stream().pipeThrough(new CompressionStream('gzip'));
    return ofArchive(await readArchive(packed, limits), file, name);
  }
  if (/\.json$/i.test(name) || start[0] === 0x7b) {
    checkSize(file.size, limits);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const files = mixtureFiles(readMixture(bytes));
    return ofModel('mixture', files, { format: 'mixture JSON', name, bytes: file.size, manifest: null, remarks: [] });
  }
  throw new Error(
    `“${name}” is no model: a model archive (.tar.gz), the JSON of a mixture, or a folder with a model's files can be read.`,
  );
}

/** "ustar" stands at byte 257 of every tar there is since 1988. */
function isTar(start: Uint8Array): boolean {
  return String.fromCharCode(...start.subarray(257, 262)) === 'ustar';
}

// ---------------------------------------------------------------- archives

async function ofArchive({ manifest, files }: ModelArchive, file: Blob, name: string): Promise<Recognised> {
  const folder = moduleFolder(manifest);
  const prefix = folder === '' ? '' : `${folder}/`;
  const inFolder = new Map<string, Bytes>();
  for (const [path, bytes] of files) if (path.startsWith(prefix)) inFolder.set(path.slice(prefix.length), bytes);
  const about = { format: 'archive', name, bytes: file.size, manifest: plain(manifest), remarks: [] };
  const own = isScript(manifest.servingScript) ? null : ownKind(inFolder);
  if (own) {
    const kept = ownFiles(own, inFolder);
    const left = [...inFolder.keys()].filter((path) => !kept.has(path) && !/\.py$|^requirements\.txt$/.test(path));
    const remarks =
      left.length === 0 ? [] : [`Not kept, since the model does not use it: ${left.slice(0, 5).join(', ')}.`];
    return ofModel(own, kept, { ...about, remarks, files: [...files.keys()] });
  }
  const remarks = /\.py$/.test(manifest.servingScript ?? '')
    ? ['Its scripts are Python: it is kept whole, and runs elsewhere.']
    : [];
  return ofModel('module', files, { ...about, remarks });
}

/** Scripts of JavaScript are people's own, and are what runs. */
function isScript(path: string | null): boolean {
  return /\.[cm]?[jt]s$/.test(path ?? '');
}

function plain({ extra, ...fields }: Manifest): Record<string, unknown> {
  return { ...extra, ...fields };
}

// ---------------------------------------------------------------- folders

async function recogniseFolder(
  { name, files }: Extract<ModelSource, { kind: 'files' }>,
  limits: ArchiveLimits,
): Promise<Recognised> {
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  checkSize(size, limits);
  if (files.length > limits.entries)
    throw new Error(`There are ${files.length} files; at most ${limits.entries} are read.`);
  const root = commonFolder(files.map(({ path }) => path));
  const read = new Map<string, Bytes>();
  for (const { path, file } of files) {
    read.set(path.slice(root.length), new Uint8Array(await file.arrayBuffer()));
  }
  const manifest = read.get(MANIFEST_NAME);
  if (manifest && !ownKind(read)) {
    read.delete(MANIFEST_NAME);
    const archive = { manifest: readManifest(manifest), files: read };
    // Checked as an archive is that is written: paths, scripts and folders.
    await writeArchive(archive).cancel();
    return ofArchive(archive, new Blob([...read.values()]), name);
  }
  const kind = ownKind(read);
  if (!kind) {
    const some = [...read.keys()].slice(0, 5).join(', ');
    throw new Error(
      `These files are no model: ${some}. A model has ${MIXTURE_FILE}, ${NGRAM_FILE}, ${STREAM_MODEL_FILE}, or ${CONFIG_FILE} and ${WEIGHTS_FILE}.`,
    );
  }
  const own = ownFiles(kind, read);
  return ofModel(kind, own, {
    format: 'files',
    name,
    bytes: size,
    manifest: null,
    remarks: [],
    files: [...read.keys()],
  });
}

/** The folder, with its slash, that all lie in; "" where there is none. */
function commonFolder(paths: readonly string[]): string {
  const [first = ''] = paths;
  const end = first.indexOf('/') + 1;
  const folder = first.slice(0, end);
  return end > 0 && paths.every((path) => path.startsWith(folder)) ? folder : '';
}

function checkSize(bytes: number, limits: ArchiveLimits): void {
  if (bytes <= limits.packed) return;
  throw new Error(
    `That has ${Math.round(bytes / 2 ** 20)} MB; at most ${Math.round(limits.packed / 2 ** 20)} MB are read.`,
  );
}

// ---------------------------------------------------------------- models

function ownKind(files: Files): Exclude<ModelKind, 'module'> | null {
  if (files.has(MIXTURE_FILE)) return 'mixture';
  if (isStreamModel(files)) return 'stream';
  if (isImageModel(files)) return 'image';
  if (files.has(COMBINED_FILE) || files.has(NGRAM_FILE)) return 'text';
  return files.has(CONFIG_FILE) && files.has(WEIGHTS_FILE) ? 'text' : null;
}

const ENCODER_FILES = [CONFIG_FILE, WEIGHTS_FILE, VOCABULARY_FILE];
const OWN_FILES: Readonly<Record<Exclude<ModelKind, 'module'>, readonly string[]>> = {
  mixture: [MIXTURE_FILE],
  stream: [STREAM_MODEL_FILE, STREAM_WEIGHTS_FILE],
  image: [CONFIG_FILE, WEIGHTS_FILE],
  text: [
    ...[COMBINED_FILE, NGRAM_FILE, `ngram/${NGRAM_FILE}`, ...ENCODER_FILES],
    ...ENCODER_FILES.map((name) => `encoder/${name}`),
  ],
};

/** Without scripts, requirements and whatever else lies beside. */
function ownFiles(kind: Exclude<ModelKind, 'module'>, files: Files): Files {
  return new Map([...files].filter(([path]) => OWN_FILES[kind].includes(path)));
}

type AboutFile = Omit<ModelPreview, 'kind' | 'description' | 'files' | 'name'> & {
  readonly name: string;
  readonly files?: readonly string[];
};

async function ofModel(kind: ModelKind, files: Files, about: AboutFile): Promise<Recognised> {
  await check(kind, files);
  const { architecture, description } = summaryOf({ kind, files });
  const name = about.name.replace(/\.(tar\.gz|tgz|tar|json)$/i, '') || 'Model';
  return {
    preview: { ...about, kind, description, name, files: about.files ?? [...files.keys()] },
    ...{ files, architecture },
    parameters: layersOf({ kind, files }).reduce((sum, layer) => sum + layer.parameters, 0),
  };
}

/** Throws, saying what is wrong, where it could not be used. */
async function check(kind: ModelKind, files: Files): Promise<void> {
  if (kind === 'text') checkTextModel(modelKind(files), files);
  if (kind === 'image') readImageModel(files);
  if (kind === 'stream') (await readStreamModel(files)).learner.dispose();
}
