// What a file, or files with paths, hold: an archive, a model's own files, or a format of other programs. What is none of
// them is refused in words, and nothing has changed.

import { formatBytes, formatTooLarge } from '../../ml/bytes';
import { importFrom } from '../../ml/formats';
import { checkMixtureSize } from '../../ml/formats/mixture/read';
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
import { MIXTURE_FILE } from '../../ml/modules/own';
import { isLeftBySystem, isScript, pathProblem } from '../../ml/modules/paths';
import type { ModelSource } from '../../wire/library';
import { Breath } from '../pace';
import { MOST_CARD } from './about';
import { README_NAME } from './card';
import { ofModel, ownFiles, ownKind, type Recognised } from './own-files';
import { scriptsOf } from './scripts';
import type { Files } from './source';
import { foreignPython, foreignRemark, foreignScripts, madeFiles } from './twins';
import { unzip } from './unzip';

/** Is told how many bytes were read, of how many; what it throws ends the reading. */
type Progress = (done: number, total: number) => void;

export async function recognise(
  source: ModelSource,
  limits: ArchiveLimits,
  read: Progress = () => {},
): Promise<Recognised> {
  if (source.kind === 'files') return ofFiles(await readAll(source, limits, read), source.name);
  const { file, name } = source;
  const start = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  if (start[0] === 0x1f && start[1] === 0x8b) {
    checkSize(file.size, limits);
    return ofArchive(await readArchive(told(file, read), limits), file.size, name);
  }
  if (isTar(start)) {
    const packed = told(file, read).pipeThrough(new CompressionStream('gzip'));
    return ofArchive(await readArchive(packed, limits), file.size, name);
  }
  checkSize(file.size, limits);
  if (start[0] === 0x50 && start[1] === 0x4b) return ofFiles(plainFiles(await unzip(file, limits)), name);
  if (/\.json$/i.test(name) || start[0] === 0x7b) {
    checkMixtureSize(file.size, name);
    const bytes = new Uint8Array(await file.arrayBuffer());
    checkMixtureJson(bytes, name);
    return ofFiles(new Map([[MIXTURE_FILE, bytes]]), name);
  }
  if (isScript(name)) return ofScripts(new Map([[plainName(name), new Uint8Array(await file.arrayBuffer())]]), name);
  throw noModel(name);
}

function noModel(name: string): Error {
  return new Error(
    `“${name}” is no model. What can be read: a model archive (.tar.gz), a folder or a zip of a model's files, the JSON of a mixture, a script (.js, .ts) of one's own.`,
  );
}

/** One that could be a mixture is read as one, and refused for what it lacks; of other JSON that would say nothing. */
function checkMixtureJson(bytes: Uint8Array, name: string): void {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // Its reader says where it breaks off.
    return;
  }
  const keys = Object.keys(Object(json));
  if (['covariance_type', 'weights', 'means', 'covariances'].some((key) => keys.includes(key))) return;
  if (!['weightsManifest', 'modelTopology', 'architectures', 'model_type'].some((key) => keys.includes(key))) {
    throw noModel(name);
  }
  throw new Error(
    `“${name}” is one file of a model, and others lie beside it: hand over the folder that has all of them.`,
  );
}

/** A file's bytes, with pauses in which whoever asks is told how many there were. */
function told(file: Blob, read: Progress): ReadableStream<Uint8Array<ArrayBuffer>> {
  const breath = new Breath();
  let done = 0;
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    async transform(piece, controller) {
      done += piece.length;
      read(done, file.size);
      controller.enqueue(piece);
      await breath.take();
    },
  });
  return file.stream().pipeThrough(counting);
}

/** "ustar" stands at byte 257 of every tar there is since 1988. */
function isTar(start: Uint8Array): boolean {
  return String.fromCharCode(...start.subarray(257, 262)) === 'ustar';
}

// ---------------------------------------------------------------- archives

async function ofArchive(archive: ModelArchive, bytes: number, name: string): Promise<Recognised> {
  const { manifest } = archive;
  const files = peoplesOwn(archive.files);
  const folder = moduleFolder(manifest);
  const prefix = folder === '' ? '' : `${folder}/`;
  const inFolder = new Map([...files].filter(([path]) => path.startsWith(prefix)));
  const module = new Map([...inFolder].map(([path, content]) => [path.slice(prefix.length), content]));
  const about = { format: 'archive', name, bytes, manifest: plain(manifest), remarks: [], files: [...files.keys()] };
  const twins = await foreignScripts(manifest, module);
  const own = ownKind(module);
  const python = own === null ? [] : await foreignPython(manifest, module, own);
  if (own && twins.length + python.length === 0) {
    const kept = ownFiles(own, module);
    const made = await madeFiles(module, own);
    const readme = readmeIn(module);
    const stays = (path: string) => kept.has(path) || made.has(path) || (path === README_NAME && readme !== undefined);
    // What lies beside the module's folder is part of no model.
    const left = [...files.keys()].filter((path) => !path.startsWith(prefix) || !stays(path.slice(prefix.length)));
    const remarks = left.length === 0 ? [] : [`Not kept, since the model does not use it: ${some(left)}.`];
    return { ...(await ofModel(own, kept, { ...about, remarks })), readme };
  }
  const remark = own === null ? null : foreignRemark(manifest, twins, python, module);
  const elsewhere = own === null && twins.length === 0 && /\.py$/.test(manifest.servingScript ?? '');
  const remarks = [
    ...(remark === null ? [] : [remark]),
    ...(elsewhere ? ['Its scripts are Python: it is kept whole, and runs elsewhere.'] : []),
  ];
  return ofModel('module', files, { ...about, remarks });
}

/** Where it is a text, and no longer than what people may write of a model. */
function readmeIn(module: Files): string | undefined {
  const bytes = module.get(README_NAME);
  if (!bytes || bytes.length > MOST_CARD) return undefined;
  try {
    // Byte for byte: a mark at its beginning stays.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function plain({ extra, ...fields }: Manifest): Record<string, unknown> {
  return { ...extra, ...fields };
}

// ---------------------------------------------------------------- files

async function readAll(
  { files }: Extract<ModelSource, { kind: 'files' }>,
  limits: ArchiveLimits,
  progress: Progress,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  checkSize(total, limits);
  if (files.length > limits.entries) {
    throw new Error(`There are ${files.length} files; at most ${limits.entries} are read.`);
  }
  const read = new Map<string, Uint8Array<ArrayBuffer>>();
  let done = 0;
  for (const { path, file } of files) {
    // As in archives: whichever of the two were taken, it might be the other that was meant.
    if (read.has(path)) throw new Error(`“${path.slice(0, 60)}” is among the files twice.`);
    read.set(path, new Uint8Array(await file.arrayBuffer()));
    done += file.size;
    progress(done, total);
  }
  return read;
}

type PlainFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** What is in memory of its own stays where it is: it may be half a gigabyte. */
function plainFiles(files: Files): PlainFiles {
  const own = (bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> => bytes.buffer instanceof ArrayBuffer;
  return new Map([...files].map(([path, bytes]) => [path, own(bytes) ? bytes : new Uint8Array(bytes)]));
}

async function ofFiles(given: PlainFiles, name: string): Promise<Recognised> {
  const honest = peoplesOwn(given);
  const root = commonFolder([...honest.keys()]);
  const files = new Map([...honest].map(([path, bytes]) => [path.slice(root.length), bytes]));
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  const manifest = files.get(MANIFEST_NAME);
  if (manifest) {
    files.delete(MANIFEST_NAME);
    const archive = { manifest: readManifest(manifest), files };
    // Checked as an archive is that is written: paths, scripts and folders.
    await writeArchive(archive).cancel();
    return ofArchive(archive, bytes, name);
  }
  // Whose scripts stand beside a model's files is more than the model.
  if (ownKind(files) === null && [...files.keys()].some(isScript)) return ofScripts(files, name);
  const { kind, format, files: own, remarks } = importFrom(files);
  const about = { name, bytes, manifest: null, files: [...files.keys()], format, remarks };
  return ofModel(kind, ownFiles(kind, own), about);
}

/** Without what systems left among them. */
function peoplesOwn(files: PlainFiles): PlainFiles {
  return new Map([...files].filter(([path]) => !isLeftBySystem(path)));
}

/** Scripts of people's own, without a manifest: one is made for them. */
async function ofScripts(files: Files, name: string): Promise<Recognised> {
  for (const path of files.keys()) {
    const problem = pathProblem(path);
    if (problem) throw new Error(`The path “${path}” ${problem}.`);
  }
  const manifest = scriptsOf(files);
  if (manifest.trainingScript === null && manifest.servingScript === null) {
    throw new Error(
      `No script in “${name}” exports “train”, or “load”, “deserialize”, “predict” and “serialize”: a module has one of the two, or both.`,
    );
  }
  const remarks = [
    ...(manifest.trainingScript === null ? ['It cannot be trained: no script exports “train”.'] : []),
    ...(manifest.servingScript === null ? ['It cannot be asked: no script exports “predict”.'] : []),
  ];
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  return ofModel('module', files, { name, bytes, format: 'scripts', manifest: { ...manifest }, remarks });
}

/** The last part of what may be a path. */
function plainName(name: string): string {
  return name.split('/').at(-1) ?? name;
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
  throw new Error(`That has ${formatTooLarge(bytes)}; at most ${formatBytes(limits.packed)} are read.`);
}

function some(paths: readonly string[]): string {
  return paths.length > 5 ? `${paths.slice(0, 5).join(', ')} …` : paths.join(', ');
}
