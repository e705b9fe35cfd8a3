// The page's logic without a page: who is asked when, what stays on show, what the keys do, where the marks lie.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExplainReply, ReviewsState, ScoreReply } from '../../wire/reviews';
import { keepAs, undoKeep } from './actions';
import { placeText, restoreDraft, saveDraftNow, typed } from './editing';
import { MAX_EXPLAINED, REST, showExplanation } from './explain/explaining';
import { shortcutFor } from './labels/keys';
import { createLatest } from './latest';
import { compareWith } from './scoring';
import { EMPTY, useReviews } from './store';
import { accept } from './sync';

interface Call<Q, A> {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: Error) => void;
}

/** A service that answers when the test says so. */
const fake = vi.hoisted(() => {
  const held = <Q, A>() => {
    const calls: Call<Q, A>[] = [];
    const ask = (question: Q) =>
      new Promise<A>((resolve, reject) => {
        calls.push({ question, resolve, reject });
      });
    return { calls, ask };
  };
  return {
    score: held<{ text: string; model: string | undefined }, ScoreReply>(),
    explain: held<string, ExplainReply>(),
    added: [] as unknown[],
    removed: [] as string[],
    drafts: [] as string[],
  };
});

vi.mock('../../client', () => ({
  service: {
    reviews: {
      score: ([text]: string[], model?: string) => fake.score.ask({ text: text!, model }),
      explain: (text: string) => fake.explain.ask(text),
      add: async (reviews: unknown[]) => {
        fake.added.push(...reviews);
        return ['7'];
      },
      removeReviews: async (ids: string[]) => {
        fake.removed.push(...ids);
      },
      saveDraft: async (text: string) => {
        fake.drafts.push(text);
      },
    },
  },
  subscribe: () => () => {},
}));

const settled = () => vi.advanceTimersByTimeAsync(0);
const reply = (score: number, model = 'nano'): ScoreReply => ({
  model,
  ms: 1,
  scores: [{ score, logit: Math.log(score / (1 - score)), tokens: 3, tokensRead: 3 }],
});
const explanation = (end: number): ExplainReply => ({
  ...{ model: 'nano', ms: 1, method: 'exact' as const, base: 0, gap: 0 },
  score: { score: 0.5, logit: 0, tokens: 1, tokensRead: 1 },
  words: [{ start: 0, end, weight: 1 }],
});
const state = (model: string, phase: 'ready' | 'loading' = 'ready'): ReviewsState => ({
  models: [],
  serving: phase === 'ready' ? { phase, model, engine: 'WASM' } : { phase, model, share: 0.5 },
  draft: '',
  reviews: {
    total: 0,
    positive: 0,
    negative: 0,
    parts: { train: 0, held_out: 0, none: 0 },
    rev: 1,
    unlabelled: 0,
    scored: 0,
    mirrored: null,
    resting: null,
    exporting: null,
  },
  training: { phase: 'idle' },
});

beforeEach(async () => {
  vi.useFakeTimers();
  // Whatever an earlier test left on its way comes to its end.
  for (let round = 0; round < 3; round++) {
    for (const call of fake.score.calls.splice(0)) call.resolve(reply(0.5));
    for (const call of fake.explain.calls.splice(0)) call.resolve(explanation(1));
    await vi.advanceTimersByTimeAsync(1000);
  }
  fake.added.length = 0;
  fake.removed.length = 0;
  fake.drafts.length = 0;
  useReviews.setState(EMPTY, true);
});

describe('asking while the question changes', () => {
  it('has one request on its way, and then asks only the newest', async () => {
    const asked: string[] = [];
    const answered: string[] = [];
    let free = () => {};
    const latest = createLatest(
      (question: string) => {
        asked.push(question);
        return new Promise<void>((resolve) => {
          free = resolve;
        });
      },
      (question) => answered.push(question),
      () => {},
    );
    for (const question of ['a', 'ab', 'abc']) latest.ask(question);
    expect(asked).toEqual(['a']);
    free();
    await settled();
    expect(asked).toEqual(['a', 'abc']);
    free();
    await settled();
    expect(answered).toEqual(['a', 'abc']);
  });

  it('goes on after a failure, and an answer forgotten does not count', async () => {
    const answered: string[] = [];
    const failed: string[] = [];
    const latest = createLatest(
      async (question: string) => {
        if (question === 'bad') throw new Error('no');
      },
      (question) => answered.push(question),
      (question) => failed.push(question),
    );
    latest.ask('bad');
    latest.ask('good');
    await settled();
    expect([failed, answered]).toEqual([['bad'], ['good']]);
    latest.ask('late');
    latest.forget();
    await settled();
    expect(answered).toEqual(['good']);
  });
});

describe('the score', () => {
  it('follows the text, newest wins', async () => {
    typed('goo');
    typed('good');
    typed('good f');
    expect(fake.score.calls.map(({ question }) => question.text)).toEqual(['goo']);
    fake.score.calls[0]!.resolve(reply(0.6));
    await settled();
    expect(fake.score.calls.map(({ question }) => question.text)).toEqual(['goo', 'good f']);
    fake.score.calls[1]!.resolve(reply(0.9));
    await settled();
    expect(useReviews.getState().answer).toMatchObject({ text: 'good f', model: 'nano', score: { score: 0.9 } });
  });

  it('goes with an empty text, also when its answer comes late', async () => {
    typed('good');
    typed('  \n');
    fake.score.calls[0]!.resolve(reply(0.9));
    await settled();
    expect(useReviews.getState().answer).toBeNull();
    expect(fake.score.calls).toHaveLength(1);
  });

  it('says why there is none, and is there again with the next text', async () => {
    typed('a');
    fake.score.calls[0]!.reject(new Error('the worker went away'));
    await settled();
    expect(useReviews.getState().scoreProblem).toBe('the worker went away');
    typed('ab');
    fake.score.calls[1]!.resolve(reply(0.2));
    await settled();
    expect(useReviews.getState()).toMatchObject({ scoreProblem: null, answer: { text: 'ab' } });
  });

  it('is asked for again when another model answers, and only then', async () => {
    accept(state('base', 'loading'));
    typed('fine');
    fake.score.calls.at(-1)!.resolve(reply(0.6, 'nano'));
    await settled();
    const before = fake.score.calls.length;
    accept(state('base', 'loading'));
    expect(fake.score.calls).toHaveLength(before);
    accept(state('base'));
    expect(fake.score.calls).toHaveLength(before + 1);
  });

  it('of another model stands beside it until it is put aside', async () => {
    typed('fine');
    compareWith('untrained');
    expect(fake.score.calls.map(({ question }) => question.model)).toEqual([undefined, 'untrained']);
    fake.score.calls[1]!.resolve(reply(0.5, 'untrained'));
    await settled();
    expect(useReviews.getState().comparison?.model).toBe('untrained');
    accept(state('base'));
    // The list of models has none of that name: it is gone.
    expect(useReviews.getState()).toMatchObject({ compared: null, comparison: null });
  });
});

describe('the explanation', () => {
  it('waits for typing to rest, and is of the text as it then is', async () => {
    showExplanation(true);
    typed('one');
    await vi.advanceTimersByTimeAsync(REST - 1);
    typed('one two');
    await vi.advanceTimersByTimeAsync(REST - 1);
    expect(fake.explain.calls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(fake.explain.calls.map(({ question }) => question)).toEqual(['one two']);
  });

  it('stays on show, of the older text, while the text is newer', async () => {
    showExplanation(true);
    typed('good');
    await vi.advanceTimersByTimeAsync(REST);
    fake.explain.calls[0]!.resolve(explanation(4));
    await settled();
    typed('good film');
    expect(useReviews.getState()).toMatchObject({ text: 'good film', explained: { text: 'good' } });
  });

  it('is not asked for while it is off, nor for a text too long', async () => {
    typed('good');
    await vi.advanceTimersByTimeAsync(2 * REST);
    expect(fake.explain.calls).toHaveLength(0);
    showExplanation(true);
    placeText('x'.repeat(MAX_EXPLAINED + 1));
    await vi.advanceTimersByTimeAsync(2 * REST);
    expect(fake.explain.calls.map(({ question }) => question)).not.toContain('x'.repeat(MAX_EXPLAINED + 1));
    expect(useReviews.getState().explained).toBeNull();
  });
});

describe('the draft', () => {
  it('is stored when typing rests, or at once when the page goes', async () => {
    typed('a');
    typed('ab');
    await vi.advanceTimersByTimeAsync(1000);
    expect(fake.drafts).toEqual(['ab']);
    typed('abc');
    saveDraftNow();
    saveDraftNow();
    expect(fake.drafts).toEqual(['ab', 'abc']);
  });

  it('comes back, but not over what was typed meanwhile', () => {
    restoreDraft('of yesterday');
    expect(useReviews.getState().text).toBe('of yesterday');
    restoreDraft('of another day');
    expect(useReviews.getState().text).toBe('of yesterday');
  });
});

describe('keeping a review', () => {
  it('stores text and label, clears the field, and can be taken back', async () => {
    typed('lovely');
    await keepAs(1);
    expect(fake.added).toEqual([{ text: 'lovely', sentiment: 1 }]);
    expect(useReviews.getState()).toMatchObject({ text: '', kept: { id: '7', sentiment: 1 } });
    await undoKeep();
    expect(fake.removed).toEqual(['7']);
    expect(useReviews.getState()).toMatchObject({ text: 'lovely', kept: null });
  });

  it('keeps no empty review, and none twice', async () => {
    typed('  ');
    await keepAs(0);
    typed('dull');
    await Promise.all([keepAs(0), keepAs(0)]);
    expect(fake.added).toEqual([{ text: 'dull', sentiment: 0 }]);
  });

  it('has keys: bare ones outside of fields, with Alt everywhere', () => {
    const key = (code: string, more: Partial<KeyboardEvent> = {}) => ({
      ...{ code, key: code.slice(3).toLowerCase(), altKey: false, ctrlKey: false, metaKey: false },
      ...{ shiftKey: false, repeat: false, ...more },
    });
    expect(shortcutFor(key('KeyP'), false)?.letter).toBe('P');
    expect(shortcutFor(key('KeyP'), true)).toBeNull();
    // Alt makes another letter of it on some keyboards.
    expect(shortcutFor(key('KeyP', { altKey: true, key: 'π' }), true)?.letter).toBe('P');
    expect(shortcutFor(key('KeyN', { ctrlKey: true }), false)).toBeNull();
    expect(shortcutFor(key('KeyN', { ctrlKey: true, altKey: true }), false)).toBeNull();
    expect(shortcutFor(key('KeyN', { repeat: true }), false)).toBeNull();
    expect(shortcutFor(key('KeyX'), false)).toBeNull();
  });
});
