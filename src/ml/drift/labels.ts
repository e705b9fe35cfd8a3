// Drift that shows in labels: how many texts are positive, and on how many the model is right.

import { wilson } from '../metrics/binary';
import { FIRST_LOOK } from './looks';
import { enoughForZ, fisherExact, type Share, type Side, twoProportionZ } from './proportions';
import type { TextSample } from './types';
import { found, type Judge, lacking, tooLittle } from './verdict';
import { chance, percent } from './wording';

export const labelShare: Judge = ({ sample: reference }, current, level) => {
  const [first, second] = [positives(reference.labels), positives(current.labels)];
  const sizes = {
    ...{ name: 'label_share' as const, n_needed: FIRST_LOOK },
    ...{ n_reference: first.n, n_current: second.n },
  };
  const missing = lacking(sizes, 'labelled review');
  if (missing) return tooLittle(sizes, missing);
  const { statistic, pValue } = sharesTested(first, second, 'two-sided');
  const threshold = level(second.n);
  const drifted = pValue < threshold;
  const sentence = `${percent(second.hits / second.n)} of the labelled reviews are positive, ${percent(first.hits / first.n)} in the reference (${chance(pValue)}).`;
  return found(sizes, drifted, { statistic, threshold, rule: 'p-below', p_value: pValue, sentence });
};

/** The difference of the shares, by z where counts are large enough for it, exactly where not. */
function sharesTested(first: Share, second: Share, side: Side): { statistic: number; pValue: number } {
  const statistic = second.hits / second.n - first.hits / first.n;
  if (enoughForZ(first, second)) {
    return { statistic, pValue: twoProportionZ(first, second, side).pValue };
  }
  return { statistic, pValue: fisherExact(first, second, side) };
}

function positives(labels: Int8Array): Share {
  let [hits, n] = [0, 0];
  for (const label of labels) {
    if (label < 0) continue;
    hits += label;
    n += 1;
  }
  return { hits, n };
}

export const accuracy: Judge = ({ sample: reference }, current, level) => {
  const [first, second] = [right(reference), right(current)];
  const sizes = {
    ...{ name: 'accuracy' as const, n_needed: FIRST_LOOK },
    ...{ n_reference: first.n, n_current: second.n },
  };
  const missing = lacking(sizes, 'labelled review');
  if (missing) return tooLittle(sizes, missing);
  const { pValue } = sharesTested(first, second, 'less');
  const statistic = second.hits / second.n;
  const interval = wilson(second.hits, second.n);
  const threshold = level(second.n);
  const drifted = pValue < threshold;
  const between = `95 % interval ${percent(interval[0])} to ${percent(interval[1])}`;
  const sentence = `The model is right on ${percent(statistic)} of the labelled reviews (${between}), ${percent(first.hits / first.n)} in the reference (${chance(pValue)}).`;
  return found(sizes, drifted, { statistic, threshold, rule: 'p-below', p_value: pValue, sentence, interval });
};

/** Texts with a score and a label that agree at 0.5, of those that have both. */
function right({ scores, labels }: TextSample): Share {
  let [hits, n] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    if (labels[i] < 0) continue;
    if (scores[i] >= 0.5 === (labels[i] === 1)) hits += 1;
    n += 1;
  }
  return { hits, n };
}
