// What the routes of retraining do: calls of the service.

import { ServiceError } from '../../wire/errors';
import type { RETRAIN_ROUTES } from '../../wire/routes/retrain';
import type { Handlers } from './handlers';

const OK = { status: 'ok' } as const;

export const RETRAIN_HANDLERS: Pick<Handlers, keyof typeof RETRAIN_ROUTES> = {
  retrain: async ({ service, body }) => {
    await service.retrain.start(body);
    return { status: (await service.retrain.state()).status };
  },
  retrainState: async ({ service }) => {
    const { versions: _versions, ...state } = await service.retrain.state();
    return state;
  },
  retrainOptions: async ({ service, body }) => {
    await service.retrain.setOptions(body);
    return (await service.retrain.state()).options;
  },
  cancelRetrain: async ({ service }) => {
    await service.retrain.cancel();
    return OK;
  },
  dismissRetrain: async ({ service }) => {
    await service.retrain.dismiss();
    return OK;
  },
  versions: async ({ service }) => ({ versions: (await service.retrain.state()).versions }),
  versionReport: async ({ service, parameter }) => {
    const report = await service.retrain.report(parameter('id'));
    if (report) return report;
    throw new ServiceError('not_found', 'This version was not judged by the gate.');
  },
  promoteVersion: async ({ service, parameter }) => {
    await service.retrain.promote(parameter('id'));
    return OK;
  },
  serveVersion: async ({ service, parameter }) => {
    await service.retrain.rollBack(parameter('id'));
    return OK;
  },
};
