// openapi.json (OpenAPI 3.1), made from the table of routes and the schemas that check their bodies.

import { z } from 'zod';
import { formatBytes } from '../ml/bytes';
import { MAX_BODY_BYTES, MAX_FILE_BYTES } from './limits';
import { ROUTES, type Route, type RouteAnswer } from './routes';

const ERRORS: Readonly<Record<number, string>> = {
  400: 'The body cannot be read: it is empty, or not what it has to be, such as JSON.',
  404: 'There is nothing under that name, or no model yet.',
  406: 'The model answers in none of the accepted types.',
  409: 'It cannot be done now: something else is running, or the name is taken.',
  413: `The body is too large: at most ${formatBytes(MAX_BODY_BYTES)} of JSON, ${formatBytes(MAX_FILE_BYTES)} as a file.`,
  415: 'The body is of a type that is not read here.',
  422: 'The values are not acceptable; `details` names each field at fault.',
  429: 'Too much waits already. Ask again after as many seconds as Retry-After says.',
  503: 'No tab runs the engine, or it went away during the call.',
  507: 'The browser’s storage for this site is full. What was stored is untouched.',
};

const ERROR_SCHEMA = {
  type: 'object',
  required: ['error', 'details'],
  properties: {
    error: { type: 'string', description: 'What was wrong, for people.' },
    details: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: {
          field: { type: 'string', description: 'The field at fault, such as points.3.1.' },
          message: { type: 'string' },
        },
      },
    },
  },
} as const;

/** The part of JSON Schema that our schemas use. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

export interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly example?: string;
}

export interface ApiContent {
  readonly schema: JsonSchema & { readonly $ref?: string; readonly format?: string };
  readonly example?: unknown;
}

export interface ApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly ApiParameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, ApiContent>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content: Readonly<Record<string, ApiContent>> }>
  >;
  /** Cannot be undone. */
  readonly 'x-irreversible'?: true;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: unknown;
}

/** `prefix` is where the routes are, such as "/api" or "/tools/millrace/api". */
export function openApiDocument(prefix: string, version: string): OpenApiDocument {
  const paths: Record<string, Record<string, ApiOperation>> = {};
  for (const [id, route] of Object.entries<Route>(ROUTES)) {
    const operations = paths[route.path] ?? {};
    paths[route.path] = operations;
    operations[route.method.toLowerCase()] = operation(id, route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Millrace',
      version,
      description:
        'Answered on this device by the service worker, from the engine that runs in a tab. Nothing is sent to any server.',
    },
    servers: [{ url: prefix }],
    tags: [...new Set(Object.values<Route>(ROUTES).map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: { Error: ERROR_SCHEMA } },
  };
}

function operation(operationId: string, route: Route): ApiOperation {
  const { tag, summary, description, parameters, body, files, irreversible } = route;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(irreversible && { 'x-irreversible': irreversible }),
    ...(parameters && {
      parameters: parameters.map(({ name, in: place, required, description: text, values, example }) => ({
        name,
        in: place,
        required: place === 'path' || required === true,
        description: text,
        schema: { type: 'string', ...(values && { enum: values }) },
        ...(example && { example }),
      })),
    }),
    ...(body && { requestBody: requestBody(body, files) }),
    responses: responses(route),
  };
}

function requestBody(
  body: NonNullable<Route['body']>,
  files: Route['files'],
): NonNullable<ApiOperation['requestBody']> {
  if (body === 'file') return { required: true, content: contentOf(files ?? ['application/octet-stream']) };
  if ('types' in body) {
    const json = { 'application/json': { schema: {}, example: body.example } };
    return { required: true, content: { ...contentOf(body.types), ...json } };
  }
  return {
    required: !body.optional,
    content: { 'application/json': { schema: toJsonSchema(body.schema), example: body.example } },
  };
}

/** Checks that JSON Schema cannot say (rows of equal length) are left to the descriptions. */
function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return rest as JsonSchema;
}

/** Texts and files that are not described further. */
function contentOf(types: readonly string[]): Readonly<Record<string, ApiContent>> {
  const schemaOf = (type: string) => ({ type: 'string', ...(type.startsWith('text/') ? {} : { format: 'binary' }) });
  return Object.fromEntries(types.map((type) => [type, { schema: schemaOf(type) }]));
}

const JSON_ANSWERS: Readonly<Record<NonNullable<RouteAnswer['json']> | 'object', JsonSchema>> = {
  object: { type: 'object' },
  list: { type: 'array' },
  'object or null': { anyOf: [{ type: 'object' }, { type: 'null' }] },
  anything: {},
};

function responses({ answer, errors = [], body }: Route): ApiOperation['responses'] {
  const { type = 'application/json', json = 'object', example, description } = answer;
  const content =
    type === 'application/json'
      ? { [type]: { schema: JSON_ANSWERS[json], ...(example !== undefined && { example }) } }
      : contentOf([type]);
  const isJson = typeof body === 'object' && 'schema' in body;
  const statuses = new Set([...errors, ...(isJson ? [415] : []), 422, 503]);
  return {
    200: { description, content },
    ...Object.fromEntries([...statuses].map((status) => [status, errorResponse(ERRORS[status] ?? 'An error.')])),
  };
}

function errorResponse(description: string) {
  return { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };
}
