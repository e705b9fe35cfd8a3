// What the routes of drift monitoring do: calls of the service.

import type { DRIFT_ROUTES } from '../../wire/routes/drift';
import type { Handlers } from './handlers';

export const DRIFT_HANDLERS: Pick<Handlers, keyof typeof DRIFT_ROUTES> = {
  drift: ({ service }) => service.drift.check(),
  driftState: ({ service }) => service.drift.state(),
  driftOptions: async ({ service, body }) => {
    await service.drift.setOptions(body);
    return (await service.drift.state()).options;
  },
};
