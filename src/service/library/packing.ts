// A model as an archive, with all options of `aimodellib package`.

import { atPrecision, exportAs } from '../../ml/formats';
import {
  type Json,
  type Manifest,
  type ManifestFields,
  type ModelArchive,
  moduleFolder,
  PACKAGE_NAME,
  packageModule,
  parseManifest,
  REQUIREMENTS_NAME,
} from '../../ml/modules';
import { ArchiveError, quoted } from '../../ml/modules/errors';
import { hasPython, type PythonRuntime, pythonScripts, requirementsOf } from '../../ml/modules/own';
import { byCodeUnits, plainPath } from '../../ml/modules/paths';
import { twinScripts } from '../../ml/modules/twins';
import type { LibraryModel, ModelKind, PackageRequest, Precision } from '../../wire/library';
import type { ExportedFile } from '../../wire/runs';
import { invalid } from '../errors';
import type { ExportRun } from '../texts/exporting';
import { README_NAME } from './card';
import { detailOf } from './detail';
import type { OfKind } from './host';
import type { Library } from './library';
import type { Files } from './source';

export interface PackJob extends OfKind {
  readonly request: PackageRequest;
  /** What it came with; of a module also what it was given. Null where it came without one, or was made here. */
  readonly manifest: Readonly<Record<string, unknown>> | null;
  /** Its card, or what README.md it came with. Of modules none is made: theirs is among their files. */
  readonly readme?: string | undefined;
}

/** Packed by the worker. */
export async function packed(
  library: Library,
  found: { readonly model: LibraryModel; readonly kind: ModelKind; readonly files: Files },
  request: PackageRequest,
  run: ExportRun,
): Promise<ExportedFile> {
  const { model, kind } = found;
  const name = checkOutput(request.output ?? PACKAGE_NAME);
  if (request.python === 'onnxruntime' && kind === 'module') {
    throw invalid('python', 'A module is served by its own scripts; ONNX is a form of the product’s own models.');
  }
  const about = library.abouts.of(model.id);
  const manifest = about.module?.manifest ?? about.manifest ?? null;
  const own = about.card ?? about.readme;
  const made = kind !== 'module' && own === undefined;
  const readme = made ? (await detailOf(library, found)).card : kind === 'module' ? undefined : own;
  // Who looked into it has its large files, and they are no longer here.
  const { files } = made ? await library.ofKind(model.id) : found;
  return { name, file: await library.apart(run, (host) => host.pack({ kind, files, request, manifest, readme })) };
}

/** @throws ArchiveError or FormatError for options that do not fit */
export async function archiveOf({ kind, files, request, manifest, readme }: PackJob): Promise<ModelArchive> {
  const { precision = 'float32', python = 'numpy' } = request;
  const given = request.manifest === undefined ? null : parseManifest(request.manifest);
  if (kind === 'module') return ofModule(files, request, given, parseManifest(manifest ?? {}));
  const reduced = precision === 'float32' ? files : atPrecision(files, precision);
  const scripted = await withScripts(kind, reduced, python, precision);
  const whole = readme === undefined || reduced.has(README_NAME) ? scripted : [...scripted, readmeOf(readme)];
  if (given) return packageModule(whole, { manifest: given });
  // Scripts that are there by default are none where Python has none for the kind: ONNX answers, and does not learn.
  const has = (name: string) => whole.some(([path]) => path === name);
  const scripts = {
    ...(!has('train.py') && { trainingScript: null }),
    ...(!has('serve.py') && { servingScript: null }),
  };
  return packageModule(whole, { ...scripts, ...(manifest && keptOf(manifest, has)), ...optionsOf(request) });
}

/** What a manifest says, without scripts that are not there: an archive in another form may have had them. */
function keptOf(manifest: Readonly<Record<string, unknown>>, has: (path: string) => boolean): Partial<Manifest> {
  const parsed = parseManifest(manifest);
  const gone = (['trainingScript', 'servingScript'] as const).filter((field) => {
    const script = parsed[field];
    return !(field in manifest) || (script !== null && !has(plainPath(script)));
  });
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => !gone.some((field) => field === name)));
}

/** As it came, where nothing else is asked for. What lies beside the module's folder stays where it is. */
function ofModule(
  files: Files,
  request: PackageRequest,
  given: ReturnType<typeof parseManifest> | null,
  own: ReturnType<typeof parseManifest>,
): ModelArchive {
  const options = optionsOf(request);
  if (!given && Object.keys(options).length === 0) return { manifest: own, files: new Map(entriesOf(files)) };
  const prefix = moduleFolder(own) === '' ? '' : `${moduleFolder(own)}/`;
  const all = entriesOf(files);
  const inside = all.filter(([path]) => path.startsWith(prefix));
  const beside = all.filter(([path]) => !path.startsWith(prefix));
  const module = inside.map(([path, bytes]): Entry => [path.slice(prefix.length), bytes]);
  const { extra, ...fields } = own;
  const archive = packageModule(
    module,
    given ? { manifest: given } : { ...fields, extra: extra as Record<string, Json>, ...options },
  );
  return withBeside(archive, beside);
}

/** @throws ArchiveError where a file of the module would come to lie on one of them */
function withBeside({ manifest, files }: ModelArchive, beside: readonly Entry[]): ModelArchive {
  const taken = beside.find(([path]) => files.has(path))?.[0];
  if (taken !== undefined) {
    const message = `${quoted(taken)} is there already, beside the module: name another folder for it.`;
    throw new ArchiveError('duplicate', message, { entry: taken, field: 'module' });
  }
  return { manifest, files: new Map([...files, ...beside].sort(([a], [b]) => byCodeUnits(a, b))) };
}

function readmeOf(card: string): Entry {
  return [README_NAME, new TextEncoder().encode(card)];
}

type Entry = readonly [string, Uint8Array<ArrayBuffer>];

function entriesOf(files: Files): Entry[] {
  return [...files].map(([path, bytes]) => [path, new Uint8Array(bytes)] as const);
}

/** The model's files, with the scripts of Python that serve and train it, where there are any, what those read, and their twins. */
async function withScripts(
  kind: ModelKind,
  files: Files,
  python: PythonRuntime,
  precision: Precision,
): Promise<Entry[]> {
  const entries = entriesOf(files);
  if (!hasPython(kind, python)) return entries;
  const own = await pythonScripts(kind, python);
  // What does not learn in Python has no twin that does: model.onnx would stay what it was.
  const twins = [...(await twinScripts(kind))].filter(([path]) => path !== 'train.js' || own.has('train.py'));
  const scripts = [...own, ...twins];
  const requirements = new TextEncoder().encode(requirementsOf(kind, python));
  const onnx = python === 'onnxruntime' ? entriesOf(exportAs(files, 'onnx', precision)) : [];
  return [...entries, ...onnx, [REQUIREMENTS_NAME, requirements], ...scripts];
}

const OPTIONS = [
  ...['module', 'trainingScript', 'servingScript', 'logDirectory', 'logNamingFormat'],
  ...['enableTensorboard', 'tensorboardDirectory'],
] as readonly (keyof ManifestFields)[];

/** Those that were given. */
function optionsOf(request: PackageRequest): Partial<ManifestFields> {
  const given = OPTIONS.map((name) => [name, request[name]] as const).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

function checkOutput(name: string): string {
  if (/^[^/\\:*?"<>|\p{C}]{1,200}$/u.test(name) && !/^\.+$/.test(name)) return name;
  throw invalid('output', 'The archive needs a plain file name, such as “model.tar.gz”.');
}
