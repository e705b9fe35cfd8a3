// Every detector that watches a learner's errors for drift; a new one is one file and one line. They say drift when errors
// rise: a learner that gets better is no reason to forget what it knows. Values that
// are not finite, of a learner that has run away, are passed over: they would make every mean unknown for good.

import type { Detector, Memento, Task } from '../types';
import { ADWIN_DEFAULTS, Adwin } from './adwin';
import { Ddm } from './ddm';
import { KSWIN_DEFAULTS, Kswin } from './kswin';
import { PageHinkley } from './page-hinkley';

export const DETECTORS = ['adwin', 'ddm', 'page-hinkley', 'kswin'] as const;
export type DetectorId = (typeof DETECTORS)[number];

/** DDM needs errors that are 0 or 1; the others take any numbers. */
export function detectorFits(id: DetectorId, task: Task): boolean {
  return id !== 'ddm' || task.kind === 'classification';
}

/** `seed`: of the random numbers that KSWIN draws. Throws a TypeError for a memento that is none of this detector. */
export function createDetector(id: DetectorId, seed: number, memento?: Memento): Detector {
  switch (id) {
    case 'adwin':
      return new Adwin(ADWIN_DEFAULTS, memento);
    case 'ddm':
      return new Ddm(memento);
    case 'page-hinkley':
      return new PageHinkley(memento);
    case 'kswin':
      return new Kswin({ ...KSWIN_DEFAULTS, seed }, memento);
  }
}
