// What there is to say about one route of the REST door.

import type { z } from 'zod';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a route answers with, when all is well. */
export interface RouteAnswer {
  readonly description: string;
  /** application/json unless said otherwise. */
  readonly type?: string;
  /** What the JSON is: an object unless said otherwise. */
  readonly json?: 'list' | 'object or null' | 'anything';
  readonly example?: unknown;
}

export interface RouteParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description: string;
  readonly values?: readonly string[];
  /** Of a query: must be given. */
  readonly required?: true;
  readonly example?: string;
}

export interface Route {
  readonly method: HttpMethod;
  /** Below the prefix `/api`, with parameters in braces. */
  readonly path: string;
  readonly tag:
    | 'Mixture'
    | 'Points'
    | 'Fit'
    | 'Models'
    | 'Reviews'
    | 'Datasets'
    | 'Stream'
    | 'Training'
    | 'Configurations'
    | 'Images'
    | 'Device'
    | 'About';
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly RouteParameter[];
  /** A JSON body of this schema, with an example; the bytes of a file; or bytes that are read by their type. */
  readonly body?: JsonBody | BytesBody | 'file';
  /** Types of the files that a body may be. What is in a file tells what it is, whatever its header says. */
  readonly files?: readonly string[];
  readonly answer: RouteAnswer;
  /** Cannot be undone: the API page asks twice. */
  readonly irreversible?: true;
  /** Which errors can happen beside 503 (no engine) and 422 (a wrong query), which every route may answer. */
  readonly errors?: readonly (400 | 404 | 406 | 409 | 413 | 415 | 422 | 429 | 507)[];
}

export interface JsonBody {
  readonly schema: z.ZodType;
  readonly example: unknown;
  /** May be left out: as if it were {}. */
  readonly optional?: true;
  /** Bytes at most, where fewer than MAX_BODY_BYTES are accepted. */
  readonly limit?: number;
}

/** Bytes as they came, with what the headers say of them and of the answer. */
export interface BytesBody {
  /** Some that may be sent: which are read is told by 415. */
  readonly types: readonly string[];
  /** Of application/json. */
  readonly example: unknown;
}

/** Errors of every route with a JSON body. */
export const JSON_ERRORS = [400, 413, 422] as const;

/** Errors of every route with a file as its body; an empty one is 400. */
export const FILE_ERRORS = [400, 413, 422] as const;

export const DONE: RouteAnswer = { description: 'Done.', example: { status: 'ok' } };

/** Keeps each route's own type, so that handlers know their bodies. */
export function table<const T extends Readonly<Record<string, Route>>>(routes: T): T {
  return routes;
}
