// What the page shows of a session besides its series.

import type { Session } from '../../ml/stream/session';
import type { SourceInfo } from '../../ml/stream/types';
import type { StreamState } from '../../wire/stream';
import type { Shown } from './record';

/** Detections told with the state. */
const MOST_FOUND = 100;
const BINS = 40;
/** Weights that are sorted into bins; of more, every so many. */
const MOST_WEIGHTS = 20_000;

export function shownOf(session: Session, { task }: SourceInfo): Shown {
  const { learner } = session;
  return {
    learner: learner.description,
    engine: learner.engine,
    task: task.kind,
    window: session.scores(),
    detectors: session.detectors().map((report) => {
      const found = session.detections.filter(({ detector }) => detector === report.id).slice(-MOST_FOUND);
      return { ...report, found: found.map(({ batch }) => batch) };
    }),
    weights: histogram(learner.weights()),
  };
}

/** In at most 40 bins of one width; null when there are none, or they have run away. */
function histogram(weights: Float64Array): StreamState['weights'] {
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    if (weight < min) min = weight;
    if (weight > max) max = weight;
    sum += weight;
  }
  if (weights.length === 0 || !Number.isFinite(sum)) return null;
  const counts = new Array<number>(max > min ? BINS : 1).fill(0);
  const every = Math.ceil(weights.length / MOST_WEIGHTS);
  for (let i = 0; i < weights.length; i += every) {
    const bin = max > min ? Math.floor(((weights[i] - min) / (max - min)) * BINS) : 0;
    // One stands for all up to the next.
    counts[Math.min(bin, counts.length - 1)] += Math.min(every, weights.length - i);
  }
  return { min, max, counts };
}
