// The reviews kept, as files to take away.

import 'fake-indexeddb/auto';
import { unpackTar } from 'modern-tar';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readReviews } from '../../storage/reviews';
import { ServiceError } from '../../wire/errors';
import type { ReviewsService } from '../../wire/reviews';
import { forgetAll, HOSTILE, mixed, open, scored } from './labelling.fixture';

beforeEach(forgetAll);

describe('export', () => {
  async function hostile(service: ReviewsService) {
    const reviews = HOSTILE.map((text, i) => ({
      ...{ text, sentiment: ([0, 1, null] as const)[i % 3], rating: i % 2 ? i : null },
    }));
    await service.add(reviews);
    return readReviews();
  }

  it('tell how far they are, and are given up when asked to', async () => {
    const { service } = await open();
    for (let i = 0; i < 6; i++) await service.add(mixed(1000));
    await service.exportReviews('csv');
    expect((await service.state()).reviews.exporting).toBeNull();
    const outcome = service.exportReviews('archive').then(
      () => 'written',
      (error: unknown) => (error instanceof ServiceError ? error.code : error),
    );
    await vi.waitFor(async () => expect((await service.state()).reviews.exporting).not.toBeNull(), { interval: 1 });
    const { share, secondsLeft } = (await service.state()).reviews.exporting ?? {};
    expect(share).toBeLessThan(1);
    expect(secondsLeft === null || Number(secondsLeft) >= 0).toBe(true);
    await service.cancelExport();
    expect(await outcome).toBe('conflict');
    expect((await service.state()).reviews.exporting).toBeNull();
    expect((await service.exportReviews('jsonl')).size).toBeGreaterThan(0);
  });

  it('gives an archive laid out as aclImdb, one file each', async () => {
    const { service } = await open();
    const reviews = await hostile(service);
    const blob = await service.exportReviews('archive');
    const tar = await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
    const entries = await unpackTar(new Uint8Array(tar));
    const name = (sentiment: 0 | 1 | null) => (sentiment === null ? 'unsup' : ['neg', 'pos'][sentiment]);
    expect(entries.map(({ header, data }) => [header.name, new TextDecoder().decode(data)])).toEqual(
      reviews.map(({ id, sentiment, rating, text }) => [
        `${name(sentiment)}/${id}${rating === null ? '' : `_${rating}`}.txt`,
        text.replace('\ud800', '\ufffd'),
      ]),
    );
  });

  it('gives CSV that no spreadsheet runs, and JSON lines that hold every text as it is', async () => {
    const { service } = await open();
    const reviews = await hostile(service);
    await scored(service);
    const csv = await (await service.exportReviews('csv')).text();
    expect(csv).not.toMatch(/(^|[,\n])"?[=+@-]/);
    expect(csv.split('\r\n')[0]).toBe('id,text,sentiment,rating,source,ref,created_at,labelled_at,score,model');
    const lines = (await (await service.exportReviews('jsonl')).text()).trimEnd().split('\n');
    const { reviews: listed } = await service.list({ order: 'oldest' });
    const score = listed.map((review) => expect.closeTo(review.score ?? 0, 5));
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      reviews.map(({ skipped, part, ...review }, i) => ({ ref: null, ...review, score: score[i], model: 'Nano' })),
    );
  });
});
