// Drift of what texts are made of and what they mean: their words, and where the model sees them.

import { FIRST_LOOK } from './looks';
import { mmdTest, type Points } from './mmd';
import { pearsonQuantile } from './pearson';
import { found, type Judge, lacking, SEED, tooLittle } from './verdict';
import { jensenShannon, nullAt } from './vocabulary';
import { chance, decimal } from './wording';

/** Words: a tenth further from the reference than parts of it are. */
const VOCABULARY_MARGIN = 1.1;
/** Points of the reference and of what came in: time grows with the square of both together. */
const MOST_POINTS = { reference: 500, current: 300 };
const SHUFFLES = 199;

export const vocabularyJs: Judge = ({ sample, vocabulary_null }, current, level) => {
  const sizes = {
    ...{ name: 'vocabulary_js' as const, n_needed: FIRST_LOOK },
    ...{ n_reference: sample.n, n_current: current.n },
  };
  const rule = 'statistic-above';
  const missing = lacking(sizes);
  if (missing) return tooLittle(sizes, missing, rule);
  const usual = nullAt(vocabulary_null ?? [], current.n);
  if (!usual) {
    return tooLittle(sizes, 'Too little data: the reference has too few texts to say how far its words vary.', rule);
  }
  const statistic = jensenShannon(sample.tokens, current.tokens);
  if (statistic === null) return tooLittle(sizes, 'Too little data: there are no words.', rule);
  const threshold = Math.min(1, Math.max(VOCABULARY_MARGIN * usual.mean, pearsonQuantile(level(current.n), usual)));
  const drifted = statistic > threshold;
  const sentence = `Words are ${drifted ? 'used differently' : 'used as in the reference'}: Jensen–Shannon distance ${decimal(statistic)}; so many reviews like the reference are about ${decimal(usual.mean)} away, the limit is ${decimal(threshold)}.`;
  return found(sizes, drifted, { statistic, threshold, rule, p_value: null, sentence });
};

export const embeddingMmd: Judge = ({ sample }, current, level) => {
  const [first, second] = [
    thinned(sample.embeddings, MOST_POINTS.reference),
    thinned(current.embeddings, MOST_POINTS.current),
  ];
  const sizes = {
    ...{ name: 'embedding_mmd' as const, n_needed: FIRST_LOOK },
    ...{ n_reference: first.n, n_current: second.n },
  };
  const missing = lacking(sizes);
  if (missing) return tooLittle(sizes, missing);
  if (first.d !== second.d) return tooLittle(sizes, 'Too little data: the reference was made with another model.');
  const { mmd2, pValue } = mmdTest(first, second, SHUFFLES, SEED);
  const threshold = level(second.n);
  const drifted = pValue < threshold;
  const sentence = `To the model the texts ${drifted ? 'mean something else than' : 'look like'} the reference's: squared maximum mean discrepancy ${decimal(mmd2)}, ${chance(pValue)}.`;
  return found(sizes, drifted, { statistic: mmd2, threshold, rule: 'p-below', p_value: pValue, sentence });
};

/** At most so many of the points, evenly spaced. */
function thinned(points: Points, most: number): Points {
  const { n, d, data } = points;
  if (n <= most) return points;
  const kept = new Float32Array(most * d);
  for (let i = 0; i < most; i++) {
    const from = Math.floor((i * n) / most) * d;
    for (let k = 0; k < d; k++) kept[i * d + k] = data[from + k];
  }
  return { n: most, d, data: kept };
}
