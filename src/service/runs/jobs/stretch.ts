// Work for about so long, as the service asks for it. Helper threads' messages and the service's questions get through
// between two steps.

import { breathe } from '../../pace';
import type { JobEvent, JobStretch } from '../job';
import type { Work } from './work';

/** See `Job.advance`. */
export async function stretchOf(work: Work, milliseconds: number): Promise<JobStretch> {
  const until = performance.now() + milliseconds;
  const events: JobEvent[] = [];
  let examples = 0;
  while (!work.ended) {
    const progress = await work.next();
    events.push(...progress.events);
    examples += progress.examples;
    const judged = events.at(-1)?.kind === 'epoch';
    // What ended with its last epoch says so the next time it is asked: a checkpoint comes in between.
    if (judged || (!work.ended && performance.now() >= until))
      return { ...placeOf(work), events, examples, done: false };
    await breathe();
  }
  return { ...placeOf(work), events: [...events, work.ended], examples, done: true };
}

function placeOf(work: Work): Pick<JobStretch, 'step' | 'epoch' | 'memory'> {
  return { step: work.step, epoch: work.epoch, memory: work.memory() };
}
