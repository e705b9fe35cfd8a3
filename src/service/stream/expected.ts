// What a pushed batch must be, to be learnt by the model there is or by the one that is to be made.

import type { StreamConfig } from '../../wire/stream';
import { STREAM_LIMITS } from '../../wire/stream-limits';
import { infoOf } from './feed';
import type { Expected } from './pushed';
import type { Run } from './run';
import { isSameKind } from './take-up';

export function expectedBy(run: Run | null, config: StreamConfig): Expected {
  const { learning, queue, active } = run ?? { learning: null, queue: null, active: false };
  if (active && learning?.info) return learning.info;
  const latest = learning?.latest;
  if (latest && isSameKind(latest, config)) return latest;
  const first = queue?.peek();
  return first ? infoOf(first, config) : { features: null, task: askedFor(config) };
}

/** What was said that y is, before there is any. */
function askedFor({ learner, source: { push } }: StreamConfig): Expected['task'] {
  if (learner.id === 'mixture') return { kind: 'density' };
  if (push.task === 'regression') return { kind: 'regression' };
  if (push.task === 'infer' && push.n_classes === null) return null;
  return { kind: 'classification', n_classes: push.n_classes ?? STREAM_LIMITS.classes };
}
