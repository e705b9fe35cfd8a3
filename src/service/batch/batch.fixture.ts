// Batches to test: datasets whose texts differ, a text engine that can be held, and whole runs.

import 'fake-indexeddb/auto';
import { expect } from 'vitest';
import type { BatchRequest, BatchScores, BatchService, BatchStatus } from '../../wire/batch';
import type { ServiceEvent } from '../../wire/events';
import type { NewReview } from '../../wire/reviews';
import type { ComputeState } from '../../wire/service';
import { type Opened as Datasets, importFile, open as openDatasets } from '../datasets/datasets.fixture';
import { openReviews, type ReviewsHandle } from '../reviews';
import type { HostPort, TextEnv } from '../reviews/host';
import { nodeTextEnv } from '../reviews/text-env.node';
import { type BatchHandle, openBatch } from './index';

const COMPUTE = { override: 'auto', backend: 'wasm', phase: 'ready', threads: 2 } as ComputeState;
const WORDS = ['warm', 'dull', 'funny', 'wooden', 'perfect', 'terrible', 'fine', 'weak'];

export interface Opened {
  readonly reviews: ReviewsHandle;
  readonly datasets: Datasets;
  readonly batch: BatchHandle;
  readonly service: BatchService;
}

export async function open(
  env: TextEnv = nodeTextEnv(),
  emit: (event: ServiceEvent) => void = () => {},
): Promise<Opened> {
  const datasets = await openDatasets();
  const reviews = await openReviews({ emit, env, compute: async () => COMPUTE, datasets: () => datasets.parts });
  const batch = await openBatch({ emit, parts: reviews.parts, datasets: datasets.parts });
  return { reviews, datasets, batch, service: batch.service };
}

/** Hosts that score a piece only when it is let through. */
export function gatedEnv(): { env: TextEnv; open: (pieces: number) => void } {
  const env = nodeTextEnv();
  let left = 0;
  const waiting: (() => void)[] = [];
  const pass = () => {
    while (left > 0 && waiting.length > 0) {
      left -= 1;
      waiting.shift()?.();
    }
  };
  const gate = (port: HostPort): HostPort => ({
    ...port,
    host: {
      ...port.host,
      score: async (model, texts) => {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          pass();
        });
        return port.host.score(model, texts);
      },
    },
  });
  return {
    env: {
      ...env,
      spawn: (label, lost) => (label === 'background' ? gate : (it: HostPort) => it)(env.spawn(label, lost)),
    },
    open: (pieces) => {
      left += pieces;
      pass();
    },
  };
}

export async function until(service: BatchService, done: (status: BatchStatus) => boolean): Promise<BatchStatus> {
  for (;;) {
    const { status } = await service.state();
    if (done(status)) return status;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const over = (service: BatchService) =>
  until(service, ({ phase }) => phase === 'finished' || phase === 'failed');
export const scoredAtLeast = (service: BatchService, n: number) =>
  until(service, (status) => status.phase !== 'idle' && status.done >= n);

/** Texts that differ in length, words and score. */
function textOf(i: number): string {
  const words = Array.from({ length: 3 + ((i * 7) % 40) }, (_, j) => WORDS[(i * 5 + j * j) % WORDS.length]);
  return `Number ${i}: ${words.join(' ')}.`;
}

/** With a column for the part: every fourth text is for testing. */
export async function table(datasets: Datasets, n: number, label = (i: number) => String(i % 3 === 0 ? 1 : 0)) {
  const lines = Array.from({ length: n }, (_, i) => `${textOf(i)},${label(i)},${i % 4 === 0 ? 'test' : 'train'}`);
  const columns = { text: 0, label: 1, split: 2, positive: ['1'] };
  const file = new Blob([`text,label,split\n${lines.join('\n')}\n`]);
  return importFile(datasets.service, file, { source: { kind: 'file', name: 'films.csv', file }, columns });
}

export function request(dataset: string, more: Partial<BatchRequest> = {}): BatchRequest {
  return { dataset, num_files: null, split: null, model: 'nano', seed: 7, ...more };
}

export async function scoresOf(service: BatchService): Promise<BatchScores> {
  const scores = await service.scores();
  if (!scores) throw new Error('There are no scores.');
  return scores;
}

/** A whole batch; what it scored by row. */
export async function run(service: BatchService, asked: BatchRequest): Promise<BatchScores> {
  await service.start(asked);
  expect(await over(service)).toMatchObject({ phase: 'finished' });
  return scoresOf(service);
}

export const reviews = (n: number): NewReview[] =>
  Array.from({ length: n }, (_, i) => ({ text: textOf(i), sentiment: i % 2 === 0 ? 1 : 0 }));
