// What the routes of images do: calls of the service.

import type { ImagePart, ImagePrediction } from '../../wire/images';
import type { IMAGES_ROUTES } from '../../wire/routes/images';
import type { Handlers } from './handlers';
import { countIn } from './query';

const OK = { status: 'ok' } as const;
const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;
const MAX_CLASS = 100_000;

export const IMAGES_HANDLERS: Pick<Handlers, keyof typeof IMAGES_ROUTES> = {
  images: ({ service }) => service.images.state(),
  discoverDatasets: async ({ service, body, parameter }) => ({
    datasets: await service.images.discover({ kind: 'file', name: parameter('name'), file: body }),
  }),
  takeDatasets: async ({ service, body }) => {
    await service.images.take(body.names);
    return OK;
  },
  cancelTake: async ({ service }) => {
    await service.images.cancelTake();
    return OK;
  },
  renameImages: async ({ service, body, parameter }) => {
    await service.images.rename(parameter('id'), body.name);
    return OK;
  },
  deleteImages: async ({ service, parameter }) => {
    await service.images.remove(parameter('id'));
    return OK;
  },
  imageItems: ({ service, parameter }) =>
    service.images.items(parameter('id'), {
      offset: countIn(parameter, 'offset', { otherwise: 0 }),
      limit: countIn(parameter, 'limit', { otherwise: DEFAULT_PAGE, least: 1, most: MAX_PAGE }),
      // One of these: the door checks parameters that have values.
      part: parameter('part') === '' ? undefined : (parameter('part') as ImagePart),
      label: parameter('label') === '' ? undefined : countIn(parameter, 'label', { otherwise: 0, most: MAX_CLASS }),
    }),
  picture: ({ service, parameter }) =>
    service.images.picture(parameter('id'), countIn(parameter, 'item', { otherwise: 0 })),
  predictImage: async ({ service, body, parameter }) => {
    const target = parameter('target');
    return readable(
      await service.images.predict({
        ...{ model: parameter('model'), from: 'file', file: body, explain: parameter('explain') === 'true' },
        target: target === '' ? undefined : countIn(parameter, 'target', { otherwise: 0, most: MAX_CLASS }),
      }),
    );
  },
};

/** JSON would write typed arrays as objects. */
function readable({ probabilities, seen, heat, ...rest }: ImagePrediction) {
  return {
    ...rest,
    probabilities: [...probabilities],
    seen: { ...seen, pixels: [...seen.pixels] },
    heat: heat && { ...heat, values: [...heat.values] },
  };
}
