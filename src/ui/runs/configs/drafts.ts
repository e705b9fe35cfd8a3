// What was typed into a configuration and not saved: kept in this browser, one entry a file, so that a reload, a crash or
// another page loses nothing. All tabs of the browser have the same ones: what is typed in one shows in the others.

export interface Draft {
  readonly text: string;
  /** Of the file that it changes: what it is called when that is gone. */
  readonly file_name: string;
  /** When that file was changed last, as this was begun; null of one that ships. */
  readonly base: string | null;
}

export type Drafts = Readonly<Record<string, Draft>>;

const PREFIX = 'millrace:config-draft:';

/** Those that can be read. */
export function readDrafts(storage = storageOrNull()): Drafts {
  const drafts: Record<string, Draft> = {};
  for (let i = 0; i < (storage?.length ?? 0); i++) {
    const key = storage?.key(i) ?? '';
    if (!key.startsWith(PREFIX)) continue;
    const draft = parse(storage?.getItem(key) ?? '');
    if (draft) drafts[key.slice(PREFIX.length)] = draft;
  }
  return drafts;
}

/** Whether the browser took it. Null: it is forgotten. */
export function keepDraft(id: string, draft: Draft | null, storage = storageOrNull()): boolean {
  try {
    if (draft === null) storage?.removeItem(PREFIX + id);
    else if (storage) storage.setItem(PREFIX + id, JSON.stringify(draft));
    return draft === null || storage !== null;
  } catch {
    // Full, or more than it takes of one page.
    return false;
  }
}

/** Hears of what other tabs keep and forget; null: all of them are gone. Returns what ends it. */
export function hearDrafts(
  listener: (change: { readonly id: string; readonly draft: Draft | null } | null) => void,
): () => void {
  const hear = ({ key, newValue }: StorageEvent) => {
    if (key === null) listener(null);
    else if (key.startsWith(PREFIX)) {
      listener({ id: key.slice(PREFIX.length), draft: newValue === null ? null : parse(newValue) });
    }
  };
  window.addEventListener('storage', hear);
  return () => window.removeEventListener('storage', hear);
}

function parse(text: string): Draft | null {
  try {
    const { text: typed, file_name, base } = Object(JSON.parse(text)) as Record<string, unknown>;
    if (typeof typed !== 'string' || typeof file_name !== 'string') return null;
    return { text: typed, file_name, base: typeof base === 'string' ? base : null };
  } catch {
    return null;
  }
}

/** Null where the browser forbids storage, and where there is none. */
function storageOrNull(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
