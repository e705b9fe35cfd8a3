// The fields that configurations are made of: each with its words for what is accepted, and a description for completion.

import { z } from 'zod';

const inWords = (n: number) =>
  Math.abs(n) >= 1e12 || (n !== 0 && Math.abs(n) < 1e-3) ? String(n) : n.toLocaleString('en');

export function whole(min: number, max: number, description: string) {
  const error = `must be a whole number from ${inWords(min)} to ${inWords(max)}`;
  return z.int({ error }).min(min, { error }).max(max, { error }).meta({ description });
}

export function within(min: number, max: number, description: string) {
  const error = `must be a number from ${inWords(min)} to ${inWords(max)}`;
  return z.number({ error }).min(min, { error }).max(max, { error }).meta({ description });
}

export function above(most: number, description: string) {
  const error = `must be a number above 0 and at most ${inWords(most)}`;
  return z.number({ error }).gt(0, { error }).max(most, { error }).meta({ description });
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T, description: string) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` }).meta({ description });
}

export function yesOrNo(description: string) {
  return z.boolean({ error: 'must be true or false' }).meta({ description });
}

export function text(most: number, description: string) {
  const error = `must be a text of 1 to ${most} characters`;
  return z.string({ error }).trim().min(1, { error }).max(most, { error }).meta({ description });
}

export function someOf<const T extends readonly [string, ...string[]]>(values: T, description: string) {
  return z
    .array(oneOf(values, description), { error: `must be a list of ${values.join(', ')}` })
    .max(values.length, { error: `must have at most ${values.length} entries` })
    .refine((list) => new Set(list).size === list.length, { error: 'must name each once' })
    .meta({ description });
}

/** Widths of layers, and the like. */
export function wholes(count: number, max: number, description: string) {
  const each = `a list of whole numbers from 1 to ${inWords(max)}`;
  return z
    .array(whole(1, max, description), { error: `must be ${each}` })
    .max(count, { error: `must be ${each}, ${count} at most` })
    .meta({ description });
}
