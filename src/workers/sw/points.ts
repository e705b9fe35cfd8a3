// What the routes of the points do: calls of the service, between JSON's rows and the service's typed arrays.

import { ServiceError } from '../../wire/errors';
import type { POINTS_ROUTES } from '../../wire/routes/points';
import type { Service } from '../../wire/service';
import { splitRows, toMatrix, toRows } from './arrays';
import type { Handlers } from './handlers';

const OK = { status: 'ok' } as const;

export const POINTS_HANDLERS: Pick<Handlers, keyof typeof POINTS_ROUTES> = {
  readPoints: async ({ service }) => {
    const { n, d, columns, rev, ...matrix } = await service.points.points();
    return { n, d, columns, rev, points: toRows({ n, d, ...matrix }) };
  },
  addPoints: async ({ service, body }) => {
    await service.points.add(toMatrix(body.points));
    return dataset(service);
  },
  replacePoints: async ({ service, body }) => {
    const matrix = toMatrix(body.points);
    const columns = body.columns ?? Array.from({ length: matrix.d }, (_, i) => `x${i + 1}`);
    await service.points.replace({ ...matrix, columns, source: body.source ?? 'API' });
    return dataset(service);
  },
  movePoints: async ({ service, body }) => {
    await service.points.move(Uint32Array.from(body.indices), toMatrix(body.points));
    return dataset(service);
  },
  removePoints: async ({ service, body }) => {
    // The service removes what there is; a position past the end is the caller's mistake.
    const { n } = await dataset(service);
    const at = body.indices.findIndex((index) => index >= n);
    if (at >= 0) throw noPoint(at, body.indices[at] ?? 0, n);
    await service.points.remove(Uint32Array.from(body.indices));
    return dataset(service);
  },
  undo: async ({ service }) => {
    await service.points.undo();
    return OK;
  },
  redo: async ({ service }) => {
    await service.points.redo();
    return OK;
  },
  assignment: async ({ service }) => {
    const found = await service.points.assignment();
    if (!found) throw new ServiceError('not_found', 'There is no model yet: train one first.');
    const shares = Array.from(found.responsibilities, (byte) => byte / 255);
    return { ...found, labels: [...found.labels], responsibilities: splitRows(shares, found.labels.length) };
  },
  csv: ({ service, parameter }) => service.points.exportCsv(parameter('responsibilities') === 'true'),
};

async function dataset(service: Service) {
  return (await service.points.state()).dataset;
}

function noPoint(at: number, index: number, n: number): ServiceError {
  const message = `There is no point ${index}; there are ${n}.`;
  return new ServiceError('invalid', message, [{ field: `indices.${at}`, message }]);
}
