// The n-gram model: its words, its file whole and damaged, what it learns, and explanations that add up to its logit.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { features, prints } from './features';
import { readNgram, writeNgram } from './file';
import { fitNgram } from './fit';
import { NgramModel } from './model';
import { words } from './words';

const GOOD = ['a great and moving film', 'wonderful acting, great story', 'I loved it!', 'not bad at all'];
const BAD = ['a dull and boring film', 'terrible acting, bad story', 'I hated it!', 'not good at all'];
const TEXTS = [...GOOD.map((text) => ({ text, label: 1 })), ...BAD.map((text) => ({ text, label: 0 }))];
const OPTIONS = { features: 100, order: 2, minCount: 1, epochs: 30, rate: 0.5, penalty: 0.001, seed: 1 };

const numbers = fc.record({
  bias: fc.double({ min: -3, max: 3, noNaN: true }),
  order: fc.integer({ min: 1, max: 5 }),
  weights: fc
    .array(
      fc.tuple(
        fc.integer({ min: 0, max: 0xffff_ffff }),
        fc.integer({ min: -5000, max: 5000 }).map((n) => Math.fround(n / 1000)),
      ),
    )
    .map((entries) => new Map(entries)),
});

describe('words', () => {
  it('are small, without accents and apostrophes, with their places; marks part pairs', () => {
    const text = "Don't  go, Café!";
    const found = words(text);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(["Don't", 'go', 'Café', '!']);
    expect(found.map(({ begins }) => begins)).toEqual([true, false, true, false]);
    const [first] = words('dont');
    expect(found[0].print).toBe(first.print);
    expect(words('cafe')[0].print).toBe(words('CAFÉ')[0].print);
    expect(words('\u200b \ud800 …')).toEqual([]);
  });

  it('have places in order within any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let last = 0;
        for (const { start, end } of words(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = start;
        }
      }),
    );
  });
});

describe('the features', () => {
  const held = (text: string, order: number) => {
    const all = words(text);
    return features(all, order).flatMap(({ places }) =>
      places.map(([first, end]) => text.slice(all[first].start, all[end - 1].end)),
    );
  };

  it('are runs of up to so many words of one clause', () => {
    expect(held('not at all bad. Bad', 1).sort()).toEqual(['Bad', 'all', 'at', 'bad', 'not']);
    expect(held('not at all. Bad', 2).sort()).toEqual(['Bad', 'all', 'at', 'at all', 'not', 'not at']);
    expect(held('not at all. Bad', 3).filter((run) => run.split(' ').length > 2)).toEqual(['not at all']);
  });

  it('are the same with places as without, each once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'not', '.', '!')),
        fc.integer({ min: 1, max: 5 }),
        (parts, order) => {
          const text = parts.join(' ');
          expect(features(words(text), order).map(({ print }) => print)).toEqual([...prints(text, order)]);
        },
      ),
    );
  });
});

describe('the file', () => {
  it('keeps bias and weights to the precision of its eight bits', () => {
    fc.assert(
      fc.property(numbers, ({ bias, weights, order }) => {
        const back = readNgram(writeNgram({ bias, weights, order }));
        expect(back.order).toBe(order);
        const scale = Math.max(0, ...[...weights.values()].map(Math.abs));
        expect(back.bias).toBe(Math.fround(bias));
        expect([...back.weights.keys()].sort()).toEqual([...weights.keys()].sort());
        for (const [print, weight] of weights) {
          // Half a step of the square root at most.
          const step = Math.abs(Math.sqrt(Math.abs(back.weights.get(print) ?? 0)) - Math.sqrt(Math.abs(weight)));
          expect(step).toBeLessThanOrEqual((Math.sqrt(scale) / 127) * 0.5001 + 1e-6);
        }
      }),
    );
  });

  it('gives the same bytes when read and written again', () => {
    fc.assert(
      fc.property(numbers, (some) => {
        const bytes = writeNgram(some);
        expect(writeNgram(readNgram(bytes))).toEqual(bytes);
      }),
    );
  });

  it('refuses what is damaged, wherever the damage is', () => {
    const bytes = writeNgram(NgramModel.fromFiles(fitted().saveNow()).numbers());
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] ^= 0x55;
      expect(() => readNgram(damaged), `byte ${at}`).toThrow(/cannot be used/);
    }
    for (const length of [0, 3, 23, bytes.length - 1]) {
      expect(() => readNgram(bytes.subarray(0, length))).toThrow(/cannot be used/);
    }
  });

  it('of longer runs is no file to what reads pairs alone, and names runs that can be', () => {
    const file = (order: number) => writeNgram({ bias: 0, weights: new Map([[3, 1]]), order });
    expect([file(2)[4], file(3)[4]]).toEqual([2, 3]);
    expect(readNgram(file(3)).order).toBe(3);
    for (const order of [0, 6]) expect(() => readNgram(file(order))).toThrow(/cannot be used/);
  });

  it('is still read in its first version, whose checksum left out the header', () => {
    // Bias 0.5, scale 2; features 3 and 10 with weights 127 and −64.
    const first = '4d524e4701000000020000000000003f00000040507c8afd03077fc0';
    const { bias, weights, order } = readNgram(Uint8Array.from(Buffer.from(first, 'hex')));
    expect(order).toBe(2);
    expect(bias).toBe(0.5);
    expect([...weights.keys()]).toEqual([3, 10]);
    expect(weights.get(3)).toBe(2);
    expect(weights.get(10)).toBeCloseTo(-2 * (64 / 127) ** 2, 12);
  });
});

function fitted(order = 2): NgramModel {
  return new NgramModel(fitNgram(TEXTS, { ...OPTIONS, order }));
}

describe('the model', () => {
  it('tells apart what it was fitted to, negation too', () => {
    const model = fitted();
    for (const { text, label } of TEXTS) expect(model.scoreNow(text).score > 0.5).toBe(label === 1);
    expect(fitNgram(TEXTS, OPTIONS)).toEqual(fitNgram(TEXTS, OPTIONS));
  });

  it.each([2, 3])('explains exactly, runs of up to %i words: weights and bias add up to the logit', (order) => {
    const model = fitted(order);
    const word = fc.constantFrom('great', 'film', 'not', 'bad', 'good', 'at', 'all', ',', '!', 'new', "isn't");
    fc.assert(
      fc.property(
        fc.array(word).map((parts) => parts.join(' ')),
        (text) => {
          const { words: weights, base, gap, score } = model.explainNow(text);
          const sum = weights.reduce((total, { weight }) => total + weight, base);
          expect(sum).toBeCloseTo(score.logit, 10);
          expect(gap).toBeLessThan(1e-10);
        },
      ),
    );
  });

  it('learns towards the label from one example, and new words too', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.constantFrom(0, 1), (text, label) => {
        const model = fitted();
        const before = model.scoreNow(text).score;
        model.learn(text, label);
        const after = model.scoreNow(text).score;
        if (label === 1) expect(after).toBeGreaterThan(before);
        else expect(after).toBeLessThan(before);
      }),
    );
    const model = NgramModel.fresh();
    for (let i = 0; i < 50; i++) for (const { text, label } of TEXTS) model.learn(text, label);
    for (const { text, label } of TEXTS) expect(model.scoreNow(text).score > 0.5).toBe(label === 1);
  });

  it('learns more about words that say something than about those that all texts share', () => {
    const model = fitted();
    const before = new Map(['great', 'and'].map((word) => [word, model.logit(word)]));
    for (let i = 0; i < 3; i++) model.learn('great and', 0);
    const moved = (word: string) => (before.get(word) ?? 0) - model.logit(word);
    expect(moved('great')).toBeGreaterThan(1.5 * moved('and'));
    expect(moved('and')).toBeGreaterThan(0);
  });

  it('is not swept away by one long text', () => {
    const model = NgramModel.fresh();
    const long = Array.from({ length: 300 }, (_, i) => `word${i}`).join(' ');
    model.learn(long, 1);
    const { score } = model.scoreNow(long);
    expect(score).toBeGreaterThan(0.55);
    expect(score).toBeLessThan(0.95);
  });

  it('goes on learning exactly where it stopped, with its longest runs', () => {
    const model = fitted(3);
    model.learn('a great film', 1);
    const again = NgramModel.fromLearningState(structuredClone(model.learningState()));
    model.learn('not bad at all', 1);
    again.learn('not bad at all', 1);
    expect(again.learningState()).toEqual(model.learningState());
  });

  it('scores the same after it was saved and loaded again', () => {
    const once = NgramModel.fromFiles(fitted().saveNow());
    const twice = NgramModel.fromFiles(once.saveNow());
    for (const { text } of TEXTS) expect(twice.logit(text)).toBe(once.logit(text));
  });
});
