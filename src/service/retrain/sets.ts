// The texts that judge a challenger: the new ones held out, the old ones (held out earlier, and the test parts of the
// chosen datasets), and, unless they are not to, the short reviews that come with the app. No text judges twice.

import type { LabelledText } from '../../ml/text/types';
import { readReviewsById } from '../../storage/reviews';
import type { GateSet } from '../../wire/retrain';
import type { DatasetsParts } from '../datasets/parts';
import { normalText, textsOf } from '../reviews/split';
import { readLabelled } from '../reviews/train-data';
import { MAX_JUDGED } from './defaults';
import { describeOld, drawRows, type OldData } from './draw';
import type { Job } from './record';

export interface JudgingText {
  readonly set: GateSet['set'];
  readonly text: string;
  readonly label: 0 | 1;
}

/** The same ones for the same seed, so that the training can leave them out and the gate find them again. */
export function drawTests(
  datasets: DatasetsParts,
  sources: readonly OldData[],
  seed: number,
): Promise<readonly LabelledText[]> {
  const parts = sources.filter(({ test }) => test > 0).map(({ id }) => ({ id, split: 'test' as const }));
  return drawRows(datasets, parts, MAX_JUDGED, seed);
}

export async function readJudging(job: Job, datasets: DatasetsParts): Promise<readonly JudgingText[]> {
  const { judges, options } = job;
  const [fresh, earlier] = [await readHeldOut(judges.new), await readHeldOut(judges.old)];
  const tests = await drawTests(datasets, await describeOld(datasets, options.datasets), options.seed);
  // Only where it is needed: it is no small file.
  const probe = options.probe ? (await import('../../ml/samples/probe')).PROBE : [];
  // A test text that was typed in and learnt from here does not judge.
  const learnt = textsOf((await readLabelled()).filter(({ part }) => part === 'train'));
  const old = [...earlier, ...tests.filter(({ text }) => !learnt.has(normalText(text)))].slice(0, MAX_JUDGED);
  return unique([...inSet('new', fresh), ...inSet('old', old), ...inSet('probe', probe)]);
}

/** As they are now: a label that was put right since judges rightly. */
async function readHeldOut(ids: readonly number[]): Promise<LabelledText[]> {
  const reviews = await readReviewsById(ids);
  return reviews.flatMap(({ text, sentiment }) => (sentiment === null ? [] : [{ text, label: sentiment }]));
}

function inSet(set: GateSet['set'], texts: readonly LabelledText[]): JudgingText[] {
  return texts.map(({ text, label }) => ({ set, text, label: label >= 0.5 ? 1 : 0 }));
}

function unique(texts: readonly JudgingText[]): readonly JudgingText[] {
  const seen = new Set<string>();
  return texts.filter(({ text }) => {
    const key = normalText(text);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
