// What the routes of the page's fit do: calls of the service.

import type { FIT_ROUTES } from '../../wire/routes/fit';
import type { FitCommand } from '../../wire/service';
import type { Handlers } from './handlers';

const OK = { status: 'ok' } as const;

export const FIT_HANDLERS: Pick<Handlers, keyof typeof FIT_ROUTES> = {
  state: ({ service }) => service.points.state().then(readable),
  setOptions: async ({ service, body }) => {
    await service.points.setOptions(body);
    return (await service.points.state()).options;
  },
  speed: async ({ service, body }) => {
    await service.points.setSpeed(body.iterations_per_second);
    return OK;
  },
  control: async ({ service, parameter }) => {
    // One of these: the door checks parameters that have values.
    await service.points.control(parameter('command') as FitCommand);
    return (await service.points.state()).fit;
  },
  select: ({ service, body }) => service.points.select(body),
};

/** JSON would write typed arrays as objects. */
function readable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, item: unknown) =>
      ArrayBuffer.isView(item) && !(item instanceof DataView) ? Array.from(item as Float64Array) : item,
    ),
  );
}
