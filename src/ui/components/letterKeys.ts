// Keys of a single character, which mean something anywhere on a page: whoever speaks to the computer, or hits keys by
// accident, can switch them off. Kept in this browser.

import { create } from 'zustand';
import { parseNote, readNote, writeNote } from './viewNote';

const KEY = 'millrace:keys';

interface LetterKeys {
  readonly on: boolean;
}

export const useLetterKeys = create<LetterKeys>()(() => ({ on: readLetters(readNote(KEY)) }));

/** On, unless it was switched off. */
export function readLetters(text: string | null): boolean {
  return parseNote(text).letters !== false;
}

export function switchLetters(on: boolean): void {
  useLetterKeys.setState({ on });
  writeNote(KEY, { letters: on });
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Handlers of a page's keys leave it alone. Named keys and combinations always mean what they do. */
export function isSwitchedOff({ key, ctrlKey, metaKey, altKey }: Key): boolean {
  const alone = !ctrlKey && !metaKey && !altKey;
  return !useLetterKeys.getState().on && alone && [...key].length === 1;
}

/** `keys` as they may be shown: none while they are switched off. */
export function useShownKeys(keys: string | undefined): string | undefined {
  const on = useLetterKeys((state) => state.on);
  return on || keys === undefined || isNamed(keys) ? keys : undefined;
}

/** As it is shown. Space has a name, and is a character all the same. */
export function isNamed(keys: string): boolean {
  return [...keys].length > 1 && keys !== 'Space';
}
