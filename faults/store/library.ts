// Invariants of the library's own store, and of the database itself.

import { checkAbout } from '../../src/service/library/about';
import { STORES } from '../../src/storage/db';
import { MOST_AS_BYTES } from '../../src/storage/files';
import { keyText } from './dump';
import { type Invariant, type Report, refusal, type Store, totalBytes } from './invariant';

export const LIBRARY_INVARIANTS: readonly Invariant[] = [
  {
    id: 'schema',
    says: 'The database has the stores of this version, and no others',
    check: (store, report) => {
      for (const name of STORES) if (!store.names.includes(name)) report(name, 'this store is missing');
      const known: readonly string[] = STORES;
      for (const name of store.names) if (!known.includes(name)) report(name, 'this store is none of the app’s');
    },
  },
  {
    id: 'library-keys',
    says: 'Everything in the library is said of a model, put aside, a file, or left by a training',
    check: (store, report) => {
      for (const { key } of store.all('library')) {
        if (!/^(about|aside|aside-file|file|left):./.test(String(key)))
          report(`library ${String(key)}`, 'its key says nothing');
      }
    },
  },
  {
    id: 'abouts',
    says: 'What is said of a model can be read, and is under its id',
    check: (store, report) => {
      for (const [id, value] of startingWith(store, 'about:')) {
        const why = refusal(() => checkAbout(value));
        if (why !== null || Object(value).id !== id) report(`library about:${id}`, why ?? 'it is of another model');
      }
    },
  },
  {
    id: 'asides',
    says: 'What was put aside is a whole model of some kind',
    check: (store, report) => {
      for (const [id, value] of startingWith(store, 'aside:')) {
        const { format, at, source, kind, kept } = Object(value) as Record<string, unknown>;
        const named = [at, source, kind].every((part) => typeof part === 'string');
        if (format !== 2 || !named || typeof kept !== 'object') report(`library aside:${id}`, 'it is no model');
      }
      const ids = new Set([...startingWith(store, 'aside:')].map(([id]) => id));
      for (const [path] of startingWith(store, 'aside-file:')) {
        const [id = ''] = path.split('/', 1);
        if (!ids.has(id)) report(`library aside-file:${path}`, 'no model has this file');
      }
    },
  },
  {
    id: 'files',
    says: 'Every file can be read, and lies as a Blob only where it is large',
    check: (store, report) => {
      const named = store.all('library').filter(({ key }) => /^((aside-)?file|left):/.test(String(key)));
      const all = { textFiles: store.all('textFiles'), trainedFiles: store.all('trainedFiles'), library: named };
      for (const [name, files] of Object.entries(all)) {
        for (const { key, value, blob = false } of files) {
          const at = `${name} ${keyText(key)}`;
          if (!(value instanceof Uint8Array)) report(at, 'it cannot be read');
          else if (blob && value.length <= MOST_AS_BYTES) report(at, `it is a Blob of ${value.length} bytes only`);
        }
      }
    },
  },
  {
    id: 'modules',
    says: 'Every module has its files, as many bytes as it says, and every file its module',
    check: checkModules,
  },
];

function* startingWith(store: Store, prefix: string): Generator<readonly [string, unknown]> {
  for (const { key, value } of store.all('library')) {
    if (typeof key === 'string' && key.startsWith(prefix)) yield [key.slice(prefix.length), value];
  }
}

function checkModules(store: Store, report: Report): void {
  const files = new Map<string, unknown[]>();
  for (const [path, bytes] of startingWith(store, 'file:')) {
    const [id = ''] = path.split('/', 1);
    files.set(id, [...(files.get(id) ?? []), bytes]);
  }
  for (const [id, value] of startingWith(store, 'about:')) {
    const { module } = Object(value) as { module?: { bytes?: unknown } | null };
    const own = files.get(id);
    files.delete(id);
    if (module) {
      const bytes = totalBytes(own ?? []);
      if (bytes !== module.bytes) report(`library about:${id}`, `its files have ${bytes} bytes, not ${module.bytes}`);
    } else if (own) report(`library about:${id}`, 'it has files, and is no module');
  }
  for (const id of files.keys()) report(`library file:${id}`, 'no module has these files');
}
