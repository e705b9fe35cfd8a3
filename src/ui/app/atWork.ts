// What each part of the engine has at work, by the state that its events carry, and what a reload would do to it.

import type { Part, StateOf } from '../components/follow';

/** Named like this where a reload loses it; all other work is stored as it goes, and can go on after one. */
const LOST = [
  'the training of a module',
  'the import of texts',
  'the import of images',
  'an export',
  'a restore',
] as const;

export type Work = 'what can go on' | (typeof LOST)[number];

/** Looking for drift and measuring how to compute are begun anew by themselves, and nobody waits for them. */
export type WorkingPart = Exclude<Part, 'compute' | 'drift'>;

type Finder<P extends Part> = (state: StateOf<P>) => readonly Work[];

/** What is paused is not at work: it was stored when it was paused. */
export const WORK_OF: { readonly [P in WorkingPart]: Finder<P> } = {
  points: ({ fit }) => when(isOneOf(fit.phase, 'starting', 'running', 'selecting'), 'what can go on'),
  reviews: ({ training, reviews }) => [
    ...when(isOneOf(training.phase, 'preparing', 'running'), 'what can go on'),
    ...when(reviews.exporting !== null, 'an export'),
  ],
  datasets: ({ importing, exporting }) => [
    ...when(isOneOf(importing.phase, 'reading', 'finishing'), 'the import of texts'),
    ...when(exporting !== null, 'an export'),
  ],
  batch: ({ status, exporting }) => [
    ...when(isOneOf(status.phase, 'preparing', 'running'), 'what can go on'),
    ...when(exporting !== null, 'an export'),
  ],
  // Its training is that of the reviews, which may be paused.
  retrain: ({ status }) => when(status.phase === 'judging', 'what can go on'),
  stream: ({ status }) => when(isOneOf(status.phase, 'starting', 'running', 'waiting', 'stopping'), 'what can go on'),
  runs: ({ active }) => when(active !== null && active.phase !== 'paused', 'what can go on'),
  images: ({ taking }) => when(taking.phase === 'reading', 'the import of images'),
  library: ({ training, exporting }) => [
    ...when(training?.phase === 'running', 'the training of a module'),
    ...when(exporting !== null, 'an export'),
  ],
  backup: ({ phase }) => [
    ...when(phase === 'making', 'an export'),
    ...when(isOneOf(phase, 'reading', 'replacing'), 'a restore'),
  ],
};

/** What a reload now would do to it, as a sentence or two. */
export function wordsOfReload(atWork: readonly Work[]): string {
  const lost = LOST.filter((name) => atWork.includes(name));
  if (lost.length === 0) return 'Applied now, all that is at work can go on from its last checkpoint.';
  const rest = atWork.includes('what can go on') ? ' Everything else can go on from its last checkpoint.' : '';
  return `Applied now, ${lost.join(' and ')} would be lost, and would have to begin anew.${rest}`;
}

function when(is: boolean, work: Work): readonly Work[] {
  return is ? [work] : [];
}

function isOneOf<T extends string>(phase: T, ...phases: readonly NoInfer<T>[]): boolean {
  return phases.includes(phase);
}
