// The training under way as it is in memory.

import { SaveCadence } from './cadence';
import type { HostPort } from './host';
import type { Progress } from './progress';
import type { RunRecord } from './run-record';
import type { TrainingData } from './training-plan';

export interface Run {
  record: RunRecord;
  readonly progress: Progress;
  readonly data: TrainingData;
  port: HostPort | null;
  phase: 'preparing' | 'running' | 'paused' | 'interrupted';
  /** The loop is to stop after the stretch it is in. */
  stopping: boolean;
  /** Its model is being written: it is too late to cancel it. */
  writing: boolean;
  /** The loop at work; resolves when it has stopped. */
  loop: Promise<void>;
  readonly saves: SaveCadence;
}

export function makeRun(record: RunRecord, progress: Progress, data: TrainingData, phase: Run['phase']): Run {
  return {
    record,
    progress,
    data,
    port: null,
    phase,
    stopping: false,
    writing: false,
    loop: Promise.resolve(),
    saves: new SaveCadence(),
  };
}
