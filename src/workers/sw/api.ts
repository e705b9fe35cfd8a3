// The REST door: routes, checks and answers. Knows neither the service worker nor where the engine is,
// so that it is tested without a browser.

import { type Context, Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { ServiceError } from '../../wire/errors';
import { openApiDocument } from '../../wire/openapi';
import { ROUTES, type Route, type RouteId, type RouteParameter } from '../../wire/routes';
import { parseWith } from '../../wire/schemas';
import type { Service } from '../../wire/service';
import { APP_VERSION } from '../../wire/version';
import { readBytes, readFile, readJson } from './body';
import { errorResponse, HttpError } from './errors';
import { type Call, HANDLERS } from './handlers';

interface ApiOptions {
  /** Where the routes are, as it stands in addresses: "/api", "/tools/millrace/api" or "/my%20tools/api". */
  readonly prefix: string;
  /** Rejects with ServiceError 'unavailable' when there is no engine. */
  findService(): Promise<Service>;
}

export function createApi({ prefix, findService }: ApiOptions): Hono {
  // Paths are matched decoded.
  const base = getPath(new Request(new URL(prefix, 'http://host')));
  const app = new Hono().basePath(base);
  app.onError((error) => finish(errorResponse(error)));
  app.notFound((context) => finish(errorResponse(unknownPath(context.req.path, base))));
  for (const [path, routes] of byPath()) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const [id, route] of routes) {
      app.on(route.method, pattern, async (context) => {
        const parameter = parametersOf(context, route);
        if (id === 'openapi') return finish(Response.json(openApiDocument(prefix, APP_VERSION)));
        const call = { parameter, body: await bodyOf(context.req.raw, route) };
        return finish(toResponse(await answer(id, { ...call, service: await findService() })));
      });
    }
    // Or a path with a parameter would take the words of this one for an id.
    app.all(pattern, ({ req }) => {
      const there = routes.filter(([, route]) => isOf(route, (name) => req.param(name)));
      return finish(errorResponse(there.length > 0 ? otherMethod(req.path, there) : unknownPath(req.path, base)));
    });
  }
  return app;
}

type Entry = readonly [RouteId, Route];

/** The first that fits answers: paths of plain words come before those with parameters, which may be the same words. */
function byPath(): readonly (readonly [path: string, routes: readonly Entry[]])[] {
  const paths = new Map<string, Entry[]>();
  for (const entry of Object.entries(ROUTES) as [RouteId, Route][]) {
    const [, { path }] = entry;
    paths.set(path, [...(paths.get(path) ?? []), entry]);
  }
  const unknowns = (path: string) => path.split('{').length;
  return [...paths].sort(([a], [b]) => unknowns(a) - unknowns(b));
}

/** The handler of a route takes the body that the route's own schema gave. */
function answer<K extends Exclude<RouteId, 'openapi'>>(id: K, call: Omit<Call<K>, 'body'> & { body: unknown }) {
  return HANDLERS[id](call as Call<K>);
}

async function bodyOf(request: Request, { body }: Route): Promise<unknown> {
  if (!body) return undefined;
  if (body === 'file') return readFile(request);
  if ('types' in body) return readBytes(request);
  return parseWith(body.schema, await readJson(request, body));
}

/**
 * @throws ServiceError 'invalid' for a query with parameters that the route has not, that are given twice or that are missing,
 * and 'not_found' or 'invalid' for a value that is none of those a parameter may have
 */
function parametersOf({ req }: Context, { parameters = [] }: Route): (name: string) => string {
  const query = new URL(req.url).searchParams;
  checkNames([...query.keys()], parameters);
  const values = new Map<string, string>();
  for (const { name, in: place, values: accepted, required, description } of parameters) {
    const value = (place === 'path' ? req.param(name) : query.get(name)) ?? '';
    if (required && value === '') throw refused(name, `is required: ${description.replace(/\.$/, '')}`);
    if (accepted && value !== '' && !accepted.includes(value)) {
      throw refused(name, `must be one of ${accepted.join(', ')}`, place === 'path' ? 'not_found' : 'invalid');
    }
    values.set(name, value);
  }
  return (name) => values.get(name) ?? '';
}

function checkNames(given: readonly string[], parameters: readonly RouteParameter[]): void {
  const known = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const accepted = known.length === 0 ? 'no parameters are accepted' : `accepted are ${known.join(', ')}`;
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) throw refused(unknown, `is not known here; ${accepted}`);
  const twice = given.find((name, i) => given.indexOf(name) < i);
  if (twice !== undefined) throw refused(twice, `must be given once; ${accepted}`);
}

function refused(field: string, message: string, code: 'invalid' | 'not_found' = 'invalid'): ServiceError {
  return new ServiceError(code, `${field} ${message}.`, [{ field, message }]);
}

/** Whether the words of a path are among those that a route's parameters may be. */
function isOf({ parameters = [] }: Route, word: (name: string) => string | undefined): boolean {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  return inPath.every(({ name, values }) => values?.includes(word(name) ?? '') ?? true);
}

function unknownPath(path: string, prefix: string): HttpError {
  return new HttpError(404, `There is no ${path}. GET ${prefix}/openapi.json lists what there is.`);
}

function otherMethod(path: string, routes: readonly Entry[]): HttpError {
  const methods = routes.map(([, { method }]) => method).join(', ');
  return new HttpError(405, `${path} answers to ${methods} only.`, { Allow: methods });
}

function toResponse(result: unknown): Response {
  if (result instanceof Response) return result;
  if (!(result instanceof Blob)) return Response.json(result);
  const headers = new Headers({ 'Content-Type': result.type || 'application/octet-stream' });
  // A name may have letters of any script (RFC 8187).
  if (result instanceof File) {
    const name = encodeURIComponent(result.name).replaceAll("'", '%27');
    headers.set('Content-Disposition', `attachment; filename*=UTF-8''${name}`);
  }
  return new Response(result, { headers });
}

function finish(response: Response): Response {
  response.headers.set('Cache-Control', 'no-store');
  return response;
}
