// What zod finds wrong, in sentences that say where, what, and what is accepted.

import type { z } from 'zod';
import { knownAs } from './known-as';
import { nearest } from './nearest';
import { naming, type Path } from './problem';
import { type JsonSchema, schemasAt } from './schema';
import type { Plain } from './yaml';

export interface Finding {
  readonly path: Path;
  /** Of the value, or of its key (where that is what is wrong). */
  readonly part: 'key' | 'value';
  readonly message: string;
}

/** Given to zod for all that a schema has no words of its own for. */
export const UNWORDED = '\u0000';

export function findingsOf(error: z.ZodError, value: Plain, schema: JsonSchema): Finding[] {
  return error.issues.flatMap((issue): Finding[] => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    if (issue.code !== 'unrecognized_keys') {
      return [{ path, part: 'value', message: wrongValue(issue, path, valueAt(value, path), schema) }];
    }
    return issue.keys.map((key) => ({
      path: [...path, key],
      part: 'key',
      message: unknownKey(key, path, schema),
    }));
  });
}

export function valueAt(value: Plain, path: Path): Plain | undefined {
  return path.reduce<Plain | undefined>((here, step) => {
    if (typeof here !== 'object' || here === null) return undefined;
    if (Array.isArray(here)) return here[Number(step)];
    return Object.hasOwn(here, String(step)) ? here[String(step)] : undefined;
  }, value);
}

function wrongValue(issue: z.core.$ZodIssue, path: Path, value: Plain | undefined, schema: JsonSchema): string {
  const here = schemasAt(schema, path);
  const said = issue.message === UNWORDED ? accepted(here) : issue.message;
  const field = path.length > 0 ? path.join('.') : 'The configuration';
  if (value === undefined) {
    return said.startsWith('must') ? `${field} is required: it ${said}.` : `${field} ${said}.`;
  }
  if (!said.startsWith('must') || issue.code === 'custom') return `${field} ${said}.`;
  const words = here.flatMap(valuesOf).map(String);
  const meant = typeof value === 'string' ? nearest(value, words) : null;
  return `${field} ${said}, not ${naming(value)}${meant ? `; did you mean ${meant}?` : '.'}`;
}

/** "must be …" for what a place accepts. */
function accepted(here: readonly JsonSchema[]): string {
  const values = here.flatMap(valuesOf).map(String);
  const kinds = here.filter((schema) => valuesOf(schema).length === 0).map(kindOf);
  const all = [...(values.length > 0 ? [values.join(', ')] : []), ...new Set(kinds)];
  return all.length > 0 ? `must be ${all.join(', or ')}` : 'is not accepted';
}

export function valuesOf(schema: JsonSchema): readonly unknown[] {
  if (schema.enum) return schema.enum;
  if ('const' in schema) return [schema.const];
  return schema.type === 'boolean' ? [true, false] : schema.type === 'null' ? [null] : [];
}

function kindOf({ type, properties }: JsonSchema): string {
  if (type === 'object') return `a section with the keys ${Object.keys(properties ?? {}).join(', ')}`;
  if (type === 'array') return 'a list';
  if (type === 'integer') return 'a whole number';
  return type === 'number' ? 'a number' : 'a text';
}

function unknownKey(key: string, parent: Path, schema: JsonSchema): string {
  const known = schemasAt(schema, parent).flatMap(({ properties }) => Object.keys(properties ?? {}));
  const place = parent.length > 0 ? `in ${parent.join('.')}` : 'here';
  const ours = knownAs(key, known);
  if (ours) return `${naming(key)} is called ${ours} here.`;
  const meant = nearest(key, known);
  if (meant) return `${naming(key)} is not known ${place}; did you mean ${meant}?`;
  const elsewhere = placesOf(key, schema).find((path) => path !== parent.join('.'));
  if (elsewhere !== undefined)
    return `${naming(key)} does not stand ${place}; it belongs under ${elsewhere || 'the top'}.`;
  return `${naming(key)} is not known ${place}; accepted are ${known.join(', ')}.`;
}

/** Sections that know a key, by path. */
function placesOf(key: string, schema: JsonSchema, path = ''): string[] {
  const properties = schema.properties ?? {};
  const here = Object.hasOwn(properties, key) ? [path] : [];
  const below = Object.entries(properties).flatMap(([name, inner]) =>
    placesOf(key, inner, path === '' ? name : `${path}.${name}`),
  );
  return [...here, ...below];
}
