// How a run begins: as the run that was saved, with the saved model on another stream, or with a new one.

import { detectorFits } from '../../ml/stream/detectors';
import { WindowMetrics } from '../../ml/stream/metrics';
import { Series } from '../../ml/stream/series';
import {
  createSession,
  SERIES_COLUMNS,
  type Session,
  type SessionMemento,
  type SessionParts,
} from '../../ml/stream/session';
import type { Batch, SourceInfo } from '../../ml/stream/types';
import { newId } from '../../wire/new-id';
import type { StreamConfig } from '../../wire/stream';
import { type Feed, type FeedOpener, isGenerator } from './feed';
import type { RunAbout, RunRecord } from './record';

/** Examples that an initial model is trained on. */
const INITIAL_EXAMPLES = 200;

type Kernels = SessionParts['kernels'];

export interface TakenUp {
  readonly session: Session;
  readonly feed: Feed;
  readonly about: RunAbout;
  /** Said before how the initial model was trained. */
  readonly preface: string;
}

/** Whether it is the saved run that goes on, where its model can be taken up. */
export function goesOn(saved: RunRecord, config: StreamConfig): boolean {
  return isSameKind(saved, config) && isSameStream(saved.config, config);
}

/** Rejects as `FeedOpener`, and with a RangeError, for people, for a learner that does not fit the source. */
export async function takeUp(
  config: StreamConfig,
  saved: RunRecord | null,
  first: Batch | undefined,
  open: FeedOpener,
  run_id: string,
  kernels?: Kernels,
): Promise<TakenUp> {
  const known = saved && isSameKind(saved, config) ? saved : undefined;
  if (saved && goesOn(saved, config)) {
    const taken = await goOn(config, saved, kernels, () =>
      open({ config, memento: saved.memento.source, first, known: saved }),
    );
    if (taken) return { ...taken, preface: '', about: { ...saved.about, begun: wentOn(saved.memento.batches) } };
  }
  const feed = await open({ config, memento: undefined, first, known });
  const fitting = saved && withModelOf(saved, config, feed);
  const session = fitting ? await createOrNull(config, feed, fitting, kernels) : null;
  const fresh = {
    // The saved run does not go on after all.
    run_id: run_id === saved?.about.run_id ? newId() : run_id,
    ...{ started_at: new Date().toISOString(), drawn: 0, X_shape: null, drifts: [], notes: [] },
  };
  if (saved && session) {
    const begun = `Went on with the saved model, which had learnt ${batchesOf(saved.memento.batches)} of another stream.`;
    return { session, feed, preface: '', about: { ...fresh, begun, initial: 0 } };
  }
  return {
    session: await createSession(sessionConfig(config, feed.source.info), { source: feed.source, kernels }),
    ...{ feed, preface: saved ? MISFIT : '', about: { ...fresh, begun: null, initial: INITIAL_EXAMPLES } },
  };
}

/** Said first when the model that was saved is not the one that goes on. */
const MISFIT = 'The saved model does not fit what is to be learnt now. ';

/** Null when what was saved does not fit. */
async function goOn(config: StreamConfig, saved: RunRecord, kernels: Kernels, open: () => Promise<Feed>) {
  let feed: Feed;
  try {
    feed = await open();
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
  const session = await createOrNull(config, feed, adapted(saved, config, feed.source.info), kernels);
  return session && { session, feed };
}

async function createOrNull(
  config: StreamConfig,
  { source }: Feed,
  memento: SessionMemento,
  kernels: Kernels,
): Promise<Session | null> {
  try {
    return await createSession(sessionConfig(config, source.info), { source, memento, kernels });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** The same run with other options where they were changed: what belongs to an option that changed begins anew. */
function adapted({ memento, config: was }: RunRecord, config: StreamConfig, info: SourceInfo): SessionMemento {
  return {
    ...memento,
    metrics: was.window === config.window ? memento.metrics : new WindowMetrics(info.task, config.window).save(),
    reservoir: was.replay === config.replay ? memento.reservoir : null,
  };
}

/** Nothing of the run but what it has learnt. */
function withModelOf({ memento, features }: RunRecord, config: StreamConfig, { source }: Feed): SessionMemento | null {
  if (features.length !== source.info.features.length) return null;
  return {
    ...{ batches: 0, examples: 0, learner: memento.learner, scaler: memento.scaler, reservoir: null },
    ...{ detectors: [], detections: [] },
    metrics: new WindowMetrics(source.info.task, config.window).save(),
    series: new Series(SERIES_COLUMNS).save(),
    source: source.save(),
  };
}

function sessionConfig(config: StreamConfig, { task }: SourceInfo) {
  return { ...config, detectors: config.detectors.filter((id) => detectorFits(id, task)) };
}

/** Of density or of something to predict: what one has learnt means nothing to the other. */
export function isSameKind({ task }: Pick<RunRecord, 'task'>, { learner }: StreamConfig): boolean {
  return (task.kind === 'density') === (learner.id === 'mixture');
}

/** Batch size apart: that may change on the way. */
function isSameStream({ source: a }: StreamConfig, { source: b }: StreamConfig): boolean {
  if (a.id !== b.id) return false;
  if (a.id === 'file') return a.file?.id === b.file?.id && a.file?.target === b.file?.target;
  if (a.id === 'push') return same(a.push, b.push);
  return !isGenerator(a.id) || (a.seed === b.seed && a.noise === b.noise && same(a.drift, b.drift));
}

/** Whether what was learnt by one can be gone on with by the other, but for what its columns are. */
export function isSameModel({ learner: a }: StreamConfig, { learner: b }: StreamConfig): boolean {
  const parts = ['id', 'activation', 'optimizer', 'n_components'] as const;
  return parts.every((part) => a[part] === b[part]) && a.hidden.join() === b.hidden.join();
}

function same(a: object, b: object): boolean {
  const others = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).every(([key, value]) => others.get(key) === value);
}

function wentOn(batches: number): string {
  return `Went on with the saved model after ${batchesOf(batches)}.`;
}

export function batchesOf(batches: number): string {
  return `${batches.toLocaleString('en')} ${batches === 1 ? 'batch' : 'batches'}`;
}

export function examplesOf(examples: number): string {
  return `${examples.toLocaleString('en')} ${examples === 1 ? 'example' : 'examples'}`;
}
