// How the person likes to label – keys, order, whether the model's word is shown – kept in this browser. Small and
// of no consequence: an unreadable note is simply not used.

import type { QueueOrder } from '../../../wire/labelling';
import { DEFAULT_KEYS, type Keymap, soundKeys } from './keymap';

export interface Prefs {
  readonly keys: Keymap;
  readonly order: QueueOrder;
  /** Of the order by chance. */
  readonly seed: number;
  /** What the model thinks is shown. */
  readonly hint: boolean;
  /** Words are marked on the text. */
  readonly marking: boolean;
}

export const DEFAULT_PREFS: Prefs = { keys: DEFAULT_KEYS, order: 'uncertainty', seed: 1, hint: true, marking: false };
export const ORDERS: readonly QueueOrder[] = ['uncertainty', 'extreme', 'given', 'chance', 'disagreement'];

const KEY = 'millrace:label-view';

export function parsePrefs(text: string | null): Prefs {
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return DEFAULT_PREFS;
  }
  if (typeof value !== 'object' || value === null) return DEFAULT_PREFS;
  const { keys, order, seed, hint, marking } = value as Partial<Record<keyof Prefs, unknown>>;
  return {
    keys: soundKeys(keys) ?? DEFAULT_KEYS,
    order: ORDERS.find((one) => one === order) ?? DEFAULT_PREFS.order,
    seed: isSeed(seed) ? seed : DEFAULT_PREFS.seed,
    hint: typeof hint === 'boolean' ? hint : DEFAULT_PREFS.hint,
    marking: typeof marking === 'boolean' ? marking : DEFAULT_PREFS.marking,
  };
}

export const MAX_SEED = 0xffff_ffff;

function isSeed(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_SEED;
}

export function readPrefs(): Prefs {
  return parsePrefs(browserStorage()?.getItem(KEY) ?? null);
}

export function writePrefs({ keys, order, seed, hint, marking }: Prefs): void {
  try {
    browserStorage()?.setItem(KEY, JSON.stringify({ keys, order, seed, hint, marking }));
  } catch {
    // Storage is full: the least of what should take its room.
  }
}

/** Null where the browser forbids it, and where there is no browser. */
export function browserStorage(): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window.localStorage;
  } catch {
    return null;
  }
}
