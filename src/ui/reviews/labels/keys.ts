// The page's keys, in one list: what listens and what is shown cannot drift apart. Bare letters only work while
// no field has focus; with Alt they work in the text field too.

import { useEffect } from 'react';
import { isSwitchedOff } from '../../components/letterKeys';
import { keepAs, undoKeep } from '../actions';

export interface Shortcut {
  /** The key's place on the keyboard, whatever Alt makes of its letter. */
  readonly code: string;
  readonly letter: string;
  readonly label: string;
  readonly run: () => void;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { code: 'KeyN', letter: 'N', label: 'Keep it as negative', run: () => void keepAs(0) },
  { code: 'KeyP', letter: 'P', label: 'Keep it as positive', run: () => void keepAs(1) },
  { code: 'KeyU', letter: 'U', label: 'Take the last one back', run: () => void undoKeep() },
];

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat'>;

/** What a key does; `writing` while it would otherwise be written into a field. */
export function shortcutFor(event: Key, writing: boolean): Shortcut | null {
  if (event.repeat || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  if (event.altKey) return SHORTCUTS.find(({ code }) => code === event.code) ?? null;
  if (writing) return null;
  return SHORTCUTS.find(({ letter }) => letter.toLowerCase() === event.key.toLowerCase()) ?? null;
}

const WRITING = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="listbox"], [role="menu"]';

export function useLabelKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isSwitchedOff(event)) return;
      const target = event.target instanceof Element ? event.target : null;
      const shortcut = shortcutFor(event, target?.closest(WRITING) != null);
      if (!shortcut) return;
      event.preventDefault();
      shortcut.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
