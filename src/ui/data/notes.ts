// What the app notes in the browser's own storage, forgotten. Other apps may live at the same origin: what they keep there
// is theirs.

/** All the app's notes begin so (components/viewNote.ts, runs/configs/drafts.ts, reviews/label/journal.ts). */
const PREFIX = 'millrace:';

/** Mantine forgets its own note, of light and dark, by itself. */
export function forgetNotes(storage = storageOrNull()): void {
  if (!storage) return;
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
  for (const key of keys) if (key.startsWith(PREFIX)) storage.removeItem(key);
}

/** Null where the browser forbids storage: then there are no notes. */
function storageOrNull(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
