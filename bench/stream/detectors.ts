// How soon each detector finds the drift of each generator, and how often it says drift where there is none, from the
// errors of a plain learner. Learner and detector begin anew at every detection. Run by run.mjs; writes JSON.
// Arguments: --out <file> [--streams N]

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ADWIN_DEFAULTS, Adwin } from '../../src/ml/stream/detectors/adwin';
import golden from '../../src/ml/stream/detectors/golden/detectors.json';
import { createDetector, DETECTORS, type DetectorId, detectorFits } from '../../src/ml/stream/detectors/index';
import { createSource, GENERATORS, type GeneratorId } from '../../src/ml/stream/sources/index';
import type { Detector, DriftOptions } from '../../src/ml/stream/types';
import { createLearner } from './learners';
import { falseAlarms, publishedDelay } from './published';

/** Examples between changes, and of a stream: two changes, or as many as there are. */
const POSITION = 5000;
const LENGTH = 15_000;
const WIDTH = 1000;
/** Examples from the beginning of a change in which it must be found. */
const SOON = 2000;
const NOISE = 0.1;
const BATCH = 500;
const KINDS = ['none', 'abrupt', 'gradual', 'recurring'] as const;

interface Outcome {
  /** Of each change: examples from its beginning to its detection; null: missed. */
  readonly delays: readonly (number | null)[];
  /** Further alarms soon after a change that was found. */
  readonly repeats: number;
  /** Alarms that are not soon after a change. */
  readonly falseAlarms: number;
  /** Mean error over the whole stream. */
  readonly error: number;
}

export default async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { out: { type: 'string' }, streams: { type: 'string', default: '20' } },
  });
  if (!values.out) throw new Error('Say where to write: --out <file>.');
  const streams = Number(values.streams);
  const results = GENERATORS.flatMap((generator) =>
    KINDS.flatMap((kind) => DETECTORS.flatMap((detector) => measure(generator, kind, detector, streams))),
  );
  const setting = { length: LENGTH, position: POSITION, width: WIDTH, soon: SOON, noise: NOISE, streams };
  const published = { falseAlarms: falseAlarms(streams), delay: publishedDelay() };
  writeFileSync(values.out, JSON.stringify({ setting, results, documented: documented(), published }));
}

function measure(generator: GeneratorId, kind: DriftOptions['kind'], detector: DetectorId, streams: number) {
  const task = createSource(options(generator, kind, 0)).info.task;
  if (!detectorFits(detector, task)) return [];
  const outcomes = Array.from({ length: streams }, (_, seed) => watch(generator, kind, detector, seed + 1));
  const delays = outcomes.flatMap((outcome) => outcome.delays);
  const found = delays.filter((delay) => delay !== null).sort((a, b) => a - b);
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return [
    {
      ...{ generator, kind, detector, changes: delays.length, found: found.length },
      delay: found.length > 0 ? { median: found[found.length >> 1], mean: mean(found), most: found.at(-1) } : null,
      repeats: outcomes.reduce((sum, outcome) => sum + outcome.repeats, 0),
      falseAlarmsPer10000: (1e4 * mean(outcomes.map(({ falseAlarms }) => falseAlarms))) / LENGTH,
      error: mean(outcomes.map(({ error }) => error)),
    },
  ];
}

function options(id: GeneratorId, kind: DriftOptions['kind'], seed: number) {
  const width = kind === 'gradual' ? WIDTH : 0;
  // LED's own attributes are noisy, Friedman's y too.
  const noise = id === 'led' || id === 'friedman' ? 0 : NOISE;
  return { id, seed, drift: { kind, position: POSITION, width }, noise };
}

function watch(generator: GeneratorId, kind: DriftOptions['kind'], id: DetectorId, seed: number): Outcome {
  const source = createSource(options(generator, kind, seed));
  const { task, features } = source.info;
  const fresh = () => createLearner(task, generator === 'led', features.length);
  const alarms: number[] = [];
  let [learner, detector, sum] = [fresh(), createDetector(id, seed), 0];
  for (let t = 0; t < LENGTH; t += BATCH) {
    const batch = source.next(BATCH);
    if (!batch) throw new Error('A generator has no end.');
    for (let i = 0; i < BATCH; i++) {
      const error = learner.test(batch.X.subarray(i * batch.d, (i + 1) * batch.d), batch.y[i]);
      sum += error;
      if (detector.update(error) !== 'drift') continue;
      alarms.push(t + i);
      learner = fresh();
      detector = createDetector(id, seed + alarms.length);
    }
  }
  // A change must have room to be found in.
  const changes = source.info.drifts(LENGTH - SOON).map((middle) => middle - (kind === 'gradual' ? WIDTH / 2 : 0));
  return { ...judge(alarms, changes), error: sum / LENGTH };
}

/** The first alarm soon after a change finds it. */
function judge(alarms: readonly number[], changes: readonly number[]): Omit<Outcome, 'error'> {
  const soon = changes.map((change) => alarms.filter((alarm) => alarm >= change && alarm < change + SOON));
  const delays = soon.map(([first], i) => (first === undefined ? null : first - changes[i]));
  const repeats = soon.reduce((sum, all) => sum + Math.max(0, all.length - 1), 0);
  return { delays, repeats, falseAlarms: alarms.length - soon.flat().length };
}

/** Published: the places that the documentation of river and CapyMOA (MOA) prints for its examples, beside ours. */
function documented() {
  return golden.documented.map(({ by, detector, values, delta, printed }) => {
    const other = () => createDetector(detector === 'ddm' ? 'ddm' : 'page-hinkley', 0);
    const ours: Detector = delta ? new Adwin({ ...ADWIN_DEFAULTS, delta }) : other();
    const states = values.map((value) => ours.update(value));
    const drifts = states.flatMap((state, place) => (state === 'drift' ? [place] : []));
    if (detector !== 'ddm') return { by, detector, printed, ours: drifts };
    // Printed are its first warning, the drift, and the first warning after that.
    const [first, next] = [0, drifts[0]].map((from) => states.indexOf('warning', from));
    return { by, detector, printed, ours: [first, ...drifts, next] };
  });
}
