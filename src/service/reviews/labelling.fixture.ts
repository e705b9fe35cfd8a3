// For tests: the reviews kept, over an IndexedDB implementation and the real small model.

import { IDBFactory } from 'fake-indexeddb';
import { closeDatabase } from '../../storage/db';
import { writeSetting } from '../../storage/settings';
import type { NewReview, Review, ReviewsService } from '../../wire/reviews';
import type { ComputeState } from '../../wire/service';
import { openReviews } from './index';
import { nodeTextEnv } from './text-env.node';

/** For `beforeEach`: nothing is stored. */
export async function forgetAll(): Promise<void> {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
}

const COMPUTE = { override: 'auto', backend: 'wasm', phase: 'ready', threads: 2 } as ComputeState;
/** Texts that files and pages must survive. */
export const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '\u202eevil\u202c and\u200b zero\u200dwidth',
  '=HYPERLINK("http://x","y")',
  '+1+1',
  '@SUM(A1)',
  'a "quoted", text\nof two lines\r\nand more',
  '\ud800 lone',
  '😀'.repeat(50),
  '',
];

/** The small model serves: it scores quickly. */
export async function open() {
  await writeSetting('reviews.serving', 'nano');
  const deps = { env: nodeTextEnv(), compute: async () => COMPUTE };
  return openReviews({ ...deps, emit: () => {} });
}

/** Resolves when all reviews have their score. */
export async function scored(service: ReviewsService): Promise<void> {
  for (;;) {
    const { reviews, serving } = await service.state();
    if (serving.phase === 'failed') throw new Error(serving.message);
    if (reviews.scored === reviews.total) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const WORDS = ['good', 'bad', 'film', 'plot', 'awful', 'lovely', 'boring', 'great', 'the', 'cast', 'never', 'again'];

/** Texts that the model thinks differently of. */
export function mixed(n: number, sentiment: (i: number) => NewReview['sentiment'] = () => null): NewReview[] {
  return Array.from({ length: n }, (_, i) => ({
    text: Array.from({ length: 3 + (i % 9) }, (_, j) => WORDS[(i * 31 + j * j * 7) % WORDS.length]).join(' '),
    sentiment: sentiment(i),
  }));
}

export const texts = (reviews: readonly Review[]) => reviews.map(({ text }) => text);
export const logit = ({ score }: Review) => Math.log((score ?? 0.5) / (1 - (score ?? 0.5)));
export const ascending = (values: readonly number[]) =>
  values.every((value, i) => i === 0 || values[i - 1] <= value + 1e-9 * Math.abs(value));
