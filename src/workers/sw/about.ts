// What the routes about the door itself do. `openapi` is answered by the door.

import type { ABOUT_ROUTES } from '../../wire/routes/about';
import type { Handlers } from './handlers';

export const ABOUT_HANDLERS: Pick<Handlers, Exclude<keyof typeof ABOUT_ROUTES, 'openapi'>> = {
  ping: ({ service }) => service.ping(),
};
