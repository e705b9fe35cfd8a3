// Routes: about the door itself.

import { table } from './route';

export const ABOUT_ROUTES = table({
  ping: {
    method: 'GET',
    path: '/ping',
    tag: 'About',
    summary: 'Is the engine there?',
    answer: { description: 'It is.', example: { status: 'ok' } },
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    tag: 'About',
    summary: 'This description',
    answer: { description: 'An OpenAPI 3.1 document.' },
  },
});
