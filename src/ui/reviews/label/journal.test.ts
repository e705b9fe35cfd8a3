// What was chosen is given again by the next page where the last one went before it was stored: labels first, then what
// was put off or left as it is.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ServiceError } from '../../../wire/errors';
import { showError } from '../../components/notify';
import { note, readNotes, strike, strikeAll } from './journal';
import { resumeLabels } from './queue';

const calls = vi.hoisted((): string[] => []);
/** Numbers of reviews that were deleted. */
const gone = vi.hoisted(() => new Set<string>());

vi.mock('../../../client', () => ({
  service: {
    reviews: {
      labelMany: async (ids: readonly string[], sentiment: 0 | 1 | null) =>
        void calls.push(`label ${ids} ${sentiment}`),
      skip: async (id: string, skipped: boolean) => {
        calls.push(`skip ${id} ${skipped}`);
        if (gone.has(id)) throw new ServiceError('not_found', `There is no review ${id}.`);
      },
    },
  },
}));
vi.mock('../../components/notify', () => ({ showError: vi.fn(), settleError: vi.fn() }));

/** As much of `localStorage` as the notes need. */
class Notebook {
  private readonly notes = new Map<string, string>();
  get length(): number {
    return this.notes.size;
  }
  key(i: number): string | null {
    return [...this.notes.keys()][i] ?? null;
  }
  getItem(key: string): string | null {
    return this.notes.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.notes.set(key, value);
  }
  removeItem(key: string): void {
    this.notes.delete(key);
  }
}

beforeEach(() => {
  calls.length = 0;
  gone.clear();
  vi.mocked(showError).mockClear();
  vi.stubGlobal('window', { localStorage: new Notebook() });
});
afterEach(() => vi.unstubAllGlobals());

it('keeps the last word on each review, until it is struck', () => {
  note('7', { sentiment: 1, skipped: false });
  note('8', { sentiment: 0, skipped: true });
  note('9', { sentiment: null, skipped: true });
  note('7', { sentiment: 0, skipped: false });
  expect([...readNotes().labels]).toEqual([
    [0, ['7', '8']],
    [null, ['9']],
  ]);
  expect(readNotes().skipped).toEqual(['8', '9']);
  strike('8');
  expect(readNotes().skipped).toEqual(['9']);
  strikeAll();
  expect(readNotes()).toEqual({ labels: new Map(), skipped: [] });
});

it('gives again what was chosen, a label before the word that it stays', async () => {
  note('1', { sentiment: 1, skipped: false });
  note('2', { sentiment: 0, skipped: true });
  await resumeLabels();
  expect(calls).toEqual(['label 1 1', 'label 2 0', 'skip 2 true']);
  expect(readNotes().labels.size).toBe(0);
});

it('says nothing of a review that was deleted meanwhile, and does not give the others again for it', async () => {
  note('1', { sentiment: null, skipped: true });
  note('2', { sentiment: null, skipped: true });
  note('3', { sentiment: null, skipped: true });
  gone.add('2');
  await resumeLabels();
  expect(calls).toEqual(['label 1,2,3 null', 'skip 1 true', 'skip 2 true', 'skip 3 true']);
  expect(showError).not.toHaveBeenCalled();
  expect(readNotes()).toEqual({ labels: new Map(), skipped: [] });
});

it('keeps the note of what could not be given again, and of nothing else', async () => {
  const { service } = await import('../../../client');
  const away = new ServiceError('unavailable', 'It is away.');
  vi.spyOn(service.reviews, 'skip').mockResolvedValueOnce().mockRejectedValueOnce(away);
  note('1', { sentiment: 1, skipped: true });
  note('2', { sentiment: 1, skipped: true });
  await resumeLabels();
  expect(showError).toHaveBeenCalledOnce();
  expect(readNotes()).toEqual({ labels: new Map([[1, ['2']]]), skipped: ['2'] });
  vi.restoreAllMocks();
});
