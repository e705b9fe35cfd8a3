// The REST door: every route with a body, from its own example, changed. Once over an engine that says that it was reached,
// for all that the door itself does with a body; once over the real service, for what the service checks, and its store.

import type { Rng } from '../../../src/ml/rng';
import { ServiceError } from '../../../src/wire/errors';
import { ROUTES, type Route, type RouteId } from '../../../src/wire/routes';
import type { Service } from '../../../src/wire/service';
import { createApi } from '../../../src/workers/sw/api';
import { changedBytes, encode, pick } from '../mutate/bytes';
import { changedJson } from '../mutate/json';
import { NASTY_TEXTS } from '../mutate/nasty';
import type { Input, Subject } from '../types';
import { theWorld } from '../world';
import { storeOf } from './behind';
import { valueInput } from './input';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly type: string;
}

const PREFIX = '/api';
const REACHED = 'The engine was reached.';

/** Any part of a service: whatever is called on it has been reached. */
function reachedOnly(): Service {
  const reached = () => Promise.reject(new ServiceError('unavailable', REACHED));
  const handler: ProxyHandler<() => Promise<never>> = {
    get: (_, name) => (name === 'then' ? undefined : new Proxy(reached, handler)),
  };
  return new Proxy(reached, handler) as unknown as Service;
}

const routes = Object.entries(ROUTES) as [RouteId, Route][];

function exampleOf({ body }: Route): unknown {
  return body && body !== 'file' ? body.example : {};
}

const TYPES = [
  'application/json',
  'text/plain',
  '',
  'application/json; charset=utf-16',
  'text/xml',
  'multipart/form-data',
];

function bodyFor(route: Route, rng: Rng): Uint8Array<ArrayBuffer> | null {
  if (route.method === 'GET' || (!route.body && rng.integer(4) > 0)) return null;
  const json = encode(changedJson(exampleOf(route), rng));
  return rng.integer(8) === 0 ? changedBytes(json, rng) : json;
}

/** What may stand in an address: a lone surrogate may not, nor may what URL itself would take for a step. */
function inAddress(text: string): string {
  const encoded = encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '?').slice(0, 500));
  return encoded === '' || /^\.{1,2}$/.test(encoded) ? 'x' : encoded;
}

function askedFor(route: Route, ids: readonly string[], rng: Rng): Asked {
  const some = (example = '1') => (rng.integer(3) === 0 ? pick([...NASTY_TEXTS, '%ff', '-1', '1e9'], rng) : example);
  const known = () => (rng.integer(2) === 0 && ids.length > 0 ? pick(ids, rng) : undefined);
  const path = route.path.replaceAll(/\{\w+\}/g, () => inAddress(known() ?? some()));
  const query = (route.parameters ?? [])
    .filter((parameter) => parameter.in === 'query' && rng.integer(2) === 0)
    .map(({ name, example }) => `${name}=${inAddress(some(example))}`);
  const type = rng.integer(12) === 0 ? pick(TYPES, rng) : 'application/json';
  const tail = query.length > 0 ? `?${query.join('&')}` : '';
  return { method: route.method, path: `${PREFIX}${path}${tail}`, body: bodyFor(route, rng), type };
}

function asInput(asked: Asked): Input {
  const body = asked.body ? new TextDecoder().decode(asked.body.subarray(0, 400)) : '';
  return valueInput(asked, `${asked.method} ${asked.path} ${asked.type}\n${body}`);
}

async function ask(api: ReturnType<typeof createApi>, { value }: Input): Promise<void> {
  const { method, path, body, type } = value as Asked;
  const headers = type === '' ? {} : { 'Content-Type': type };
  const answer = await api.request(path, { method, headers, ...(body && { body: new Blob([body]) }) });
  if (answer.ok) return void (await answer.arrayBuffer());
  const { error, details } = (await answer.json()) as { error: unknown; details: unknown };
  if (error === REACHED) return;
  const sound = typeof error === 'string' && Array.isArray(details) && answer.status < 500;
  throw Object.assign(new Error(String(error)), { name: sound ? 'Answer' : `Answer ${answer.status}` });
}

/**
 * What begins work of seconds to hours when it is accepted, makes millions of weights by chance, or fetches: its checks are the
 * door's, above.
 */
const LONG: ReadonlySet<string> = new Set<RouteId>([
  ...(['train', 'update', 'trainReviews', 'retrain', 'startBatch', 'startTraining', 'fineTune'] as RouteId[]),
  'createTextModel',
]);
const LONG_PATHS =
  /train|retrain|batch|fine-tune|\/fit|\/drift|\/queue|benchmark|\/url|\/compute|\/score|\/explain|\/cost/;

export const REST: readonly Subject[] = [
  {
    name: 'rest',
    reads: `REST: each of the ${routes.filter(([, { body }]) => body).length} routes with a body, and those without, over an engine that is only reached`,
    times: routes.filter(([, { body }]) => body).length,
    async open() {
      const api = createApi({ prefix: PREFIX, findService: async () => reachedOnly() });
      const withBody = routes.filter(([, { body }]) => body);
      return {
        make: (rng) => {
          const [, route] = pick(rng.integer(10) === 0 ? routes : withBody, rng);
          return asInput(askedFor(route, [], rng));
        },
        errors: ['Answer'],
        read: (input) => ask(api, input),
      };
    },
  },
  {
    name: 'rest-service',
    stored: true,
    reads: 'REST over the real service: routes that do not begin long work',
    async open() {
      const world = await theWorld();
      await world.service.data.restore(world.base);
      const api = createApi({ prefix: PREFIX, findService: async () => world.service });
      const short = routes.filter(([id, { path }]) => !LONG.has(id) && !LONG_PATHS.test(path));
      const ids = (await world.service.library.list()).map(({ id }) => id);
      return {
        make: (rng) => asInput(askedFor(pick(short, rng)[1], ids, rng)),
        errors: ['Answer'],
        read: (input) => ask(api, input),
        store: storeOf(world),
      };
    },
  },
];
