// Tags of a model that are changed faster than the page hears of it.

import { expect, it, vi } from 'vitest';
import type { LibraryModel } from '../../wire/library';

const update = vi.fn<(id: string, change: { readonly tags: readonly string[] }) => Promise<void>>(async () => {});

vi.mock('../../client', () => ({ service: { library: { update } } }));
vi.mock('../components/notify', () => ({ showDone: vi.fn(), showError: vi.fn(), settleError: vi.fn() }));

const { changeTags } = await import('./actions');
const { useModels } = await import('./store');

const model = { id: '1', name: 'One', tags: ['a', 'b', 'c'] } as unknown as LibraryModel;
const without = (tag: string) => changeTags(model, (tags) => tags.filter((one) => one !== tag));

it('takes each away from what the one before left', async () => {
  useModels.setState({ models: [model] });
  expect(await Promise.all([without('a'), without('b')])).toEqual([true, true]);
  expect(update.mock.calls.map(([, { tags }]) => tags)).toEqual([['b', 'c'], ['c']]);
  expect(useModels.getState().models?.[0]?.tags).toEqual(['c']);
});

it('goes on from what is there where one could not be changed', async () => {
  useModels.setState({ models: [model] });
  update.mockRejectedValueOnce(new Error('no room'));
  expect(await Promise.all([without('a'), without('b')])).toEqual([false, true]);
  expect(useModels.getState().models?.[0]?.tags).toEqual(['a', 'c']);
});
