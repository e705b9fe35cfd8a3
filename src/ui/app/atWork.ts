// What each part of the engine has at work, by the state that its events carry, and what a reload would do to it.

import type { Part, StateOf } from '../components/follow';

/** Named like this where a reload loses it. */
const LOST = ['the import of a model', 'an export', 'a restore'] as const;

/** 'what can go on' is stored as it goes, and goes on from its last checkpoint. */
export type Work = 'what can go on' | 'the training of a module' | 'an import' | (typeof LOST)[number];

/** What becomes of work that is neither lost nor goes on from a checkpoint. */
const OTHERWISE: readonly (readonly [Work, string])[] = [
  [
    'the training of a module',
    'the training of a module would be interrupted: its script can begin again with what it had written',
  ],
  [
    'an import',
    'an import would be taken up again by itself, but for one of a folder, which would have to be chosen again',
  ],
];

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
    ...when(isOneOf(importing.phase, 'reading', 'finishing'), 'an import'),
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
  images: ({ taking }) => when(taking.phase === 'reading', 'an import'),
  library: ({ training, exporting, arriving }) => [
    ...when(training?.phase === 'running', 'the training of a module'),
    ...when(exporting !== null, 'an export'),
    ...when(
      arriving.some(({ kind }) => kind === 'import'),
      'the import of a model',
    ),
  ],
  backup: ({ phase }) => [
    ...when(phase === 'making', 'an export'),
    ...when(isOneOf(phase, 'reading', 'replacing'), 'a restore'),
  ],
};

/** What a reload now would do to it, a sentence for each kind of end. */
export function wordsOfReload(atWork: readonly Work[]): string {
  const lost = LOST.filter((name) => atWork.includes(name));
  const ends = OTHERWISE.filter(([name]) => atWork.includes(name)).map(([, end]) => end);
  if (lost.length > 0) ends.unshift(`${lost.join(' and ')} would be lost, and would have to begin anew`);
  const [first, ...others] = ends;
  if (first === undefined) return 'Applied now, all that is at work can go on from its last checkpoint.';
  const rest = atWork.includes('what can go on') ? ['everything else can go on from its last checkpoint'] : [];
  const further = [...others, ...rest].map((end) => `${end.charAt(0).toUpperCase()}${end.slice(1)}.`);
  return [`Applied now, ${first}.`, ...further].join(' ');
}

function when(is: boolean, work: Work): readonly Work[] {
  return is ? [work] : [];
}

function isOneOf<T extends string>(phase: T, ...phases: readonly NoInfer<T>[]): boolean {
  return phases.includes(phase);
}
