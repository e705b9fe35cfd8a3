// Runs in words: phases, kinds, and the metric that tells best how a run did.

import { better } from '../../ml/logs/better';
import type { ActiveRun, RunPhase, RunSummary } from '../../wire/runs';

export const PHASE_WORDS: Readonly<Record<RunPhase, string>> = {
  queued: 'Waiting',
  running: 'Running',
  paused: 'Paused',
  interrupted: 'Interrupted',
  stopped: 'Stopped',
  completed: 'Completed',
  failed: 'Failed',
  imported: 'Imported',
};

export const ACTIVE_WORDS: Readonly<Record<ActiveRun['phase'], string>> = {
  starting: 'Starting',
  running: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
};

export const KIND_WORDS: Readonly<Record<RunSummary['kind'], string>> = {
  mixture: 'Mixture',
  text: 'Text',
  stream: 'Stream',
  image: 'Image',
  imported: 'Imported',
};

/** Columns that tell best how a run did, the first that it has counts. */
const HEADLINES = ['val_acc', 'val_f1', 'val_auc', 'val_r2', 'acc', 'val_loss', 'log_likelihood', 'bic', 'loss'];

/** The metric that tells best how a run did; null where it has none yet. */
export function headlineOf(run: Pick<RunSummary, 'best_metrics' | 'final_metrics'>): string | null {
  const known = Object.keys(run.best_metrics).map((name) => name.replace(/^best_/, ''));
  const first = HEADLINES.find((name) => known.includes(name));
  if (first !== undefined) return first;
  const judged = known.find((name) => /^(val|test)/.test(name) && better(name) === 'higher');
  return judged ?? known.find((name) => name.startsWith('val')) ?? known[0] ?? null;
}

export function bestOf(run: Pick<RunSummary, 'best_metrics'>, column: string): number | null {
  return run.best_metrics[`best_${column}`] ?? null;
}

export function finalOf(run: Pick<RunSummary, 'final_metrics'>, column: string): number | null {
  return run.final_metrics[column] ?? null;
}

/** It has ended, or waits to go on: nothing of it changes by itself. */
export function isAtRest(phase: RunPhase): boolean {
  return phase !== 'running' && phase !== 'paused' && phase !== 'queued';
}
