// The judgement: each test finds what it is for, nothing finds drift where there is none, too little data is said,
// and nothing that is sent is NaN, whatever comes in.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import { judge } from './judge';
import { epochOf, levelOf } from './looks';
import { DRIFT_TESTS, type DriftTestName, type Profile, type TextSample } from './types';
import { vocabularyNull } from './vocabulary';

const TOKENS = 300;
const DIMENSIONS = 6;

interface World {
  readonly n: number;
  readonly positive: number;
  readonly right: number;
  /** Mean of ln(words). */
  readonly length: number;
  readonly unknown: number;
  /** Tokens are moved on by so many places. */
  readonly words: number;
  readonly meaning: number;
  readonly labelled: number;
}

const REFERENCE: World = {
  n: 400,
  positive: 0.5,
  right: 0.9,
  length: 5,
  unknown: 0.03,
  words: 0,
  meaning: 0,
  labelled: 1,
};

/** Texts of a made-up kind: their figures, and the tokens of each. */
function draw(world: World, seed: number): { sample: TextSample; texts: number[][] } {
  const rng = new Rng(seed);
  const { n } = world;
  const lengths = Float64Array.from({ length: n }, () =>
    Math.max(1, Math.round(Math.exp(world.length + 0.5 * rng.normal()))),
  );
  const truth = Array.from({ length: n }, () => (rng.uniform() < world.positive ? 1 : 0));
  const scores = Float64Array.from(truth, (label) => {
    const sure = 0.5 + 0.5 * Math.sqrt(rng.uniform());
    return rng.uniform() < world.right === (label === 1) ? sure : 1 - sure;
  });
  const texts = Array.from(lengths, () =>
    Array.from({ length: 20 }, () => Math.floor(TOKENS * rng.uniform() ** 3 + world.words) % TOKENS),
  );
  const tokens = countsOf(texts);
  const sample: TextSample = {
    ...{ n, scores, lengths, tokens },
    unknown: lengths.map(() => Math.min(1, -Math.log(1 - rng.uniform()) * world.unknown)),
    embeddings: {
      ...{ n, d: DIMENSIONS },
      data: Float32Array.from({ length: n * DIMENSIONS }, () => rng.normal() + world.meaning),
    },
    labels: Int8Array.from(truth, (label) => (rng.uniform() < world.labelled ? label : -1)),
  };
  return { sample, texts };
}

function countsOf(texts: readonly number[][]): Float64Array {
  const counts = new Float64Array(TOKENS);
  for (const token of texts.flat()) counts[token] += 1;
  return counts;
}

function profileOf(world: World, seed = 1): Profile {
  const { sample, texts } = draw(world, seed);
  return {
    sample,
    vocabulary: [],
    known: new Uint32Array(),
    about: '',
    vocabulary_null: vocabularyNull(texts, TOKENS, 1),
  };
}

const PROFILE = profileOf(REFERENCE);
const ALPHA = 0.05;

function look(world: Partial<World>, n = 150, seed = 2) {
  const { sample } = draw({ ...REFERENCE, n, ...world }, seed);
  return judge(PROFILE, sample, { alpha: ALPHA, look: n });
}

const drifted = ({ tests }: ReturnType<typeof judge>) => tests.filter((test) => test.drifted).map(({ name }) => name);

describe('each test finds what it is for, and only it', () => {
  const shifts: readonly (readonly [string, Partial<World>, DriftTestName[]])[] = [
    ['shorter texts', { length: 3.5 }, ['length_ks']],
    ['strange words', { unknown: 0.2 }, ['oov_share']],
    ['other words', { words: 60 }, ['vocabulary_js']],
    ['other meanings', { meaning: 0.8 }, ['embedding_mmd']],
    ['mistakes', { right: 0.5 }, ['accuracy']],
    ['praise', { positive: 0.95 }, ['score_ks', 'score_psi', 'label_share']],
  ];

  it.each(shifts)('%s', (_, world, expected) => {
    const judgement = look(world);
    expect(drifted(judgement)).toEqual(expected);
    expect(judgement.drifted).toBe(true);
  });

  it('finds the same in thousands, by distances', () => {
    const profile = profileOf({ ...REFERENCE, n: 1500 });
    const near = draw({ ...REFERENCE, n: 1200, length: 5.05 }, 3).sample;
    const far = draw({ ...REFERENCE, n: 1200, length: 5.6 }, 3).sample;
    const lengthOf = (sample: TextSample) =>
      judge(profile, sample, { alpha: ALPHA, look: sample.n }).tests.find(({ name }) => name === 'length_ks');
    expect(lengthOf(near)).toMatchObject({ rule: 'statistic-above', p_value: null, drifted: false });
    expect(lengthOf(far)).toMatchObject({ rule: 'statistic-above', p_value: null, drifted: true });
  });

  it('raises no alarm over more accuracy than before', () => {
    expect(drifted(look({ right: 1, positive: 0.5 }))).not.toContain('accuracy');
  });
});

describe('what has not drifted', () => {
  it('is not called so, in thirty streams looked at four times each', () => {
    const alarms = Array.from({ length: 30 }, (_, stream) => {
      const profile = profileOf({ ...REFERENCE, n: 150 }, 1000 + stream);
      return [25, 50, 75, 100].some((n) => {
        const { sample, texts } = draw({ ...REFERENCE, n: 100 }, 5000 + stream);
        const seen = { ...firstOf(sample, n), tokens: countsOf(texts.slice(0, n)) };
        return judge(profile, seen, { alpha: ALPHA, look: n }).drifted;
      });
    });
    // 5 % of 30 are 1.5; more than 5 would have a chance below 0.01.
    expect(alarms.filter(Boolean).length).toBeLessThanOrEqual(5);
  });

  function firstOf(
    { scores, lengths, unknown, labels, embeddings }: TextSample,
    n: number,
  ): Omit<TextSample, 'tokens'> {
    return {
      n,
      scores: scores.slice(0, n),
      lengths: lengths.slice(0, n),
      unknown: unknown.slice(0, n),
      labels: labels.slice(0, n),
      embeddings: { ...embeddings, n, data: embeddings.data.slice(0, n * embeddings.d) },
    };
  }
});

describe('too little data', () => {
  it('is not "no drift"', () => {
    const { tests, drifted } = look({ length: 1, unknown: 0.5 }, 24);
    expect(drifted).toBe(false);
    for (const test of tests) {
      expect(test.verdict).toBe('too-little-data');
      expect([test.statistic, test.p_value, test.threshold]).toEqual([null, null, null]);
      expect(test.sentence).toMatch(/^Too little data/);
    }
  });

  it('is told test by test', () => {
    const { tests } = look({ labelled: 0.05 }, 60);
    const verdicts = Object.fromEntries(tests.map(({ name, verdict }) => [name, verdict]));
    expect(verdicts).toMatchObject({
      label_share: 'too-little-data',
      accuracy: 'too-little-data',
      score_ks: 'no-drift',
    });
  });

  it('is also a reference that is too small, or that does not say how its words vary', () => {
    const small = profileOf({ ...REFERENCE, n: 10 });
    const { sample } = draw({ ...REFERENCE, n: 100 }, 2);
    for (const { verdict } of judge(small, sample, { alpha: ALPHA, look: 100 }).tests)
      expect(verdict).toBe('too-little-data');
    const { vocabulary_null: _, ...silent } = PROFILE;
    const judged = judge(silent, sample, { alpha: ALPHA, look: 100 });
    expect(judged.tests.find(({ name }) => name === 'vocabulary_js')?.verdict).toBe('too-little-data');
  });

  it('is also an embedding of another model', () => {
    const { sample } = draw({ ...REFERENCE, n: 100 }, 2);
    const other = { ...sample, embeddings: { n: 100, d: 2, data: new Float32Array(200) } };
    const { tests } = judge(PROFILE, other, { alpha: ALPHA, look: 100 });
    expect(tests.find(({ name }) => name === 'embedding_mmd')?.verdict).toBe('too-little-data');
  });
});

describe('what is sent', () => {
  it('names every test once, without NaN, verdict and flag agreeing, whatever comes in', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    const texts = fc.array(
      fc.record({ score: value, unknown: value, label: fc.integer({ min: -1, max: 1 }), length: fc.nat(2000) }),
      {
        maxLength: 80,
      },
    );
    fc.assert(
      fc.property(texts, fc.nat(100_000), (rows, seen) => {
        const sample: TextSample = {
          n: rows.length,
          scores: Float64Array.from(rows, ({ score }) => score),
          lengths: Float64Array.from(rows, ({ length }) => length),
          unknown: Float64Array.from(rows, ({ unknown }) => unknown),
          tokens: new Float64Array(TOKENS),
          embeddings: { n: rows.length, d: DIMENSIONS, data: new Float32Array(rows.length * DIMENSIONS) },
          labels: Int8Array.from(rows, ({ label }) => label),
        };
        const judgement = judge(PROFILE, sample, { alpha: ALPHA, look: seen });
        expect(judgement.tests.map(({ name }) => name)).toEqual([...DRIFT_TESTS]);
        expect(JSON.stringify(judgement)).not.toMatch(/NaN|Infinity|undefined/);
        for (const { statistic, p_value, threshold, verdict, drifted: flag } of judgement.tests) {
          for (const number of [statistic, p_value, threshold])
            expect(number === null || Number.isFinite(number)).toBe(true);
          expect(flag).toBe(verdict === 'drift');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has histograms that sum to one', () => {
    const { histograms } = look({});
    const { score, length } = histograms;
    for (const shares of [score.reference, score.current, length.reference, length.current]) {
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }
    expect(length.edges).toHaveLength(length.current.length + 1);
    expect(score.current).toHaveLength(10);
  });

  it('is the same for the same', () => {
    expect(look({ length: 4.7 })).toEqual(look({ length: 4.7 }));
  });
});

describe('strictness', () => {
  it('spends no more than alpha over all epochs, nine looks each, and eight tests', () => {
    let spent = 0;
    for (let epoch = 0; epoch < 400; epoch++) spent += 9 * 8 * levelOf(ALPHA, 25, epoch / 3);
    expect(spent).toBeLessThanOrEqual(ALPHA);
    expect(spent).toBeGreaterThan(0.99 * ALPHA);
  });

  it('begins an epoch with every doubling, then with every third of a window', () => {
    expect([25, 49, 50, 99, 100, 800].map((n) => epochOf(n, 0))).toEqual([1, 1, 2, 2, 3, 6]);
    expect([0, 0.01, 0.33, 0.34, 1, 2].map((renewed) => epochOf(800, renewed))).toEqual([6, 7, 7, 8, 9, 12]);
  });
});
