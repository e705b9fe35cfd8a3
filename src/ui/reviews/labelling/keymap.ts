// The keys of the Label view: one for each thing that is done to a review, chosen by the person, kept in this browser.

export const ACTIONS = ['negative', 'positive', 'skip', 'undo'] as const;
export type Action = (typeof ACTIONS)[number];
export type Keymap = Readonly<Record<Action, string>>;

export const DEFAULT_KEYS: Keymap = { negative: 'n', positive: 'p', skip: 's', undo: 'u' };

/** These work whatever was chosen. */
const ALWAYS: Readonly<Record<string, Action>> = { ArrowLeft: 'negative', ArrowRight: 'positive', ArrowDown: 'skip' };

type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat'>;

/** What a key does; null for any other. A key held down does it once. */
export function actionFor(event: Key, keys: Keymap): Action | null {
  if (event.repeat || event.altKey) return null;
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'z' && !event.shiftKey ? 'undo' : null;
  const key = event.key.toLowerCase();
  return ALWAYS[event.key] ?? ACTIONS.find((action) => keys[action] === key) ?? null;
}

/** Why a key cannot be chosen; null when it can. */
export function refusal(key: string, action: Action, keys: Keymap): string | null {
  if ([...key].length !== 1 || key.trim() === '') return 'Choose a letter, a digit or a sign.';
  const other = ACTIONS.find((one) => one !== action && keys[one] === key.toLowerCase());
  return other ? `“${key.toUpperCase()}” is the key for ${ACTION_WORDS[other].toLowerCase()} already.` : null;
}

export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  negative: 'Negative',
  positive: 'Positive',
  skip: 'Skip',
  undo: 'Undo',
};

const KEY = 'millrace:label-keys';

/** What is unreadable, or would leave two actions on one key, is not used. */
export function parseKeys(text: string | null): Keymap {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    const keys = Object.fromEntries(ACTIONS.map((action) => [action, Object(value)[action]])) as Keymap;
    const sound = ACTIONS.every(
      (action) => typeof keys[action] === 'string' && refusal(keys[action], action, keys) === null,
    );
    return sound ? keys : DEFAULT_KEYS;
  } catch {
    return DEFAULT_KEYS;
  }
}

export function readKeys(): Keymap {
  try {
    return parseKeys(window.localStorage.getItem(KEY));
  } catch {
    // The browser forbids storage.
    return DEFAULT_KEYS;
  }
}

export function writeKeys(keys: Keymap): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(keys));
  } catch {
    // Without storage they hold until the page is left.
  }
}
