// What src/wire/library.ts offers, over the library and its worker.

import { pathProblem } from '../../ml/modules/paths';
import { ServiceError } from '../../wire/errors';
import type { LibraryService, LibraryState, ModelComparison, ModelFile } from '../../wire/library';
import { invalid } from '../errors';
import { checkName } from '../names';
import { checkModelBytes } from '../reviews/sizes';
import { answerBy } from './answering';
import { arrivalsOf } from './arriving';
import { detailOf } from './detail';
import { exportAs, formatsOf } from './formats';
import { heldOutOf } from './held-out';
import type { LibraryDependencies } from './index';
import type { Library } from './library';
import { packed } from './packing';
import { scriptsOf } from './scripts';

export function methodsOf(library: Library, state: () => LibraryState): LibraryService {
  const { deps, modules } = library;
  return {
    list: () => library.list(),
    detail: async (id) => detailOf(library, await library.ofKind(id)),
    update: (id, change) => library.update(id, change),
    remove: (ids) => library.remove(ids),
    restore: (ids) => library.restore(ids),
    compare: (a, b) => compare(library, a, b),

    async predict(id, request) {
      const { model } = await library.find(id);
      if (model.kind === 'module') return library.runs.predict(id, request);
      const answerers = {
        reviews: deps.reviews.parts,
        images: deps.images,
        host: <T>(work: Parameters<typeof library.host<T>>[0]) => library.host(work),
      };
      const { kind } = model;
      return answerBy({ id, kind }, async () => (await library.ofKind(id)).files, request, answerers);
    },

    formats: async (id) => {
      const { kind, files } = await library.ofKind(id);
      return library.host((host) => host.formats({ kind, files }));
    },
    cost: async (id, precision) => {
      const found = await library.ofKind(id);
      const offered = formatsOf(found).some(({ precisions }) => precisions.includes(precision));
      if (!offered) throw invalid('precision', `This model is not written in ${precision}.`);
      const { kind, files, model } = found;
      const held = precision === 'float32' ? null : await heldOutOf(model);
      return library.host((host) => host.cost({ kind, files }, precision, held));
    },
    exportModel: (id, format, precision) =>
      library.exports.run(null, (run) => exportAs(library, id, format, precision, run)),
    package: (id, options) =>
      library.exports.run(null, async (run) => packed(library, await library.ofKind(id), options, run)),
    cancelExport: async () => library.exports.cancel(),
    ...arrivalsOf(library),

    createModule: async (name, from) => {
      const checked = checkName(name);
      if (from !== 'template' && 'copy_of' in from) return library.change(() => modules.copy(from.copy_of, checked));
      const files = from === 'template' ? texts(await deps.template()) : await bytesOf(from);
      // The template's script writes curves.
      const manifest = { ...scriptsOf(files), ...(from === 'template' && { enableTensorboard: true }) };
      return library.change(() => modules.add(checked, manifest, files, null));
    },
    moduleFiles: async (id) => {
      modules.existing(id);
      const files = [...(await modules.files(id))].sort(([a], [b]) => (a < b ? -1 : 1));
      return files.map(([path, bytes]) => ({ path, bytes: bytes.length, text: isText(bytes) }));
    },
    readModuleFile: async (id, path) => {
      modules.existing(id);
      const bytes = (await modules.files(id)).get(path);
      if (!bytes) throw new ServiceError('not_found', `The module has no file ${path}.`);
      return bytes;
    },
    writeModuleFile: (id, path, bytes) => library.change(() => modules.write(id, checkPath(path), bytes)),
    module: async (id) => ({ ...modules.info(id), training: library.runs.latest(id) }),
    changeModule: (id, change) =>
      library.change(() => {
        if (change.move) checkPath(change.move.to);
        return modules.change(id, change);
      }),
    train: (id, request) => library.change(() => library.runs.train(id, request)),
    resumeTraining: (id) => library.change(() => library.runs.resume(id)),
    stop: async () => library.runs.stop(),
    state: async () => state(),
    ...library.tasks.methods(),
  };
}

async function compare(library: Library, a: string, b: string): Promise<ModelComparison> {
  const [one, other] = await Promise.all([library.ofKind(a), library.ofKind(b)]);
  const compared = await library.host((host) =>
    host.compare({ kind: one.kind, files: one.files }, { kind: other.kind, files: other.files }),
  );
  const names = [...new Set([...Object.keys(one.model.metrics), ...Object.keys(other.model.metrics)])];
  const metrics = names.map((name) => {
    return { name, a: one.model.metrics[name] ?? null, b: other.model.metrics[name] ?? null };
  });
  return { a, b, ...compared, metrics };
}

function texts(files: Awaited<ReturnType<LibraryDependencies['template']>>): Map<string, Uint8Array> {
  return new Map(files.map(({ path, text }) => [path, new TextEncoder().encode(text)]));
}

async function bytesOf(files: readonly ModelFile[]): Promise<Map<string, Uint8Array>> {
  checkModelBytes(files.reduce((sum, { file }) => sum + file.size, 0));
  const read = await Promise.all(
    files.map(async ({ path, file }) => [checkPath(path), new Uint8Array(await file.arrayBuffer())] as const),
  );
  return new Map(read);
}

function checkPath(path: string): string {
  const problem = pathProblem(path);
  if (problem) throw invalid('path', `The path “${path}” ${problem}.`);
  return path;
}

/** Bytes of a file's beginning that tell whether it is a text. */
const BEGINNING = 64 * 1024;

/** UTF-8 without zeros, as far as its beginning says. */
function isText(bytes: Uint8Array): boolean {
  try {
    // As a stream: a character may be cut at the end.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, BEGINNING), { stream: true });
    return !text.includes('\0');
  } catch {
    return false;
  }
}
