// Escape, where it is meant for the page.

import type { KeyboardEvent } from 'react';

/** An input method takes Escape for itself while it writes a word, as Japanese ones do: a form stays, with what is in it. */
export function isEscape({ key, nativeEvent }: Pick<KeyboardEvent, 'key' | 'nativeEvent'>): boolean {
  return key === 'Escape' && !nativeEvent.isComposing;
}
