// What the page shows of a session besides its series.

import type { Session } from '../../ml/stream/session';
import type { SourceInfo } from '../../ml/stream/types';
import type { StreamState } from '../../wire/stream';
import type { Shown } from './record';

/** Detections told with the state. */
const MOST_FOUND = 100;
const BINS = 40;
/** Weights looked at; of more, every so many. */
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
  const every = Math.max(1, Math.ceil(weights.length / MOST_WEIGHTS));
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < weights.length; i += every) {
    min = Math.min(min, weights[i]);
    max = Math.max(max, weights[i]);
  }
  if (!(Number.isFinite(min) && Number.isFinite(max))) return null;
  const counts = new Array<number>(max > min ? BINS : 1).fill(0);
  for (let i = 0; i < weights.length; i += every) {
    const bin = max > min ? Math.floor(((weights[i] - min) / (max - min)) * BINS) : 0;
    counts[Math.min(bin, counts.length - 1)] += 1;
  }
  return { min, max, counts };
}
