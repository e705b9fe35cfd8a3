// For tests: the retraining over the real reviews' service and models, with datasets in memory and drift by hand.

import 'fake-indexeddb/auto';
import type { LabelledText } from '../../ml/text/types';
import type { DatasetRow, DatasetSummary, SplitName } from '../../wire/datasets';
import type { DriftReport, DriftState } from '../../wire/drift';
import { ServiceError } from '../../wire/errors';
import type { ServiceEvent } from '../../wire/events';
import type { RetrainPhase, RetrainService } from '../../wire/retrain';
import type { NewReview, ReviewsService } from '../../wire/reviews';
import type { ComputeState } from '../../wire/service';
import type { DatasetsParts } from '../datasets/parts';
import { meant } from '../names';
import { openReviews, type ReviewsHandle } from '../reviews';
import type { TextEnv, TextHost } from '../reviews/host';
import { nodeTextEnv } from '../reviews/text-env.node';
import { openRetrain, type RetrainHandle } from './index';

const COMPUTE = { override: 'auto', backend: 'wasm', phase: 'ready', threads: 2 } as ComputeState;

export interface House {
  readonly reviews: ReviewsService;
  readonly retrain: RetrainService;
  readonly handles: { readonly reviews: ReviewsHandle; readonly retrain: RetrainHandle };
  readonly events: ServiceEvent[];
  /** Says what drift found. */
  drift(report: Partial<DriftReport> | null): void;
}

export interface HouseOptions {
  readonly env?: TextEnv;
  readonly datasets?: Readonly<Record<string, readonly DatasetRow[]>>;
  readonly serving?: string;
}

export async function openHouse({ env = nodeTextEnv(), datasets = {}, serving }: HouseOptions = {}): Promise<House> {
  const events: ServiceEvent[] = [];
  const emit = (event: ServiceEvent) => events.push(event);
  const parts = datasetsOf(datasets);
  const reviews = await openReviews({ emit, env, compute: async () => COMPUTE, datasets: () => parts });
  if (serving !== undefined) await reviews.service.serve(serving);
  const listeners = new Set<() => void>();
  let report: DriftReport | null = null;
  const retrain = await openRetrain({
    emit,
    parts: reviews.parts,
    datasets: parts,
    drift: {
      state: () => ({ report }) as DriftState,
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  return {
    ...{ events, handles: { reviews, retrain }, reviews: reviews.service, retrain: retrain.service },
    drift: (found) => {
      const counts = { n_current: 50, n_reference: 100, seen: 50 };
      const none = { model: reviews.parts.serving(), drifted: true, ...counts, tests: [] };
      report = found && ({ at: new Date().toISOString(), ...none, ...found } as DriftReport);
      for (const listener of listeners) listener();
    },
  };
}

const nameOf = (id: string) => `The ${id}`;

export function datasetsOf(all: Readonly<Record<string, readonly DatasetRow[]>>): DatasetsParts {
  const rows = (id: string) => {
    const found = all[id];
    if (!found) throw new ServiceError('not_found', 'There is no such dataset.');
    return found;
  };
  const named = () => Object.keys(all).map((id) => ({ id, name: nameOf(id) }));
  return {
    find: async (wanted, field) => {
      const found = meant(wanted, named());
      if (found) return found.id;
      throw new ServiceError('not_found', 'There is no such dataset.', [{ field, message: wanted }]);
    },
    summary: async (id) => {
      const count = (split: SplitName, label: 0 | 1 | null) =>
        rows(id).filter((row) => row.split === split && row.label === label).length;
      const splits = (['train', 'validation', 'test', 'none'] as const).map((split) => ({
        ...{ split, positive: count(split, 1), negative: count(split, 0), unlabelled: count(split, null) },
      }));
      return { id, name: nameOf(id), figures: { splits } } as unknown as DatasetSummary;
    },
    async *walk(id, { split } = {}) {
      for (const row of rows(id)) if (split === undefined || row.split === split) yield row;
    },
    rowsAt: async (id, indices) => Array.from(indices, (i) => rows(id)[i] as DatasetRow),
  };
}

export function asRows(texts: readonly LabelledText[], split: SplitName): DatasetRow[] {
  return texts.map(({ text, label }, index) => ({
    ...{ index, name: '', text, label: label === 1 ? 1 : 0, rating: null, split },
  }));
}

export function asReviews(texts: readonly LabelledText[]): NewReview[] {
  return texts.map(({ text, label }) => ({ text, sentiment: label === 1 ? 1 : 0 }));
}

export async function until<T>(look: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (done(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Resolves once the retraining is in one of these phases. */
export function inPhase(
  { retrain }: Pick<House, 'retrain'>,
  ...phases: readonly RetrainPhase['phase'][]
): Promise<RetrainPhase> {
  return until(
    async () => (await retrain.state()).status,
    ({ phase }) => phases.includes(phase),
  );
}

/**
 * An environment that tells of what is asked of its workers; in the background they score once `wait` lets them. Where
 * `onward` is given, trainings go step by step, and only the first one does not wait for it.
 */
export function watchedEnv(wait: (call: number) => Promise<void> = async () => {}, onward?: () => Promise<void>) {
  const env = nodeTextEnv();
  /** What trainings were given to learn from. */
  const learnt: string[][] = [];
  let scored = 0;
  let calls = 0;
  let steps = 0;
  const spawn: TextEnv['spawn'] = (label, onDeath) => {
    const port = env.spawn(label, onDeath);
    const { host } = port;
    const watched: Partial<TextHost> = {
      openTraining: (job) => {
        learnt.push(job.train.map(({ text }) => text));
        return host.openTraining(job);
      },
      advance: async (milliseconds) => {
        if (onward === undefined) return host.advance(milliseconds);
        if (steps++ > 0) await onward();
        return host.advance(0);
      },
      score: async (id, texts) => {
        if (label === 'background') {
          scored += texts.length;
          await wait(++calls);
        }
        return host.score(id, texts);
      },
    };
    return { ...port, host: { ...host, ...watched } };
  };
  return { env: { ...env, spawn } satisfies TextEnv, learnt, scored: () => scored };
}
