// How a page was left, noted in this browser so that it comes back after a reload. Small and of no consequence: an
// unreadable note is not used, and where the browser forbids storage or has no room, there is none.

/** The note's fields, each still to be checked; none where there is no note. */
export function parseNote(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

export function readNote(key: string): string | null {
  return storage()?.getItem(key) ?? null;
}

export function writeNote(key: string, note: object): void {
  try {
    storage()?.setItem(key, JSON.stringify(note));
  } catch {
    // Storage is full: the view is the least of what should take its room.
  }
}

export function isOneOf<T extends string>(all: readonly T[], value: unknown): value is T {
  return all.some((item) => item === value);
}

/** Null where the browser forbids storage. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
