// Models on their way in: looked into, kept whole or not at all, and given up, each by whoever may.

import { ONNX_FILE } from '../../ml/formats';
import { MIXTURE_FILE, readMixture } from '../../ml/modules/own';
import { modelKind } from '../../ml/text/kind';
import type { LibraryService, ModelSource } from '../../wire/library';
import { newId } from '../../wire/new-id';
import { toServiceError } from '../errors';
import { checkName } from '../names';
import { type ExportRun, NotUndone } from '../texts/exporting';
import type { Library } from './library';
import type { OwnKind, Recognised } from './own-files';

type Arrivals = Pick<LibraryService, 'inspect' | 'import' | 'cancelArrival' | 'cancelImport'>;

export function arrivalsOf(library: Library): Arrivals {
  const { incoming } = library;
  return {
    inspect: (source, id) =>
      incoming.run(id === undefined ? 'import' : 'look', id, (run) =>
        library.apart(run, (host) => host.inspect(source)),
      ),
    import: async (source, name, id) => {
      const given = name === null ? null : checkName(name);
      return incoming.run('import', id, (run) => takenIn(library, source, given, run));
    },
    cancelArrival: async (id) => incoming.cancel(id),
    cancelImport: async () => incoming.cancelImports(),
  };
}

async function takenIn(library: Library, source: ModelSource, name: string | null, run: ExportRun): Promise<string> {
  const found = await library.apart(run, (host) => host.recognise(source));
  return whenItsTurn(library, run.signal, async () => {
    const id = await keep(library, found, name ?? checkName(found.preview.description.slice(0, 100)));
    // Given up while it was stored, which cannot be broken off.
    if (run.signal.aborted) await discard(library, id);
    return id;
  });
}

/** As `change` of the library. A back-up may have the turn for long: what is given up meanwhile rejects at once. */
async function whenItsTurn<T>(library: Library, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let begun = false;
  const changed = library.change(() => {
    signal.throwIfAborted();
    begun = true;
    return work();
  });
  return new Promise((resolve, reject) => {
    changed.then(resolve, reject);
    const giveUp = () => {
      if (!begun) reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

async function discard(library: Library, id: string): Promise<void> {
  try {
    await library.discard(id);
  } catch (error) {
    const { code, message, details } = toServiceError(error);
    const what = 'It had been stored when it was cancelled, and could not be taken away again.';
    throw new NotUndone(code, `${what} ${message}`, details);
  }
}

/** In the store of its kind, where the pages find it; resolves with its id. */
async function keep(library: Library, found: Recognised, name: string): Promise<string> {
  const { preview, files, readme } = found;
  const imported = `Imported from ${preview.name} (${preview.format})`;
  if (preview.kind === 'module') return library.modules.add(name, { ...preview.manifest }, files, imported);
  const id = newId();
  const manifest = manifestOf(preview);
  // Before the model, which lies in another store: the app may end between the two, and it would have come from nowhere.
  await library.abouts.change(id, { imported, ...(manifest && { manifest }), ...(readme !== undefined && { readme }) });
  try {
    await putModel(library, preview.kind, found, { id, name, imported });
  } catch (error) {
    // Why there is no model is what is told, not why a word of it is left.
    await library.abouts.remove(id).catch(() => {});
    throw error;
  }
  library.changed();
  return id;
}

function putModel(
  { mixtures, texts, trained }: Library,
  kind: OwnKind,
  { files, architecture, parameters }: Recognised,
  { id, name, imported }: { readonly id: string; readonly name: string; readonly imported: string },
): Promise<void> {
  switch (kind) {
    case 'mixture':
      return mixtures.add(id, name, readMixture(fileOf(files, MIXTURE_FILE)));
    case 'text': {
      const info = { kind: modelKind(files), architecture, parameters, maxTokens: null, engine: '' };
      return texts.add(id, name, { files, info }, imported);
    }
    case 'image':
    case 'stream':
      return trained.add(id, name, kind, files);
  }
}

/** Null where it came without one. That an archive for ONNX Runtime does not learn says nothing of others of the model. */
function manifestOf({ manifest, files }: Recognised['preview']): Record<string, unknown> | null {
  if (!manifest) return null;
  const { trainingScript, ...rest } = manifest;
  const onnx = files.some((path) => path.split('/').at(-1) === ONNX_FILE);
  return trainingScript === null && onnx ? rest : { ...manifest };
}

function fileOf(files: Recognised['files'], name: string): Uint8Array {
  return files.get(name) ?? new Uint8Array(0);
}
