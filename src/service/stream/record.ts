// What is stored of a run: the model and all around it, enough to go on as the same run, and to show it before it does.

import type { SessionMemento } from '../../ml/stream/session';
import type { Batch, Task } from '../../ml/stream/types';
import { newId } from '../../wire/new-id';
import type { StreamConfig, StreamState } from '../../wire/stream';

/** What the page shows of a run besides its series. */
export type Shown = Pick<StreamState, 'learner' | 'engine' | 'task' | 'window' | 'detectors' | 'weights'>;

export const NOTHING_SHOWN: Shown = {
  ...{ learner: null, engine: null, task: null, detectors: [], weights: null },
  window: { loss: null, accuracy: null, mae: null, r2: null },
};

/** What of a run goes on with it, apart from the session. */
export interface RunAbout {
  readonly run_id: string;
  readonly started_at: string;
  /** How it began, for people. */
  readonly begun: string | null;
  /** Examples that the initial model is trained on; 0: it was there before. */
  readonly initial: number;
  /** Examples from the source itself, without those pushed in. */
  readonly drawn: number;
  readonly X_shape: readonly [number, number] | null;
  /** Batches at which the source's concept changed, the newest. */
  readonly drifts: readonly number[];
  readonly notes: readonly { readonly batch: number; readonly text: string }[];
}

export interface RunRecord {
  readonly format: 1;
  /** 'active': it was running, or paused, when this was saved. */
  readonly phase: 'active' | 'stopped' | 'ended' | 'failed';
  readonly message: string;
  readonly saved_at: string;
  readonly config: StreamConfig;
  readonly about: RunAbout;
  readonly shown: Shown;
  readonly task: Task;
  readonly features: readonly string[];
  /** Names of the classes, where the source says some; records of earlier versions have none. */
  readonly classes?: readonly string[];
  readonly memento: SessionMemento;
  /** Pushed batches that wait. */
  readonly queue: readonly Batch[];
}

const PHASES: readonly unknown[] = ['active', 'stopped', 'ended', 'failed'];

/** Throws a TypeError for what is no record of a run; whether the model fits shows when it is taken up. */
export function checkRunRecord(value: unknown): RunRecord {
  const record = Object(value) as Partial<RunRecord>;
  const { memento, about, config, shown, task } = record;
  const sound =
    record.format === 1 &&
    PHASES.includes(record.phase) &&
    [about, config, shown, task, memento].every((part) => typeof part === 'object' && part !== null) &&
    Array.isArray(record.features) &&
    (record.classes === undefined || Array.isArray(record.classes)) &&
    Array.isArray(record.queue) &&
    Number.isSafeInteger(memento?.batches) &&
    Number.isSafeInteger(memento?.examples) &&
    typeof memento?.learner?.kind === 'string';
  if (!sound) throw new TypeError('What was kept is no run of a stream.');
  return { ...(record as RunRecord), about: { ...(about as RunAbout), run_id: idOf(about as RunAbout) } };
}

/** Runs of earlier versions have none. */
function idOf({ run_id }: Partial<RunAbout>): string {
  return typeof run_id === 'string' && run_id !== '' ? run_id : newId();
}
