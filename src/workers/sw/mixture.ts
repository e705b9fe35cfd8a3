// What the routes of the mixture do: calls of the service, between JSON's rows and the service's typed arrays.

import type { MIXTURE_ROUTES } from '../../wire/routes/mixture';
import { splitRows, toMatrix, toRows } from './arrays';
import type { Handlers } from './handlers';

const DEFAULT_LEVEL = 0.01;

export const MIXTURE_HANDLERS: Pick<Handlers, keyof typeof MIXTURE_ROUTES> = {
  train: ({ service, body }) => service.points.train(body),
  update: ({ service, body }) => service.points.update(body),
  clear: async ({ service }) => {
    await service.points.clear();
    return { status: 'cleared' };
  },
  sample: async ({ service, body }) => {
    const { n, seed = randomSeed(), add = false } = body;
    return { samples: toRows(await service.points.sample(n, seed, add)), seed };
  },
  parameters: ({ service }) => service.points.parameters(),
  score: async ({ service, body: { points, level = DEFAULT_LEVEL } }) => {
    const { log_density, labels, responsibilities, outlier } = await service.points.score(toMatrix(points), level);
    return {
      log_density: [...log_density],
      labels: [...labels],
      responsibilities: splitRows(responsibilities, labels.length),
      outlier: [...outlier].map((flag) => flag === 1),
    };
  },
  inspect: ({ service, body }) => service.points.inspect(body.point, body.level ?? DEFAULT_LEVEL),
};

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
