// What is done to reviews in the list is taken back to how the service knew them, not to how the page did.

import { beforeEach, expect, it, vi } from 'vitest';
import type { Review } from '../../../../wire/reviews';
import { forgetQueue } from '../queue';
import { useLabel } from '../store';
import { removeReviews } from './actions';

const service = vi.hoisted(() => ({
  removeReviews: vi.fn<(ids: readonly string[]) => Promise<readonly Review[]>>(),
  queue: async () => ({ total: 0, skipped: 0, scored: 0, learnt: 0, reviews: [] }),
}));
vi.mock('../../../../client', () => ({ service: { reviews: service } }));
vi.mock('../../../components/notify', () => ({ showError: vi.fn(), settleError: vi.fn(), showDone: vi.fn() }));

function review(id: string, sentiment: Review['sentiment'] = null): Review {
  const rest = { rating: null, source: 'typed', part: null, labelled_at: null, created_at: '2026-01-01T00:00:00Z' };
  return { id, text: `Text ${id}`, sentiment, skipped: false, score: null, ...rest };
}

beforeEach(forgetQueue);

it('a deletion brings back labels of another tab, and nothing that another tab had deleted', async () => {
  const there = [review('1', 1)];
  service.removeReviews.mockResolvedValueOnce(there);
  useLabel.setState({ history: [] });
  await removeReviews([review('1'), review('2')]);
  expect(service.removeReviews).toHaveBeenCalledExactlyOnceWith(['1', '2']);
  const words = 'Deleted 1 review.';
  expect(useLabel.getState().history).toEqual([{ kind: 'many', words, before: there }]);
});

it('what could not be deleted is no step', async () => {
  service.removeReviews.mockRejectedValueOnce(new Error('The storage is full.'));
  await removeReviews([review('1')]);
  expect(useLabel.getState().history).toEqual([]);
});
