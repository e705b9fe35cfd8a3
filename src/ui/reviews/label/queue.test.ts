// The Label view's queue without a page: what is at hand next, what is counted, and that nothing a slow or failing service
// does loses a label or its order.

import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ServiceError } from '../../../wire/errors';
import type { QueuePage, QueueRequest } from '../../../wire/labelling';
import type { Review, ReviewCounts, Sentiment } from '../../../wire/reviews';
import { chooseMatching, chosenReviews, isEditing, keepTyped, useAll } from './all/store';
import { DEFAULT_PREFS } from './prefs';
import { heardCounts, SETTLE } from './progress';
import { decide, forgetQueue, leave, orderBy, refill, rewrite, undo } from './queue';
import { addStep, useLabel } from './store';

/** A machine that has much else to do takes longer than `waitFor` waits. */
const until = (check: () => void) => vi.waitFor(check, 5000);

/** A service with reviews of its own, which answers when the test lets it. */
const fake = vi.hoisted(() => ({
  reviews: new Map<string, Review>(),
  calls: [] as string[],
  /** Fails the next call of this name. */
  failing: null as null | { name: string; error: Error },
  gate: null as null | Promise<void>,
  /** Calls that are not answered yet. */
  open: 0,
}));

vi.mock('../../../client', () => {
  const call = async (name: string, words: string, work: () => void) => {
    fake.calls.push(words);
    fake.open++;
    try {
      await fake.gate;
      if (fake.failing?.name === name) {
        const { error } = fake.failing;
        fake.failing = null;
        throw error;
      }
      work();
    } finally {
      fake.open--;
    }
  };
  const change = (id: string, part: Partial<Review>) => {
    const review = fake.reviews.get(id);
    if (review) fake.reviews.set(id, { ...review, ...part });
  };
  const surest = (s: number) => -Math.abs(s - 0.5);
  const keys = { uncertainty: (s: number) => Math.abs(s - 0.5), extreme: surest, disagreement: surest };
  const isOpen = (order: QueueRequest['order'], { sentiment, score }: Review) =>
    order === 'disagreement' ? sentiment !== null && sentiment !== Math.round(score ?? sentiment) : sentiment === null;
  const queue = async ({ order, limit }: QueueRequest): Promise<QueuePage> => {
    const key = (r: Review) => (order === 'given' || order === 'chance' ? Number(r.id) : keys[order](r.score ?? 0.5));
    const open = [...fake.reviews.values()].filter((one) => isOpen(order, one));
    const sorted = open.sort((a, b) => Number(a.skipped) - Number(b.skipped) || key(a) - key(b));
    const skipped = open.filter((one) => one.skipped).length;
    const page = { total: open.length, skipped, scored: open.length, learnt: 0, reviews: sorted.slice(0, limit) };
    // An answer is as old as the way it came.
    await new Promise((resolve) => setTimeout(resolve, 1));
    return page;
  };
  return {
    service: {
      reviews: {
        queue,
        label: (id: string, sentiment: Sentiment | null) =>
          call('label', `label ${id} ${sentiment}`, () => change(id, { sentiment, skipped: false })),
        skip: (id: string, skipped: boolean) => call('skip', `skip ${id} ${skipped}`, () => change(id, { skipped })),
        edit: (id: string, text: string) => call('edit', `edit ${id}`, () => change(id, { text })),
        restoreReviews: (reviews: Review[]) =>
          call('restore', `restore ${reviews.map(({ id }) => id)}`, () => {
            for (const review of reviews) fake.reviews.set(review.id, review);
          }),
      },
    },
  };
});
vi.mock('../../components/notify', () => ({ showError: vi.fn(), settleError: vi.fn() }));

function review(id: number, score: number | null = null): Review {
  const rest = { rating: null, source: 'typed', part: null, labelled_at: null, created_at: '2026-01-01T00:00:00Z' };
  return { id: String(id), text: `Text ${id}`, sentiment: null, skipped: false, score, ...rest };
}

const counts = (labelled: number, left: number): ReviewCounts => {
  const parts = { train: 0, held_out: 0, none: labelled };
  const rest = { parts, rev: 1, scored: 0, mirrored: null, resting: null, exporting: null };
  return { total: labelled + left, positive: labelled, negative: 0, unlabelled: left, ...rest };
};

const ahead = () => useLabel.getState().ahead.map(({ id }) => Number(id));
const labels = () => [...fake.reviews.values()].map(({ sentiment }) => sentiment);
const pause = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));

async function begin(n: number, score: (id: number) => number | null = () => null): Promise<void> {
  // What a test before left under way would meet with what this one prepares.
  await until(() => expect(fake.open).toBe(0));
  fake.reviews = new Map(Array.from({ length: n }, (_, i) => [String(i + 1), review(i + 1, score(i + 1))]));
  Object.assign(fake, { calls: [], failing: null, gate: null });
  useLabel.setState({ ...DEFAULT_PREFS, order: 'given' });
  forgetQueue();
  heardCounts(counts(0, n));
  await until(() => expect(ahead().length).toBe(Math.min(n, 60)));
}

describe('the queue', () => {
  beforeEach(() => begin(60));

  it('moves on at once, counts at once, and stores in order', async () => {
    let open = () => {};
    fake.gate = new Promise((resolve) => {
      open = resolve;
    });
    for (const choice of [1, 0, 'skip', 1] as const) decide(choice);
    expect(ahead()[0]).toBe(5);
    expect(useLabel.getState().progress).toEqual({ labelled: 3, left: 57 });
    expect(useLabel.getState().said).toBe('Labelled positive. 57 left. Next: Text 5');
    expect(labels().every((label) => label === null)).toBe(true);
    open();
    await until(() => expect(fake.calls).toEqual(['label 1 1', 'label 2 0', 'skip 3 true', 'label 4 1']));
    expect(labels().slice(0, 4)).toEqual([1, 0, null, 1]);
  });

  it('goes through all of them, each once, however fast; what was skipped comes last', async () => {
    const seen: number[] = [];
    for (let guard = 0; guard < 500 && seen.length < 61; guard++) {
      const [id] = ahead();
      if (id === undefined) {
        await pause(5);
        continue;
      }
      seen.push(id);
      decide(seen.length === 1 ? 'skip' : 1);
    }
    await until(() => expect(labels().every((label) => label === 1)).toBe(true));
    expect(seen.at(-1)).toBe(1);
    expect(new Set(seen).size).toBe(60);
    expect(seen).toHaveLength(61);
  });

  it('an answer older than a label does not bring the review back', async () => {
    refill();
    decide(1);
    decide(0);
    await pause();
    expect(ahead().slice(0, 3)).toEqual([3, 4, 5]);
    expect(ahead()).not.toContain(1);
  });

  it('an answer from before everything was replaced is not looked at', async () => {
    refill();
    fake.reviews = new Map([['100', review(100)]]);
    forgetQueue();
    await until(() => expect(ahead()).toEqual([100]));
  });

  it('is undone step by step, in order, to where it began', async () => {
    const before = structuredClone([...fake.reviews]);
    for (const choice of [1, 'skip', 0, 1, 'skip'] as const) decide(choice);
    for (const id of [5, 4, 3, 2, 1]) {
      undo();
      expect(ahead()[0]).toBe(id);
    }
    undo();
    expect(useLabel.getState()).toMatchObject({ history: [], progress: { labelled: 0, left: 60 } });
    await until(() => expect(fake.calls).toHaveLength(10));
    await pause();
    expect([...fake.reviews]).toEqual(before);
    // They stay at hand in the order they were, also when the queue is asked for anew.
    refill();
    await pause();
    expect(ahead().slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('any labels and undos, in any order, end as if they had been done slowly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(0 as const, 1 as const, 'skip' as const, 'undo' as const), { maxLength: 25 }),
        async (keys) => {
          await begin(40);
          const done: [string, Sentiment | 'skip'][] = [];
          for (const key of keys) {
            const [at] = useLabel.getState().ahead;
            if (key === 'undo') {
              undo();
              done.pop();
            } else {
              decide(key);
              done.push([at.id, key]);
            }
          }
          const expected = new Map(done.flatMap(([id, key]) => (key === 'skip' ? [] : [[id, key] as const])));
          const stored = () =>
            new Map([...fake.reviews].flatMap(([id, { sentiment }]) => (sentiment === null ? [] : [[id, sentiment]])));
          await until(() => expect(stored()).toEqual(expected));
          expect(useLabel.getState().progress?.labelled).toBe(expected.size);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('what could not be stored is at hand again, and not counted', async () => {
    fake.failing = { name: 'label', error: new ServiceError('quota', 'Storage is full.') };
    decide(1);
    decide(0);
    await until(() => expect(ahead()[0]).toBe(1));
    expect(useLabel.getState().progress).toEqual({ labelled: 1, left: 59 });
    expect(useLabel.getState().history).toHaveLength(1);
    await pause();
    expect(labels().slice(0, 2)).toEqual([null, 0]);
  });

  it('what was deleted meanwhile does not come back', async () => {
    fake.failing = { name: 'label', error: new ServiceError('not_found', 'There is no such review.') };
    fake.reviews.delete('1');
    decide(1);
    await pause();
    expect(ahead()).not.toContain(1);
    expect(useLabel.getState().history).toEqual([]);
  });

  it('an undo that fails can be tried again', async () => {
    decide(1);
    await pause();
    fake.failing = { name: 'label', error: new ServiceError('unavailable', 'The engine went away.') };
    undo();
    await until(() => expect(useLabel.getState().history).toHaveLength(1));
    expect(ahead()[0]).toBe(2);
    undo();
    await until(() => expect(labels()[0]).toBeNull());
    expect(ahead()[0]).toBe(1);
  });

  it('takes back what was done to many in its turn, and follows edits', async () => {
    decide(1);
    await pause();
    const before = [...fake.reviews.values()].slice(1, 4);
    for (const one of before) fake.reviews.set(one.id, { ...one, sentiment: 0 });
    leave(before.map(({ id }) => id));
    addStep({ kind: 'many', words: 'Labelled negative: 3 reviews.', before });
    expect(ahead()[0]).toBe(5);
    rewrite('5', 'Other words');
    expect(useLabel.getState().ahead[0].text).toBe('Other words');
    undo();
    await until(() => expect(labels().slice(0, 4)).toEqual([1, null, null, null]));
    // What was done in the list has no text at hand after it.
    await until(() => expect(useLabel.getState().said).toBe('Taken back: Labelled negative: 3 reviews.'));
    undo();
    await until(() => expect(labels()[0]).toBeNull());
  });
});

describe('the list beside the queue', () => {
  beforeEach(() => begin(3));
  const listed = () => [...fake.reviews.values()];

  it('forgets what was chosen when everything was replaced: the numbers are those of others by then', () => {
    useAll.setState({ reviews: listed(), total: 3, filter: { search: 'text' } });
    chooseMatching(listed());
    const { filter } = useAll.getState();
    forgetQueue();
    const { chosen, matching, total } = useAll.getState();
    expect([chosen.size, matching, total]).toEqual([0, null, null]);
    // The question stays, but what is on its way answers the one before.
    expect(useAll.getState().filter).toEqual(filter);
    expect(useAll.getState().filter).not.toBe(filter);
  });

  it('has labels that were given since all were chosen, so that a deletion taken back brings them too', async () => {
    useAll.setState({ reviews: listed().slice(0, 1), total: 3 });
    chooseMatching(listed());
    decide(1);
    decide(0);
    decide('skip');
    await pause();
    const kept = () => chosenReviews(useAll.getState()).map(({ sentiment, skipped }) => [sentiment, skipped]);
    expect(kept()).toEqual(listed().map(({ sentiment, skipped }) => [sentiment, skipped]));
    expect(kept()).toEqual([
      [1, false],
      [0, false],
      [null, true],
    ]);
    expect(useAll.getState().reviews[0]?.sentiment).toBe(1);
    for (let i = 0; i < 3; i++) undo();
    await pause();
    expect(kept()).toEqual([
      [null, false],
      [null, false],
      [null, false],
    ]);
  });

  it('stands still while a text in it is changed, and not for one that is gone', () => {
    const [first] = listed();
    useAll.setState({ reviews: [first!], opened: { id: '1', editing: true } });
    expect(isEditing(useAll.getState())).toBe(true);
    keepTyped('1', 'Half a');
    expect(useAll.getState().opened).toEqual({ id: '1', editing: true, draft: 'Half a' });
    useAll.setState({ opened: { id: '1', editing: false } });
    keepTyped('1', 'Saved already');
    expect(useAll.getState().opened).toEqual({ id: '1', editing: false });
    expect(isEditing(useAll.getState())).toBe(false);
    useAll.setState({ reviews: [], opened: { id: '1', editing: true } });
    expect(isEditing(useAll.getState())).toBe(false);
  });
});

describe('the order', () => {
  it('follows scores as they come, and never swaps the text at hand', async () => {
    await begin(50);
    orderBy('uncertainty');
    await pause();
    expect(ahead()[0]).toBe(1);
    for (const [id, one] of fake.reviews) fake.reviews.set(id, { ...one, score: 0.5 + Number(id) / 200 });
    fake.reviews.set('40', { ...review(40), score: 0.5 });
    fake.reviews.set('1', review(1, 0.55));
    refill();
    await pause();
    expect(ahead().slice(0, 3)).toEqual([1, 40, 2]);
    expect(useLabel.getState().ahead[0].score).toBe(0.55);
    orderBy('extreme');
    await pause();
    expect(ahead().slice(0, 3)).toEqual([1, 50, 49]);
  });
});

describe('checking labels', () => {
  const doubted = () => useLabel.getState().doubted;

  it('keeps with the same key, changes with the other, and takes either back exactly', async () => {
    await begin(6);
    for (const id of [2, 3, 4]) fake.reviews.set(String(id), { ...review(id, 0.9 + id / 100), sentiment: 0 });
    fake.reviews.set('5', { ...review(5, 0.9), sentiment: 1 });
    const before = structuredClone([...fake.reviews.values()]);
    heardCounts(counts(4, 2));
    orderBy('disagreement');
    expect(ahead()).toEqual([]);
    await pause();
    expect([ahead(), doubted()]).toEqual([[4, 3, 2], 3]);
    decide(0);
    decide(1);
    decide('skip');
    expect([ahead(), doubted()]).toEqual([[], 0]);
    await pause();
    expect([2, 3, 4].map((id) => fake.reviews.get(String(id)))).toMatchObject([
      { sentiment: 0, skipped: true },
      { sentiment: 1, skipped: false },
      { sentiment: 0, skipped: true },
    ]);
    // What is checked is counted as before: the service's word of it, once what was stored before has settled.
    await until(() => expect(useLabel.getState().progress).toEqual({ labelled: 4, left: 2 }));
    refill();
    await pause();
    expect([ahead(), doubted()]).toEqual([[], 0]);
    for (let i = 0; i < 3; i++) undo();
    await pause();
    expect([ahead(), doubted()]).toEqual([[4, 3, 2], 3]);
    expect([...fake.reviews.values()]).toEqual(before);
  });

  it('never mixes with those to label: what is taken back after a change of mind is in its own queue', async () => {
    await begin(4);
    fake.reviews.set('4', { ...review(4, 0.9), sentiment: 0 });
    decide(1);
    await pause();
    orderBy('disagreement');
    await pause();
    expect(ahead()).toEqual([4]);
    undo();
    await pause();
    expect(ahead()).toEqual([4]);
    orderBy('given');
    await pause();
    expect(ahead()).toEqual([1, 2, 3]);
    expect(doubted()).toBeNull();
  });
});

describe('what is counted', () => {
  it('does not step back while the service’s word is older than the labels', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    fake.gate = null;
    useLabel.setState({ ahead: [review(1), review(2)], history: [], progress: null });
    heardCounts(counts(10, 20));
    decide(1);
    heardCounts(counts(10, 20));
    await vi.advanceTimersByTimeAsync(SETTLE - 50);
    expect(useLabel.getState().progress).toEqual({ labelled: 11, left: 19 });
    heardCounts(counts(11, 5019));
    await vi.advanceTimersByTimeAsync(SETTLE);
    expect(useLabel.getState().progress).toEqual({ labelled: 11, left: 5019 });
    vi.useRealTimers();
  });
});
