// A model as an archive, with all options of `aimodellib package`.

import {
  type Manifest,
  type ModelArchive,
  PACKAGE_NAME,
  type PackageOptions,
  packageModule,
  parseManifest,
} from '../../ml/modules';
import { hasPython, NUMPY_REQUIREMENTS, pythonScripts } from '../../ml/modules/own';
import type { LibraryModel, ModelKind, PackageRequest } from '../../wire/library';
import type { ExportedFile } from '../../wire/runs';
import { invalid } from '../errors';
import type { Library } from './library';
import { inWords } from './serving';
import type { Files } from './source';

export interface Packed {
  readonly archive: ModelArchive;
  /** The archive's file name. */
  readonly name: string;
}

/** @param manifest of a module: what it came with, or was given */
export async function packModel(
  { kind, files }: { readonly kind: ModelKind; readonly files: Files },
  request: PackageRequest,
  manifest: Readonly<Record<string, unknown>> | null,
): Promise<Packed> {
  const name = checkOutput(request.output ?? PACKAGE_NAME);
  const archive = await inWords('options', async () => {
    const given = request.manifest ?? (hasOptions(request) ? null : manifest);
    const whole = kind === 'module' ? entriesOf(files) : await withScripts(kind, files);
    // A module's files lie where its own manifest says, from the archive's root.
    if (kind === 'module' && given) return { manifest: parseManifest(given), files: new Map(whole) };
    return packageModule(whole, given ? { manifest: parseManifest(given) } : optionsOf(kind, request));
  });
  return { archive, name };
}

type Entry = readonly [string, Uint8Array<ArrayBuffer>];

function entriesOf(files: Files): Entry[] {
  return [...files].map(([path, bytes]) => [path, new Uint8Array(bytes)] as const);
}

/** The model's files, with the scripts of Python that serve and train it, where there are any. */
async function withScripts(kind: ModelKind, files: Files): Promise<Entry[]> {
  const scripts = await pythonScripts(kind);
  const requirements: Entry[] =
    scripts.size > 0 ? [['requirements.txt', new TextEncoder().encode(NUMPY_REQUIREMENTS)]] : [];
  return [...entriesOf(files), ...requirements, ...scripts];
}

function hasOptions(request: PackageRequest): boolean {
  return Object.keys(manifestOptions(request)).length > 0;
}

function manifestOptions(request: PackageRequest): Partial<Omit<Manifest, 'extra'>> {
  const { module, trainingScript, servingScript, logDirectory } = request;
  const { logNamingFormat, enableTensorboard, tensorboardDirectory } = request;
  return {
    ...(module !== undefined && { module }),
    ...(trainingScript !== undefined && { trainingScript }),
    ...(servingScript !== undefined && { servingScript }),
    ...(logDirectory !== undefined && { logDirectory }),
    ...(logNamingFormat !== undefined && { logNamingFormat }),
    ...(enableTensorboard !== undefined && { enableTensorboard }),
    ...(tensorboardDirectory !== undefined && { tensorboardDirectory }),
  };
}

/** `aimodellib package` has scripts by default; kinds that Python has no scripts for have none. */
function optionsOf(kind: ModelKind, request: PackageRequest): PackageOptions {
  const none = kind === 'module' || hasPython(kind) ? {} : { trainingScript: null, servingScript: null };
  return { ...none, ...manifestOptions(request) };
}

function checkOutput(name: string): string {
  if (/^[^/\\:*?"<>|\p{C}]{1,200}$/u.test(name) && !/^\.+$/.test(name)) return name;
  throw invalid('output', 'The archive needs a plain file name, such as “model.tar.gz”.');
}

/** Packed by the worker. */
export async function packed(
  library: Library,
  { model, kind, files }: { readonly model: LibraryModel; readonly kind: ModelKind; readonly files: Files },
  request: PackageRequest,
): Promise<ExportedFile> {
  const given = library.abouts.of(model.id).module?.manifest ?? null;
  const { precision = 'float32' } = request;
  const kept = precision === 'float32' ? files : await library.host((host) => host.reduce({ kind, files }, precision));
  const { archive, name } = await packModel({ kind, files: kept }, request, given);
  return { name, file: await library.host((host) => host.pack(archive)) };
}
