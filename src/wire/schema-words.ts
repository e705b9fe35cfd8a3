// What zod finds wrong, as the end of a sentence: for schemas that have no words of their own.

import type { z } from 'zod';

export const REQUIRED = 'is required';

const KINDS: Readonly<Record<string, string>> = {
  ...{ string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false' },
  ...{ array: 'a list', tuple: 'a list', object: 'an object', record: 'an object', null: 'null' },
};

/** Undefined, so that zod has the word, for what no schema here asks for. */
export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? REQUIRED : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      // Of forms that a member tells apart, which says nothing known.
      return Array.isArray(issue.options) ? oneOf(issue.options) : undefined;
    case 'too_small':
      return bound(issue, Number(issue.minimum), ['at least', 'above']);
    case 'too_big':
      return bound(issue, Number(issue.maximum), ['at most', 'below']);
    case 'invalid_format':
      return issue.format === 'datetime'
        ? 'must be a time such as 2026-01-31T12:00:00Z'
        : 'is not written as it should be';
    default:
      return undefined;
  }
}

function oneOf(values: readonly unknown[]): string {
  return `must be ${values.length > 1 ? 'one of ' : ''}${values.map(String).join(', ')}`;
}

interface Bound {
  readonly origin: string;
  readonly inclusive?: boolean | undefined;
  readonly exact?: boolean | undefined;
}

/** @param within words for a bound that is among what is accepted, and for one that is not */
function bound({ origin, inclusive, exact }: Bound, most: number, within: readonly [string, string]): string {
  const side = exact ? 'exactly' : within[inclusive === false ? 1 : 0];
  const [one, many] = { string: ['character', 'characters'], array: ['entry', 'entries'] }[origin] ?? [];
  if (one === undefined) return `must be ${side} ${shown(most)}`;
  if (origin === 'string' && side === 'at least' && most === 1) return 'must not be empty';
  return `must have ${side} ${shown(most)} ${most === 1 ? one : many}`;
}

/** Small ones would be rounded away. */
function shown(value: number): string {
  return Math.abs(value) < 1 ? String(value) : value.toLocaleString('en');
}
