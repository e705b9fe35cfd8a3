// A search for the number of groups that comes to nothing: what is said of it, and to whom.

import { beforeEach, expect, it, vi } from 'vitest';
import { type Deferred, deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import { chooseCount, control } from './actions';

const bus = vi.hoisted(() => ({ search: null as Deferred<void> | null }));
const showError = vi.hoisted(() => vi.fn());

vi.mock('../../client', () => ({
  service: {
    points: {
      control: async () => bus.search?.reject(new ServiceError('conflict', 'The search did not get to a result.')),
      select: () => bus.search?.promise,
    },
  },
}));
vi.mock('../components/notify', () => ({ showError, settleError: vi.fn() }));

beforeEach(() => {
  bus.search = deferred();
  showError.mockClear();
});

const search = () => chooseCount({ min: 1, max: 10, criterion: 'bic' });

it.each(['pause', 'reset'] as const)('is no error where it was stopped by %s', async (command) => {
  const searching = search();
  await control(command);
  await searching;
  expect(showError).not.toHaveBeenCalled();
});

it('is one where something else ended it, also after one that was stopped', async () => {
  const first = search();
  await control('pause');
  await first;
  bus.search = deferred();
  const second = search();
  bus.search.reject(new ServiceError('conflict', 'The points changed.'));
  await second;
  expect(showError).toHaveBeenCalledOnce();
});
