// Reads openapi.json for the page: the routes by group, and schemas in words.

import type { ApiContent, ApiOperation, JsonSchema, OpenApiDocument } from '../../wire/openapi';

export interface Operation extends ApiOperation {
  readonly method: string;
  readonly path: string;
}

export interface Spec {
  /** Where the routes are, such as "/api". */
  readonly prefix: string;
  readonly groups: readonly { readonly name: string; readonly operations: readonly Operation[] }[];
}

export function readSpec(document: OpenApiDocument): Spec {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  const groups = document.tags.map(({ name }) => ({
    name,
    operations: operations.filter(({ tags }) => tags[0] === name),
  }));
  return { prefix: document.servers[0]?.url ?? '/api', groups };
}

/** What a route takes: JSON with an example, a file, or nothing. */
export function bodyOf({ requestBody }: ApiOperation): { type: 'json'; content: ApiContent } | { type: 'file' } | null {
  if (!requestBody) return null;
  const content = requestBody.content['application/json'];
  return content ? { type: 'json', content } : { type: 'file' };
}

export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
  readonly description: string;
}

/** Of a body that may have several forms the fields of all of them; those that each form requires are required. */
export function fieldsOf({ anyOf, properties = {}, required = [] }: JsonSchema): Field[] {
  if (!anyOf) {
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      required: required.includes(name),
      type: inWords(schema),
      description: schema.description ?? '',
    }));
  }
  const forms = anyOf.map(fieldsOf);
  const byName = new Map(forms.flat().map((field) => [field.name, field]));
  const always = (name: string) => forms.every((form) => form.some((field) => field.name === name && field.required));
  return [...byName.values()].map((field) => ({ ...field, required: always(field.name) }));
}

/** "whole number, 1 to 20", "one of em, incremental, gradient", "list of lists of numbers", "object of min, max". */
export function inWords(schema: JsonSchema): string {
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf) return schema.anyOf.map(inWords).join(' or ');
  if (schema.type === 'array') return `list of ${manyInWords(schema.items)}`;
  if (schema.properties) return `object of ${Object.keys(schema.properties).join(', ')}`;
  const name = { integer: 'whole number', string: 'text', boolean: 'true or false' }[schema.type ?? ''];
  return [name ?? schema.type ?? 'anything', rangeInWords(schema)].filter(Boolean).join(', ');
}

function manyInWords(items: JsonSchema | undefined): string {
  if (items?.type === 'array') return `lists of ${manyInWords(items.items)}`;
  if (items?.properties) return `objects of ${Object.keys(items.properties).join(', ')}`;
  if (items?.enum) return `texts, each ${inWords(items)}`;
  const plurals: Record<string, string> = { number: 'numbers', integer: 'whole numbers', string: 'texts' };
  return plurals[items?.type ?? ''] ?? 'numbers or lists of numbers';
}

function rangeInWords({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const low =
    minimum !== undefined ? `from ${minimum}` : exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : '';
  const high =
    maximum !== undefined ? `to ${maximum}` : exclusiveMaximum !== undefined ? `below ${exclusiveMaximum}` : '';
  return [low, high].filter(Boolean).join(' ');
}

/** An apostrophe, which needs no escape in an address, would end the text that it stands in as code. */
function escaped(part: string): string {
  return encodeURIComponent(part).replaceAll("'", '%27');
}

/** Replaces {id} by what was entered, and adds the query. */
export function urlOf(prefix: string, operation: Operation, values: Readonly<Record<string, string>>): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => escaped(values[name] ?? ''));
  const query = new URLSearchParams();
  for (const { name, in: place } of operation.parameters ?? []) {
    const value = values[name];
    if (place === 'query' && value) query.set(name, value);
  }
  const text = query.toString();
  return prefix + path + (text && `?${text}`);
}

/** Code for the browser's console on any page of this site. */
export function asFetch(url: string, { method, responses }: Operation, body: string | null): string {
  const options = [
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    ...(body === null
      ? []
      : [`  headers: { 'Content-Type': 'application/json' },`, `  body: ${JSON.stringify(body)},`]),
  ];
  const argument = options.length > 0 ? `, {\n${options.join('\n')}\n}` : '';
  const type = Object.keys(responses[200]?.content ?? {})[0] ?? '';
  const read = type.includes('json') ? 'json' : type.startsWith('text/') ? 'text' : 'blob';
  return `await (await fetch('${url}'${argument})).${read}()`;
}
