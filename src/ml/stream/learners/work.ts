// How much work a batch is: nothing can be asked of an engine in the middle of one, so none may take it half a minute.

import type { LearnerConfig } from './config';

/** Products of numbers in all passes of a batch, forward; some ten seconds of one slow core with the way back. */
const MOST_WORK = 2e9;

/** Products that `rows` examples of d columns take of a network or a linear model. */
export function workOf({ id, hidden, epochs }: LearnerConfig, d: number, outputs: number, rows: number): number {
  const widths = [d, ...(id === 'network' ? hidden : []), outputs];
  let products = 0;
  for (let i = 0; i + 1 < widths.length; i++) products += widths[i] * widths[i + 1];
  return products * rows * epochs;
}

/** Throws a RangeError, in words for people, when learning from one batch would take too long. */
export function checkWork(config: LearnerConfig, d: number, outputs: number, rows: number): void {
  const work = workOf(config, d, outputs, rows);
  if (config.id === 'mixture' || work <= MOST_WORK) return;
  const times = Math.ceil(work / MOST_WORK).toLocaleString('en');
  const examples = rows.toLocaleString('en');
  throw new RangeError(
    `One batch of ${examples} examples is about ${times} times the work that a batch may be: choose smaller batches, fewer units or fewer passes.`,
  );
}
