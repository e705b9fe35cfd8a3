// Taking a kept review out again.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Review } from '../../wire/reviews';

const removeReviews = vi.fn<(ids: readonly string[]) => Promise<void>>();
const restoreReviews = vi.fn<(reviews: readonly Review[]) => Promise<void>>(async () => {});
const placed = vi.hoisted((): string[] => []);
const showUndo = vi.fn<(title: string, undo: () => Promise<unknown>) => void>();
const showError = vi.fn<(error: unknown, doing: string) => void>();

vi.mock('../../client', () => ({ service: { reviews: { removeReviews, restoreReviews } } }));
vi.mock('./editing', () => ({ placeText: (text: string) => placed.push(text) }));
vi.mock('../components/undo', () => ({ showUndo }));
vi.mock('../components/notify', () => ({ showError, settleError: vi.fn() }));

const { removeReview, undoKeep } = await import('./actions');
const { useReviews } = await import('./store');

const review = { id: '3', text: 'Dull.', sentiment: 0 } as Review;

beforeEach(() => vi.clearAllMocks());

describe('removing a review', () => {
  it('can be undone: it is put back as it was', async () => {
    removeReviews.mockResolvedValue();
    await removeReview(review);
    expect(removeReviews).toHaveBeenCalledExactlyOnceWith(['3']);
    expect(showUndo).toHaveBeenCalledExactlyOnceWith('Review removed', expect.any(Function));
    expect(restoreReviews).not.toHaveBeenCalled();
    await showUndo.mock.lastCall?.[1]();
    expect(restoreReviews).toHaveBeenCalledExactlyOnceWith([review]);
  });

  it('offers nothing to undo where it could not be removed', async () => {
    removeReviews.mockRejectedValue(new Error('There is no such review'));
    await removeReview(review);
    expect(showError).toHaveBeenCalledExactlyOnceWith(expect.any(Error), 'remove the review');
    expect(showUndo).not.toHaveBeenCalled();
  });
});

describe('taking back the review kept last', () => {
  const kept = { id: '4', text: 'Kept by mistake.', sentiment: 1 } as const;

  it('can be tried again where it could not be done, and then gives the text back', async () => {
    useReviews.setState({ kept });
    removeReviews.mockRejectedValueOnce(new Error('The storage is full.'));
    await undoKeep();
    expect(useReviews.getState().kept).toBe(kept);
    expect(placed).toEqual([]);
    removeReviews.mockResolvedValue();
    await undoKeep();
    expect(useReviews.getState().kept).toBeNull();
    expect(placed).toEqual([kept.text]);
  });
});
