// Faults of storage: no room, writes that are refused, transactions that are aborted, another version in another tab.

import type { CDPSession, Page } from '@playwright/test';
import { became, rest, until } from '../app/until';
import { type Blow, type Fault, Ineffective } from './types';

/** Bytes that are left when the app starts, and are taken at the moment. */
const ROOM = 24 * 2 ** 20;
/** Milliseconds that another tab keeps the database to itself. */
const HELD = 2500;

/** Workers that write: hooks are put into each. */
const WRITERS = ['engine', 'dataset', 'models'] as const;

const sessions = new WeakMap<Blow['app'], CDPSession>();

async function limitRoom({ app }: Blow, room: number | null): Promise<void> {
  const [page = await app.running.newPage()] = app.running.pages();
  const session = sessions.get(app) ?? (await app.session(page));
  sessions.set(app, session);
  const { origin } = new URL(app.base);
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
  const limit = room === null ? {} : { quotaSize: usage + room };
  await session.send('Storage.overrideQuotaForOrigin', { origin, ...limit });
}

/** Puts a hook into every worker that writes; `shared` counts in each. */
async function hook({ app }: Blow, what: HookKind, nth: number, once: boolean): Promise<number> {
  const workers = app.workers().filter((worker) => WRITERS.some((kind) => worker.url().includes(`${kind}.worker`)));
  await Promise.all(workers.map((worker) => worker.evaluate(putHook, { what, nth, once }).catch(() => {})));
  return workers.length;
}

async function hits({ app }: Blow): Promise<number> {
  const counts = await Promise.all(app.workers().map((worker) => worker.evaluate(takeHook).catch(() => 0)));
  return counts.reduce((sum, n) => sum + n, 0);
}

function hooked(what: HookKind, once: boolean): Pick<Fault, 'strike' | 'heal'> {
  return {
    strike: async (blow) => {
      const nth = 1 + blow.rng.integer(4);
      const workers = await hook(blow, what, nth, once);
      const from = once ? `the ${nth}th` : `all from the ${nth}th on`;
      return `${what === 'refuse' ? 'puts' : 'transactions that write'}: ${from}, in each of ${workers} workers`;
    },
    heal: async (blow) => {
      const n = await hits(blow);
      if (n === 0) throw new Ineffective('nothing was written meanwhile');
      return `${n} times`;
    },
  };
}

export const STORAGE_FAULTS: readonly Fault[] = [
  {
    id: 'quota',
    title:
      'the browser’s own quota is reached (the limit is set by DevTools, the room is filled by other data of the site)',
    leaves: 'here',
    prepare: (blow) => limitRoom(blow, ROOM),
    strike: async (blow) => {
      await limitRoom(blow, 0);
      const page = await blow.app.openBare();
      const written = await page.evaluate(fill);
      await page.close();
      return `${(written / 2 ** 20).toFixed(1)} MB were filled, then no more was taken`;
    },
    heal: async (blow) => {
      await limitRoom(blow, null);
      const page = await blow.app.openBare();
      await page.evaluate(
        () =>
          new Promise<void>((resolve) => {
            indexedDB.deleteDatabase('ballast').onsuccess = () => resolve();
          }),
      );
      await page.close();
      return '';
    },
  },
  {
    ...{ id: 'write-refused', title: 'one write is refused as on a full disk (a hook in the workers)', leaves: 'here' },
    ...hooked('refuse', true),
  },
  {
    ...{ id: 'writes-refused', title: 'every write is refused from then on (a hook in the workers)', leaves: 'here' },
    ...hooked('refuse', false),
  },
  {
    ...{ id: 'idb-aborted', title: 'one transaction is aborted on its way (a hook in the workers)', leaves: 'here' },
    ...hooked('abort', true),
  },
  {
    id: 'idb-blocked',
    title: `another tab of a newer version holds the database for ${HELD / 1000} s, and gives its upgrade up`,
    leaves: 'here',
    strike: async ({ app }) => {
      const page = await app.openBare();
      await page.evaluate(upgrade, { keep: HELD, commit: false });
      await page.close();
      return 'the database was held';
    },
  },
  {
    id: 'idb-upgraded',
    title:
      'another tab of a newer version upgrades the database (afterwards all of it is copied into one of this version)',
    leaves: 'here',
    strike: async ({ app }) => {
      const page = await app.openBare();
      await page.evaluate(upgrade, { keep: 0, commit: true });
      await page.close();
      return 'the database is of a newer version';
    },
    heal: async ({ app }) => {
      const told = await became(async () => saysNewer(app.page), 8000);
      const answer = await app.ask('POST', '/reviews', { text: 'Too late.', sentiment: 1 });
      if (answer.status === 200) throw new Error('a write was acknowledged after a newer version had taken over');
      const words = String(answer.json.error ?? '');
      if (!told && !/newer Millrace/.test(words)) throw new Error(`nobody said that a newer version is here: ${words}`);
      await app.closeTabs();
      const page = await app.openBare();
      await until('the copy', async () => (await page.evaluate(copyBack).catch(() => false)) || undefined);
      await page.close();
      await rest(50);
      return `it said “${words.slice(0, 100)}”`;
    },
  },
];

async function saysNewer(page: Page): Promise<boolean> {
  return (await page.getByText(/newer Millrace/).count()) > 0;
}

// ---------------------------------------------------------------- what runs in workers and pages

type HookKind = 'refuse' | 'abort';

interface Hooked {
  hook?: { n: number; hits: number; take(): void };
}

function putHook({ what, nth, once }: { what: HookKind; nth: number; once: boolean }): void {
  const scope = self as typeof self & Hooked;
  const { put, add } = IDBObjectStore.prototype;
  const { transaction } = IDBDatabase.prototype;
  const state = {
    n: 0,
    hits: 0,
    take() {
      Object.assign(IDBObjectStore.prototype, { put, add });
      IDBDatabase.prototype.transaction = transaction;
    },
  };
  scope.hook = state;
  const due = () => {
    state.n += 1;
    const now = once ? state.n === nth : state.n >= nth;
    if (now) state.hits += 1;
    return now;
  };
  if (what === 'refuse') {
    const refusing = (own: typeof put): typeof put =>
      function (this: IDBObjectStore, ...given) {
        if (!due()) return own.apply(this, given);
        throw new DOMException('The current transaction exceeded its quota limitations.', 'QuotaExceededError');
      };
    Object.assign(IDBObjectStore.prototype, { put: refusing(put), add: refusing(add) });
    return;
  }
  IDBDatabase.prototype.transaction = function (...given) {
    const tx = transaction.apply(this, given);
    if (tx.mode === 'readwrite' && due()) {
      // Once its first requests are on their way.
      queueMicrotask(() => {
        try {
          tx.abort();
        } catch {}
      });
    }
    return tx;
  };
}

function takeHook(): number {
  const { hook } = self as typeof self & Hooked;
  hook?.take();
  return hook?.hits ?? 0;
}

/** Writes until no more is taken: large records, then smaller ones. Resolves with the bytes that were. */
async function fill(): Promise<number> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('ballast', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('blobs', { autoIncrement: true });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const put = (bytes: number) =>
    new Promise<boolean>((resolve) => {
      const tx = db.transaction('blobs', 'readwrite');
      const record = new Uint8Array(bytes);
      for (let i = 0; i < bytes; i += 65_536) crypto.getRandomValues(record.subarray(i, i + 65_536));
      tx.objectStore('blobs').put(record);
      tx.oncomplete = () => resolve(true);
      tx.onabort = () => resolve(false);
    });
  let written = 0;
  for (const bytes of [2 ** 20, 2 ** 16, 2 ** 12]) {
    while (written < 2 ** 27 && (await put(bytes))) written += bytes;
  }
  db.close();
  return written;
}

/** Opens the next version; keeps it open for a time, or gives it up. */
async function upgrade({ keep, commit }: { keep: number; commit: boolean }): Promise<void> {
  const [known] = (await indexedDB.databases()).filter(({ name }) => name === 'millrace');
  const opening = indexedDB.open('millrace', (known?.version ?? 0) + 1);
  await new Promise<void>((resolve, reject) => {
    opening.onupgradeneeded = () => {
      const tx = opening.transaction;
      if (!tx) return;
      if (commit) {
        opening.result.createObjectStore('future');
        return;
      }
      const end = performance.now() + keep;
      // A transaction lives as long as something is asked of it.
      const ask = () => {
        tx.objectStore('settings').count().onsuccess = () => {
          if (performance.now() < end) ask();
          else tx.abort();
        };
      };
      ask();
    };
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
    opening.onerror = () => (commit ? reject(opening.error) : resolve());
  });
}

/** All of the newer database into one of the version before: browsers know no way back. */
async function copyBack(): Promise<boolean> {
  interface Kept {
    readonly name: string;
    readonly keyPath: string | null;
    readonly autoIncrement: boolean;
    readonly keys: IDBValidKey[];
    readonly values: unknown[];
  }
  const open = (version?: number, make?: (db: IDBDatabase) => void) =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('millrace', version);
      opening.onupgradeneeded = () => make?.(opening.result);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  const answer = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const newer = await open();
  const names = [...newer.objectStoreNames].filter((name) => name !== 'future');
  const tx = newer.transaction(names);
  const kept: Kept[] = await Promise.all(
    names.map(async (name) => {
      const store = tx.objectStore(name);
      const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
      return { name, keyPath: store.keyPath as string | null, autoIncrement: store.autoIncrement, keys, values };
    }),
  );
  const version = newer.version - 1;
  newer.close();
  await answer(indexedDB.deleteDatabase('millrace'));
  const db = await open(version, (made) => {
    for (const { name, keyPath, autoIncrement } of kept) made.createObjectStore(name, { keyPath, autoIncrement });
  });
  const writing = db.transaction(names, 'readwrite');
  for (const { name, keyPath, keys, values } of kept) {
    const store = writing.objectStore(name);
    for (const [i, value] of values.entries()) {
      if (keyPath === null) store.put(value, keys[i]);
      else store.put(value);
    }
  }
  await new Promise<void>((resolve, reject) => {
    writing.oncomplete = () => resolve();
    writing.onabort = () => reject(writing.error);
  });
  db.close();
  return true;
}
