// Where examples lie that a model has not learnt from: what its precision's cost is measured on. A run held some of its data
// out; labels that people gave are partly held out for judging.

import type { LabelledText } from '../../ml/text/types';
import { readRunRecords } from '../../storage/runs';
import { ServiceError } from '../../wire/errors';
import type { LibraryModel } from '../../wire/library';
import type { ExperimentConfig } from '../configs/schema';
import { readLabelled } from '../reviews/train-data';
import { type DataSources, findData } from '../runs/find-data';
import type { JobData } from '../runs/job';
import { configOf } from '../runs/plan';
import { parseRecord } from '../runs/record';

export type HeldOut =
  | { readonly kind: 'labels'; readonly texts: readonly LabelledText[] }
  /** Read by the worker, as the run read it. */
  | { readonly kind: 'run'; readonly config: ExperimentConfig; readonly data: JobData };

/** Fewer held-out labels say nothing. */
const LEAST_LABELS = 10;

/** Null where there is none any more, or it cannot be found. */
export async function heldOutOf({ kind, run }: LibraryModel): Promise<HeldOut | null> {
  try {
    if (run !== null) return await ofRun(run);
    return kind === 'text' ? await ofLabels() : null;
  } catch (error) {
    // Data of a run may be gone or another since: then examples that come with the app do.
    if (error instanceof ServiceError) return null;
    throw error;
  }
}

async function ofLabels(): Promise<HeldOut | null> {
  const held = (await readLabelled()).filter(({ part }) => part === 'held_out');
  const texts = held.map(({ text, label }) => ({ text, label }));
  return texts.length < LEAST_LABELS ? null : { kind: 'labels', texts };
}

async function ofRun(id: string): Promise<HeldOut | null> {
  const record = (await readRunRecords()).runs.flatMap((one) => parseRecord(one) ?? []).find((one) => one.id === id);
  if (!record || record.resolved === null) return null;
  const config = withoutBase(await configOf(record));
  if (config.kind === 'mixture') return null;
  const found = await findData(config, NOTHING_ELSE);
  return { kind: 'run', config, data: await found.read() };
}

/** What the run began from is no matter here. */
function withoutBase(config: ExperimentConfig): ExperimentConfig {
  return config.kind === 'text' ? { ...config, model: { ...config.model, base: null } } : config;
}

const absent = async (): Promise<never> => {
  throw new ServiceError('not_found', 'The data of this run is no longer here.');
};

/** Datasets alone are looked at, and nothing is added to them. */
const NOTHING_ELSE: DataSources = { points: absent, bases: absent, base: absent, addSampleReviews: absent };
