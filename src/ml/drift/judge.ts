// Whether texts that have come in still look like those a model was trained on: eight tests, each as strict as
// looks.ts says, so that of streams that have not drifted at most `alpha` are ever called so.

import { embeddingMmd, vocabularyJs } from './content';
import { lengthKs, oovShare, scoreKs, scorePsi } from './figures';
import { histogramsOf } from './histograms';
import { accuracy, labelShare } from './labels';
import { levelOf } from './looks';
import {
  DRIFT_TESTS,
  type DriftTestName,
  type Judgement,
  type JudgeOptions,
  type Profile,
  type TextSample,
} from './types';
import type { Judge, Level } from './verdict';

const JUDGES: Readonly<Record<DriftTestName, Judge>> = {
  score_ks: scoreKs,
  score_psi: scorePsi,
  label_share: labelShare,
  length_ks: lengthKs,
  oov_share: oovShare,
  vocabulary_js: vocabularyJs,
  embedding_mmd: embeddingMmd,
  accuracy,
};

/** The same profile, texts and options give the same judgement. */
export function judge(profile: Profile, current: TextSample, { alpha, look }: JudgeOptions): Judgement {
  const renewed = current.n === 0 ? 0 : Math.max(0, look - current.n) / current.n;
  const level: Level = (n) => levelOf(alpha, n, renewed);
  const tests = DRIFT_TESTS.map((name) => JUDGES[name](profile, current, level));
  return {
    tests,
    drifted: tests.some(({ drifted }) => drifted),
    histograms: histogramsOf(profile.sample, current),
  };
}
