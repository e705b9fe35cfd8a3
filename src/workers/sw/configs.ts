// What the routes of configurations do: calls of the service.

import type { CONFIGS_ROUTES } from '../../wire/routes/configs';
import type { Handlers } from './handlers';

const OK = { status: 'ok' } as const;

export const CONFIGS_HANDLERS: Pick<Handlers, keyof typeof CONFIGS_ROUTES> = {
  createConfig: async ({ service, body }) => ({ id: await service.configs.save({ id: null, ...body }) }),
  checkConfig: ({ service, body }) => service.configs.check(body.text, body.overrides),
  completeConfig: ({ service, body }) => service.configs.complete(body.text, body.line, body.column),
  config: ({ service, parameter }) => service.configs.read(parameter('id')),
  saveConfig: async ({ service, body, parameter }) => {
    const { id } = await service.configs.read(parameter('id'));
    return { id: await service.configs.save({ id, ...body }) };
  },
  duplicateConfig: async ({ service, parameter }) => ({ id: await service.configs.duplicate(parameter('id')) }),
  deleteConfig: async ({ service, parameter }) => {
    await service.configs.remove(parameter('id'));
    return OK;
  },
};
