// The keys of the Label view: one for each thing that is done to a review, for the person to choose; the arrows and
// Ctrl Z do the same whatever was chosen. What listens and what is shown is read from here.

import { typedKey } from '../../components/typedKey';

export const ACTIONS = ['negative', 'positive', 'skip', 'undo'] as const;
export type Action = (typeof ACTIONS)[number];
/** Each a single character in lower case. */
export type Keymap = Readonly<Record<Action, string>>;

export const DEFAULT_KEYS: Keymap = { negative: 'n', positive: 'p', skip: 's', undo: 'u' };

export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  negative: 'Negative',
  positive: 'Positive',
  skip: 'Skip',
  undo: 'Undo',
};

/** Besides the chosen ones: as shown, and as `aria-keyshortcuts` has it. */
export const ALWAYS: Readonly<Record<Action, { readonly shown: string; readonly name: string }>> = {
  negative: { shown: '←', name: 'ArrowLeft' },
  positive: { shown: '→', name: 'ArrowRight' },
  skip: { shown: '↓', name: 'ArrowDown' },
  undo: { shown: 'Ctrl Z', name: 'Control+Z' },
};

export type Key = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat'>;

/** Where the focus is, as far as keys are concerned. */
export type Focus =
  /** What is typed is written there. */
  | 'writing'
  /** The arrows move something there: a choice, a slider, a text that scrolls. */
  | 'arrows'
  /** Among other reviews than the one at hand: only undo is meant there. */
  | 'elsewhere'
  | 'free';

/** What a key does; null for any other. A key held down does it once. */
export function actionFor(event: Key, keys: Keymap, focus: Focus): Action | null {
  if (event.repeat || event.altKey || focus === 'writing') return null;
  const action = event.ctrlKey || event.metaKey ? withControl(event) : bare(event, keys, focus);
  return focus === 'elsewhere' && action !== 'undo' ? null : action;
}

function withControl(event: Key): Action | null {
  return typedKey(event).toLowerCase() === 'z' && !event.shiftKey ? 'undo' : null;
}

function bare(event: Key, keys: Keymap, focus: Focus): Action | null {
  const arrow = ACTIONS.find((action) => ALWAYS[action].name === event.key);
  if (arrow) return focus === 'arrows' || event.shiftKey ? null : arrow;
  const key = typedKey(event).toLowerCase();
  return ACTIONS.find((action) => keys[action] === key) ?? null;
}

export type Choosing =
  | { readonly kind: 'chosen'; readonly keys: Keymap }
  | { readonly kind: 'refused'; readonly why: string }
  /** A key that moves about, or only changes others. */
  | { readonly kind: 'ignored' };

const PASSED_OVER = [
  'Tab',
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'Dead',
  'Process',
  'Unidentified',
];

/** What comes of a key pressed to be chosen for an action. */
export function choose(event: Key, action: Action, keys: Keymap): Choosing {
  if (PASSED_OVER.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return { kind: 'ignored' };
  const key = typedKey(event).toLowerCase();
  const why = refusal(key, action, keys);
  return why === null ? { kind: 'chosen', keys: { ...keys, [action]: key } } : { kind: 'refused', why };
}

/** Why a key cannot be chosen; null when it can. */
export function refusal(key: string, action: Action, keys: Keymap): string | null {
  if ([...key].length !== 1 || key.trim() === '') return 'Choose a letter, a digit or a sign.';
  const other = ACTIONS.find((one) => one !== action && keys[one] === key);
  return other ? `“${key.toUpperCase()}” is the key for ${ACTION_WORDS[other].toLowerCase()} already.` : null;
}

/** What is unreadable, or would leave two actions on one key, is not used. */
export function soundKeys(value: unknown): Keymap | null {
  if (typeof value !== 'object' || value === null) return null;
  const { negative, positive, skip, undo } = value as Partial<Record<Action, unknown>>;
  if ([negative, positive, skip, undo].some((key) => typeof key !== 'string')) return null;
  const keys = { negative, positive, skip, undo } as Keymap;
  return ACTIONS.every((action) => refusal(keys[action], action, keys) === null) ? keys : null;
}
