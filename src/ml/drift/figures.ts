// Drift of what is one number a text: its score, its length, its share of unknown words.

import { ksTest } from './ks';
import { FIRST_LOOK } from './looks';
import { pearsonQuantile } from './pearson';
import { countBins, psiNull, psiOf, quantileEdges } from './psi';
import type { DriftTest, DriftTestName } from './types';
import { found, type Judge, LARGE, type Level, lacking, SEED, tooLittle } from './verdict';
import { chance, decimal, median, percent } from './wording';

/** Of thousands of texts: differences of distribution functions that matter. */
const LARGE_DISTANCE = 0.1;
/** "Moderate change" by the custom of PSI. */
const PSI_LIMIT = 0.1;
const PSI_NEEDED = 50;

export const scoreKs: Judge = ({ sample: { scores: reference } }, { scores: current }, level) => {
  const middles = `median ${decimal(median(current))}, ${decimal(median(reference))} in the reference`;
  return ksJudged('score_ks', reference, current, level, 'Scores', middles);
};

export const lengthKs: Judge = ({ sample: { lengths: reference } }, { lengths: current }, level) => {
  const middles = `median ${Math.round(median(current))} words, ${Math.round(median(reference))} in the reference`;
  return ksJudged('length_ks', reference, current, level, 'Lengths', middles);
};

export const oovShare: Judge = ({ sample: { unknown: reference } }, { unknown: current }, level) => {
  const middles = `${percent(mean(current))} of a text's words on average, ${percent(mean(reference))} in the reference`;
  return ksJudged('oov_share', reference, current, level, 'Shares of unknown words', middles);
};

function ksJudged(
  name: DriftTestName,
  reference: Float64Array,
  current: Float64Array,
  level: Level,
  what: string,
  middles: string,
): DriftTest {
  const [n, m] = [reference.length, current.length];
  const sizes = { name, n_reference: n, n_current: m, n_needed: FIRST_LOOK };
  const missing = lacking(sizes);
  if (missing) return tooLittle(sizes, missing);
  const { statistic, pValue } = ksTest(reference, current);
  const verb = (drifted: boolean) => (drifted ? 'differ from' : 'are like');
  const apart = `largest difference of the distributions ${decimal(statistic)}`;
  const limit = level(m);
  if (Math.min(n, m) < LARGE) {
    const drifted = pValue < limit;
    const sentence = `${what} ${verb(drifted)} the reference's: ${apart}, ${chance(pValue)}; ${middles}.`;
    return found(sizes, drifted, { statistic, threshold: limit, rule: 'p-below', p_value: pValue, sentence });
  }
  const threshold = Math.max(LARGE_DISTANCE, criticalDistance(limit, n, m));
  const drifted = statistic > threshold;
  const sentence = `${what} ${verb(drifted)} the reference's: ${apart}, limit ${decimal(threshold)}; ${middles}.`;
  return found(sizes, drifted, { statistic, threshold, rule: 'statistic-above', p_value: null, sentence });
}

/** The Kolmogorov–Smirnov statistic with this p-value, of large samples: Smirnov's (1939) first term. */
function criticalDistance(level: number, n: number, m: number): number {
  return Math.sqrt((-Math.log(level / 2) / 2) * (1 / n + 1 / m));
}

/** Of the scores. */
export const scorePsi: Judge = ({ sample: { scores: reference } }, { scores: current }, level) => {
  const sizes = {
    ...{ name: 'score_psi' as const, n_needed: PSI_NEEDED },
    ...{ n_reference: reference.length, n_current: current.length },
  };
  const missing = lacking(sizes);
  if (missing) return tooLittle(sizes, missing, 'statistic-above');
  const edges = quantileEdges(reference);
  const bins = countBins(reference, edges);
  const statistic = psiOf(bins, countBins(current, edges));
  const chanceLimit = pearsonQuantile(level(current.length), psiNull(bins, current.length, SEED));
  const threshold = Math.max(PSI_LIMIT, chanceLimit);
  const drifted = statistic > threshold;
  const sentence = `The population stability index of the scores is ${decimal(statistic)}, ${drifted ? 'above' : 'not above'} the limit of ${decimal(threshold)} for so many reviews.`;
  return found(sizes, drifted, { statistic, threshold, rule: 'statistic-above', p_value: null, sentence });
};

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
