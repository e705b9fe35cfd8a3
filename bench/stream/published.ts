// What is published of the detectors' false alarms and delays, each with its source, beside what ours do. Papers give
// bounds and levels; delays they give for streams and learners of their own, which cannot be had again exactly, so that
// only CapyMOA's documented example, whose stream is known to the last bit, stands here with a delay.

import { Rng } from '../../src/ml/rng';
import { ADWIN_DEFAULTS, Adwin } from '../../src/ml/stream/detectors/adwin';
import { Ddm } from '../../src/ml/stream/detectors/ddm';
import golden from '../../src/ml/stream/detectors/golden/detectors.json';
import { KSWIN_DEFAULTS, Kswin } from '../../src/ml/stream/detectors/kswin';
import { PageHinkley } from '../../src/ml/stream/detectors/page-hinkley';
import type { Detector } from '../../src/ml/stream/types';

const SOURCES = {
  adwin: 'Bifet and Gavaldà 2007, theorem 3.1: probability of a false alarm at a step at most delta',
  ddm: 'Gama et al. 2004: drift at p + s >= p_min + 3 s_min, a confidence level of 99 %; no rate of false alarms is given',
  kswin: 'Raab, Heusinger and Schleif 2020: a Kolmogorov–Smirnov test of level alpha at each step',
  'page-hinkley': 'Page 1954: lambda sets the balance of delay and false alarms; no rate is given',
  capymoa: 'CapyMOA, documentation of EvaluateDetector: ADWIN, delta 0.001, change at 1000',
} as const;

/** Errors of a learner that stays as good as it is: 0 or 1, independent, with these rates. */
const RATES = [0.01, 0.1, 0.3, 0.5];
const STEPS = 10_000;

export interface FalseAlarms {
  readonly detector: string;
  readonly setting: string;
  readonly source: string;
  /** Most false alarms a step that the source allows; null: it does not say. */
  readonly published: number | null;
  readonly steps: number;
  /** False alarms a step at each of RATES. */
  readonly ours: readonly { readonly rate: number; readonly perStep: number }[];
}

/** `streams`: of each rate. Both directions count as alarms, as in the papers. */
export function falseAlarms(streams: number): FalseAlarms[] {
  const adwin = [ADWIN_DEFAULTS.delta, 0.05, 0.1, 0.3].map((delta) => ({
    ...{ detector: 'adwin', setting: `delta ${delta}`, source: SOURCES.adwin, published: delta },
    make: () => new Adwin({ ...ADWIN_DEFAULTS, delta, only_rising: false }),
  }));
  const { alpha } = KSWIN_DEFAULTS;
  const others = [
    { detector: 'ddm', setting: '3 s', source: SOURCES.ddm, published: null, make: () => new Ddm() },
    {
      ...{ detector: 'kswin', setting: `alpha ${alpha}`, source: SOURCES.kswin, published: alpha },
      make: (seed: number) => new Kswin({ ...KSWIN_DEFAULTS, seed, only_rising: false }),
    },
    {
      ...{ detector: 'page-hinkley', setting: 'defaults', source: SOURCES['page-hinkley'], published: null },
      make: () => new PageHinkley(),
    },
  ];
  return [...adwin, ...others].map(({ make, ...about }) => ({
    ...about,
    steps: streams * STEPS,
    ours: RATES.map((rate) => ({ rate, perStep: alarmsPerStep(make, rate, streams) })),
  }));
}

/** A detector begins anew after an alarm. */
function alarmsPerStep(make: (seed: number) => Detector, rate: number, streams: number): number {
  let alarms = 0;
  for (let stream = 1; stream <= streams; stream++) {
    const rng = new Rng(stream);
    let detector = make(stream);
    for (let t = 0; t < STEPS; t++) {
      if (detector.update(rng.uniform() < rate ? 1 : 0) !== 'drift') continue;
      alarms += 1;
      detector = make(stream + alarms);
    }
  }
  return alarms / (streams * STEPS);
}

/** The delay that CapyMOA prints for its own example, and ours on the same stream. */
export function publishedDelay() {
  const example = golden.documented.find(({ by, detector }) => detector === 'adwin' && by.startsWith('CapyMOA'));
  if (!example?.delta) throw new Error('The documented example is not among the golden sequences.');
  const detector = new Adwin({ ...ADWIN_DEFAULTS, delta: example.delta });
  const first = example.values.findIndex((value) => detector.update(value) === 'drift');
  // Counted from 1 there, the change is at 1000 and the alarm one later than its index.
  return { source: SOURCES.capymoa, published: 24, ours: first + 1 - 1000 };
}
