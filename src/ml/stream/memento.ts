// Reads what `save()` of a source or detector said, wherever it was kept since. What is not such a memento is refused,
// so that a run never goes on from half of a state. Mementos are JSON: what JSON cannot say is null.

import type { RngState } from '../rng';

type Fields = Readonly<Record<string, unknown>>;

/** `whose` it should be, for people; every reader throws a TypeError that names it. */
export function fieldsOf(memento: unknown, whose: string): Fields {
  if (typeof memento !== 'object' || memento === null || Array.isArray(memento)) throw unreadable(whose);
  return memento as Fields;
}

export function numberOf(fields: Fields, name: string, whose: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unreadable(whose);
  return value;
}

export function countOf(fields: Fields, name: string, whose: string): number {
  const value = numberOf(fields, name, whose);
  if (!Number.isSafeInteger(value) || value < 0) throw unreadable(whose);
  return value;
}

export function flagOf(fields: Fields, name: string, whose: string): boolean {
  const value = fields[name];
  if (typeof value !== 'boolean') throw unreadable(whose);
  return value;
}

export function numbersOf(value: unknown, whose: string): number[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number' && Number.isFinite(item))) {
    throw unreadable(whose);
  }
  return [...value];
}

export function rngStateOf(fields: Fields, name: string, whose: string): RngState {
  const [a, b, c, d, ...more] = numbersOf(fields[name], whose);
  if (d === undefined || more.length > 0) throw unreadable(whose);
  return [a, b, c, d];
}

export function unreadable(whose: string): TypeError {
  return new TypeError(`What was kept is no state of ${whose}.`);
}
