// What may stand at a place of a configuration: keys with what they mean, and values.

import { type Cursor, cursorAt } from './cursor';
import type { Path } from './problem';
import { type JsonSchema, jsonSchemaOf, KIND_SCHEMA, schemaFor, schemasAt } from './schema';
import { valueAt, valuesOf } from './words';
import { type Plain, readYaml } from './yaml';

export interface KeyChoice {
  readonly key: string;
  /** What it means, for people. */
  readonly description: string;
  /** As YAML; null where it has to be given. */
  readonly default: string | null;
  /** "a whole number from 1 to 100", "adam, sgd or momentum", "a section" … */
  readonly accepts: string;
  /** Has keys of its own. */
  readonly section: boolean;
}

export interface Completion {
  /** Keys that may stand under the path and do not yet, in the schema's order. */
  readonly keys: readonly KeyChoice[];
  /** Values of the path, as YAML: all there are, or the default where there are too many to list. */
  readonly values: readonly string[];
  /** What the path itself means; empty for a place that is not known. */
  readonly description: string;
}

/** `value`: what the rest of the file says, as far as it can be read; it decides which keys there are. */
export function completionsAt(value: Plain, path: Path): Completion {
  const schema = schemaFor(value);
  const root = schema ? jsonSchemaOf(schema) : KIND_SCHEMA;
  const here = schemasAt(root, path);
  const there = valueAt(value, path);
  const taken = new Set(typeof there === 'object' && there !== null ? Object.keys(there) : []);
  const keys = new Map<string, JsonSchema>();
  for (const part of here) {
    for (const [key, inner] of Object.entries(part.properties ?? {})) if (!taken.has(key)) keys.set(key, inner);
  }
  // The schema of a kind accepts this kind alone; people may want another.
  const values =
    path.length === 1 && path[0] === 'kind' ? (KIND_SCHEMA.properties?.kind.enum ?? []) : valueChoices(here);
  return {
    keys: [...keys].map(([key, inner]) => keyChoice(key, inner)),
    values: [...new Set(values.map(asYaml))],
    description: here.find(({ description }) => description)?.description ?? '',
  };
}

/** With the cursor in the text, from 1; null inside of a comment. The text need not be whole YAML. */
export function completeText(
  text: string,
  line: number,
  column: number,
): (Completion & { readonly cursor: Cursor }) | null {
  const cursor = cursorAt(text, line, column);
  return cursor && { cursor, ...completionsAt(readable(text, line), cursor.path) };
}

/** What the text says beside the line that is being typed; where that is no YAML either, what decides on the schema. */
function readable(text: string, line: number): Plain {
  const others = text.split(/\r\n|\r|\n/).map((content, i) => (i === line - 1 ? '' : content));
  const read = [text, others.join('\n')].map(readYaml).find(({ ok }) => ok);
  if (read?.ok) return read.value;
  const said = (key: string) => new RegExp(`^ *${key}: *["']?([\\w-]+)`, 'm').exec(text)?.[1] ?? null;
  return { kind: said('kind'), model: { architecture: said('architecture'), base: said('base') } };
}

/** What a key means, in words for a list. */
function keyChoice(key: string, schema: JsonSchema): KeyChoice {
  const parts = schemasAt(schema, []);
  const section = parts.some(({ properties }) => properties !== undefined);
  const given = schema.default;
  return {
    key,
    description: schema.description ?? '',
    default: given === undefined || section ? null : asYaml(given),
    accepts: [...new Set(parts.map(acceptedBy))].join(', or '),
    section,
  };
}

function acceptedBy(schema: JsonSchema): string {
  const values = valuesOf(schema);
  if (values.length > 0) return values.map(asYaml).join(', ');
  switch (schema.type) {
    case 'object':
      return 'a section of keys';
    case 'array':
      return schema.items ? `a list of ${schemasAt(schema.items, []).map(acceptedBy).join(', ')}` : 'a list';
    case 'integer':
    case 'number':
      return `${schema.type === 'integer' ? 'a whole number' : 'a number'}${range(schema)}`;
    default:
      return 'a text';
  }
}

function range({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  const low =
    minimum === undefined ? (exclusiveMinimum === undefined ? '' : ` above ${exclusiveMinimum}`) : ` from ${minimum}`;
  return `${low}${maximum === undefined ? '' : ` to ${maximum.toLocaleString('en')}`}`;
}

/** Values that can be listed; else the default, to begin from. Of a list, its entries. */
function valueChoices(here: readonly JsonSchema[]): readonly unknown[] {
  const listed = here.flatMap(valuesOf);
  const entries = here.flatMap(({ type, items }) =>
    type === 'array' && items ? schemasAt(items, []).flatMap(valuesOf) : [],
  );
  const given = here.find((schema) => 'default' in schema && !schema.properties)?.default;
  return [...listed, ...entries.map((entry) => [entry]), ...(given === undefined ? [] : [given])];
}

/** A small value on one line. */
function asYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asYaml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${asYaml(inner)}`)
      .join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  // Words that YAML would read as something else, or not at all, stand in quotes.
  return /^[A-Za-z][\w./ -]*$/.test(value) && !/^(true|false|null|yes|no)$/i.test(value)
    ? value
    : JSON.stringify(value);
}
