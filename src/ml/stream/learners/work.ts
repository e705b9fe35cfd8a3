// How much work a batch is: nothing can be asked of an engine in the middle of one, so none may take it half a minute.

import type { LearnerConfig } from './config';

/** Products of numbers in all passes of a batch, forward; some ten seconds of one slow core with the way back. */
const MOST_WORK = 2e9;

/** What a component's exponential and the fading of its evidence take of an example, as products of as much time. */
const PER_COMPONENT = 20;

/** Products that `rows` examples of d columns take. */
export function workOf(config: LearnerConfig, d: number, outputs: number, rows: number): number {
  const { id, hidden, epochs, n_components } = config;
  if (id === 'mixture') return n_components * (d * d + PER_COMPONENT) * rows * epochs;
  const widths = [d, ...(id === 'network' ? hidden : []), outputs];
  let products = 0;
  for (let i = 0; i + 1 < widths.length; i++) products += widths[i] * widths[i + 1];
  return products * rows * epochs;
}

/** Throws a RangeError, in words for people, when learning from one batch would take too long. */
export function checkWork(config: LearnerConfig, d: number, outputs: number, rows: number): void {
  const work = workOf(config, d, outputs, rows);
  if (work <= MOST_WORK) return;
  const times = Math.ceil(work / MOST_WORK).toLocaleString('en');
  const examples = rows.toLocaleString('en');
  const parts = config.id === 'mixture' ? 'components' : 'units';
  throw new RangeError(
    `One batch of ${examples} examples is about ${times} times the work that a batch may be: choose smaller batches, fewer ${parts} or fewer passes.`,
  );
}
