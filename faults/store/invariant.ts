// What an invariant of the store is, and what helps to state one.

import type { Dump, Entry } from './dump';

export interface Problem {
  /** The invariant's id. */
  readonly invariant: string;
  /** Store and key, as text. */
  readonly at: string;
  readonly what: string;
}

/** Says what is wrong, and where; once for each thing that is. */
export type Report = (at: string, what: string) => void;

export interface Invariant {
  readonly id: string;
  /** What must be so, for people. */
  readonly says: string;
  /**
   * A left-over is what an app that was ended rudely may leave until it starts again and sweeps: not looked for in a store
   * that no app has opened since.
   */
  readonly afterStart?: true;
  readonly check: (store: Store, report: Report) => void;
}

/** A dump, as invariants ask it. */
export class Store {
  constructor(private readonly dump: Dump) {}

  get names(): readonly string[] {
    return [...this.dump.stores.keys()];
  }

  all(name: string): readonly Entry[] {
    return this.dump.stores.get(name) ?? [];
  }

  /** Ids of a store whose keys are texts. */
  ids(name: string): ReadonlySet<string> {
    return new Set(this.all(name).map(({ key }) => String(key)));
  }

  get(name: string, key: IDBValidKey): unknown {
    return this.all(name).find((entry) => indexedDB.cmp(entry.key, key) === 0)?.value;
  }

  /** What stands under keys [id, …], by the second part. */
  under(name: string, id: string): ReadonlyMap<string | number, unknown> {
    const found = new Map<string | number, unknown>();
    for (const { key, value } of this.all(name)) {
      if (Array.isArray(key) && key[0] === id && isPart(key[1])) found.set(key[1], value);
    }
    return found;
  }

  /** First parts of keys [id, …]. */
  owners(name: string): ReadonlySet<string> {
    return new Set(this.all(name).map(({ key }) => (Array.isArray(key) ? String(key[0]) : String(key))));
  }
}

function isPart(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Values under [id, 0], [id, 1], … where nothing is missing; null where something is. */
export function inOrder(chunks: ReadonlyMap<string | number, unknown>): unknown[] | null {
  const values = Array.from({ length: chunks.size }, (_, i) => chunks.get(i));
  return values.includes(undefined) ? null : values;
}

/** Why `work` throws; null where it does not. */
export function refusal(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] || error.name : String(error);
  }
}

export function totalBytes(files: Iterable<unknown>): number {
  let bytes = 0;
  for (const file of files) bytes += file instanceof Uint8Array ? file.length : Number.NaN;
  return bytes;
}

/** Models that are made here are called by a UUID; those that come with the app are not. */
export function isMadeHere(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id);
}
