// What the tests are called, and how a look at drift is summed up.

import type { DriftReport, DriftState, DriftTest, DriftTestName } from '../../../wire/drift';
import type { Flip, GateSet, VersionInfo } from '../../../wire/retrain';
import { plural } from '../../components/format';

/** The plain word, and the field's term beside it. */
export const TEST_WORDS: Readonly<Record<DriftTestName, { readonly word: string; readonly term: string }>> = {
  score_ks: { word: 'Scores', term: 'Kolmogorov–Smirnov' },
  score_psi: { word: 'Scores, in bins', term: 'population stability index' },
  label_share: { word: 'Share of positive labels', term: 'two-proportion z-test' },
  length_ks: { word: 'Length', term: 'Kolmogorov–Smirnov' },
  oov_share: { word: 'Unknown words', term: 'out-of-vocabulary share' },
  vocabulary_js: { word: 'Words used', term: 'Jensen–Shannon distance' },
  embedding_mmd: { word: 'Meaning', term: 'maximum mean discrepancy' },
  accuracy: { word: 'Right on your labels', term: 'accuracy' },
};

export const VERDICT_WORDS: Readonly<Record<DriftTest['verdict'], string>> = {
  drift: 'Drift',
  'no-drift': 'No drift',
  'too-little-data': 'Too little data',
};

export interface Headline {
  readonly tone: 'quiet' | 'good' | 'bad';
  readonly title: string;
  readonly text: string;
}

export function headlineOf({ phase, report, reference, problem }: DriftState): Headline {
  if (phase === 'off')
    return { tone: 'quiet', title: 'Watching is off', text: 'Turn it on to hear when reviews change.' };
  if (problem !== null) return { tone: 'quiet', title: 'The last look failed', text: problem };
  if (reference === null) {
    const text = 'This model says nothing about what it was trained on, so there is nothing to compare reviews with.';
    return { tone: 'quiet', title: 'Nothing to compare with', text };
  }
  if (report === null || report.n_current === 0) {
    return { tone: 'quiet', title: 'No new reviews yet', text: `As they come in they are compared with ${reference}.` };
  }
  return ofReport(report, reference);
}

function ofReport({ tests, drifted, n_current }: DriftReport, reference: string): Headline {
  const compared = `${plural(n_current, 'new review')} compared with ${reference}.`;
  if (drifted) return { tone: 'bad', title: 'New reviews look different', text: compared };
  if (tests.every((test) => test.verdict === 'too-little-data')) {
    const needed = Math.min(...tests.map((test) => test.n_needed));
    const text = `${plural(n_current, 'new review')} so far; the first test needs ${needed}.`;
    return { tone: 'quiet', title: 'Too little to tell yet', text };
  }
  return { tone: 'good', title: 'No drift found', text: compared };
}

/** A p-value as people read it. */
export function formatP(p: number): string {
  if (p < 0.0001) return 'p < 0.0001';
  return `p = ${p.toPrecision(2)}`;
}

/** A share as per cent, as fine as it was set: 0.855 is 85.5. */
export function inPerCent(share: number): number {
  return Number((100 * share).toPrecision(12));
}

export const SET_WORDS: Readonly<Record<GateSet['set'], string>> = {
  new: 'New reviews, held out',
  old: 'Old reviews, held out',
  probe: 'Short reviews that come with the app',
};

/** The new one is right: as the gate has it, a half is positive. */
export function isWon({ label, challenger }: Pick<Flip, 'label' | 'challenger'>): boolean {
  return challenger >= 0.5 === (label === 1);
}

export const ROLE_WORDS: Readonly<Record<VersionInfo['role'], string>> = {
  champion: 'serves now',
  candidate: 'kept back',
  version: 'earlier',
  shipped: 'comes with the app',
};

/** Of a retraining whose training stands still. */
export function restingWords(phase: 'interrupted' | 'paused'): string {
  if (phase === 'paused') return 'The training is paused.';
  return 'The training was stopped from outside. Go on from its last checkpoint, or cancel it.';
}
