// What the routes of this device do, what computes and what is stored here: calls of the service.

import type { DEVICE_ROUTES } from '../../wire/routes/device';
import type { Handlers } from './handlers';

const OK = { status: 'ok' } as const;

export const DEVICE_HANDLERS: Pick<Handlers, keyof typeof DEVICE_ROUTES> = {
  compute: ({ service }) => service.compute.state(),
  setBackend: ({ service, body }) => service.compute.setOverride(body.backend),
  measure: ({ service }) => service.compute.measureAgain(),
  storage: ({ service }) => service.data.state(),
  backup: ({ service }) => service.data.backup(),
  backupState: ({ service }) => service.data.backupState(),
  cancelBackup: async ({ service }) => {
    await service.data.cancelBackup();
    return OK;
  },
  inspectBackup: ({ service, body }) => service.data.inspectBackup(body),
  restore: async ({ service, body }) => {
    await service.data.restore(body);
    return { status: 'restored' };
  },
  deleteEverything: async ({ service }) => {
    await service.data.deleteEverything();
    return { status: 'deleted' };
  },
};
