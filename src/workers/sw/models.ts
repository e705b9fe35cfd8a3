// What the routes of saved mixtures do: calls of the service. What concerns models of every kind is in ./library.ts.

import type { MODELS_ROUTES } from '../../wire/routes/models';
import type { Handlers } from './handlers';
import { listed } from './library';

const OK = { status: 'ok' } as const;

export const MODELS_HANDLERS: Pick<Handlers, keyof typeof MODELS_ROUTES> = {
  /** What was saved, as the list has it: both say the same of one model. */
  saveModel: async ({ service, body }) => {
    const saved = await service.models.saveMixture(body.name);
    const model = (await service.library.list()).find(({ id }) => id === saved.id);
    return { ...saved, ...(model && listed(model)) };
  },
  loadModel: async ({ service, parameter }) => {
    await service.models.loadMixture(parameter('id'));
    return OK;
  },
};
