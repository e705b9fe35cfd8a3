// Drift monitoring over the real models, their profiles, the background worker and an IndexedDB implementation.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleReviews } from '../../ml/samples/reviews';
import { closeDatabase } from '../../storage/db';
import * as settings from '../../storage/settings';
import { saveProfile } from '../../storage/versions';
import type { DriftReport, DriftState, DriftTestName } from '../../wire/drift';
import type { Notice, ServiceEvent } from '../../wire/events';
import type { NewReview } from '../../wire/reviews';
import type { ComputeState } from '../../wire/service';
import type { DatasetsParts } from '../datasets/parts';
import { productReviews } from '../retrain/products.fixture';
import { openReviews, type ReviewsHandle } from '../reviews';
import { nodeTextEnv } from '../reviews/text-env.node';
import { type DriftHandle, openDrift } from './index';

const COMPUTE = { override: 'auto', backend: 'wasm', phase: 'ready', threads: 2 } as ComputeState;
const TIMING = { rest: 20, longest: 100, pause: 0 };

interface House {
  readonly reviews: ReviewsHandle;
  readonly drift: DriftHandle;
  readonly events: ServiceEvent[];
}

let houses: House[] = [];

async function open(model = 'nano'): Promise<House> {
  const events: ServiceEvent[] = [];
  const emit = (event: ServiceEvent) => events.push(event);
  // No training here is on a dataset.
  const datasets = () => ({}) as DatasetsParts;
  const reviews = await openReviews({ emit, env: nodeTextEnv(), compute: async () => COMPUTE, datasets });
  if (reviews.parts.serving() !== model) await reviews.service.serve(model);
  const drift = await openDrift({ emit, parts: reviews.parts, timing: TIMING });
  const house = { reviews, drift, events };
  houses.push(house);
  return house;
}

/** As when the tab goes: nothing that was begun goes on. */
async function close({ reviews, drift }: House): Promise<void> {
  await drift.suspend();
  await reviews.suspend();
}

async function until<T>(look: () => T | Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (done(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const looked = ({ drift }: House, done: (state: DriftState) => boolean) => until(() => drift.service.state(), done);
const products = (n: number, seed = 5, labelled = false): NewReview[] =>
  productReviews(n, seed).map(({ text, label }) => ({ text, sentiment: labelled ? (label as 0 | 1) : null }));
const films = (n: number): NewReview[] =>
  sampleReviews()
    .slice(0, n)
    .map(({ text }) => ({ text, sentiment: null }));
const notices = ({ events }: House) =>
  events.flatMap((event): Notice[] => (event.type === 'notice' ? [event.notice] : []));
const drifted = ({ tests }: DriftReport): DriftTestName[] =>
  tests.filter((test) => test.drifted).map(({ name }) => name);

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(houses.map(close));
  houses = [];
});

describe('drift', { timeout: 120_000 }, () => {
  it('looks without reviews, and says of a few that they are too few', async () => {
    const house = await open();
    const first = await looked(house, ({ report, phase }) => report !== null && phase === 'waiting');
    expect(first).toMatchObject({ phase: 'waiting', problem: null, report: { n_current: 0, drifted: false } });
    expect(first.reference).toContain('2,000 film reviews');
    await house.reviews.service.add(films(10));
    const { report } = await looked(house, (state) => state.report?.n_current === 10);
    expect(report?.n_reference).toBe(2000);
    expect(new Set(report?.tests.map(({ verdict }) => verdict))).toEqual(new Set(['too-little-data']));
    expect(report?.drifted).toBe(false);
    expect(notices(house)).toEqual([]);
  });

  it.each(['nano', 'small'])('flags product reviews within 200 texts under %s, and says so once', async (model) => {
    const house = await open(model);
    await house.reviews.service.add(products(200));
    const { report, history } = await looked(house, (state) => state.report?.n_current === 200);
    if (!report) throw new Error('There is no report.');
    expect(report.drifted).toBe(true);
    expect(drifted(report)).toEqual(
      expect.arrayContaining(['length_ks', 'oov_share', 'vocabulary_js', 'embedding_mmd']),
    );
    for (const { sentence, p_value, n_current } of report.tests) {
      expect(sentence).not.toBe('');
      expect(p_value === null || (p_value >= 0 && p_value <= 1)).toBe(true);
      expect(n_current).toBeLessThanOrEqual(200);
    }
    expect(history.at(-1)).toMatchObject({ n_current: 200, drifted: true });
    expect(notices(house)).toHaveLength(1);
    expect(notices(house)[0]?.title).toContain('200');
    await house.reviews.service.add(products(5, 9));
    await looked(house, (state) => state.report?.n_current === 205);
    expect(notices(house)).toHaveLength(1);
  });

  it('is there after a reload, looks again, and does not say again what was said', async () => {
    const before = await open();
    await before.reviews.service.add(products(60));
    const { report } = await looked(before, (state) => state.report?.n_current === 60);
    await before.drift.service.setOptions({ alpha: 0.01, window: 40 });
    await looked(before, (state) => state.report?.n_current === 40);
    await close(before);
    const after = await open();
    const state = await after.drift.service.state();
    expect(state).toMatchObject({
      options: { enabled: true, alpha: 0.01, window: 40 },
      report: { n_current: 40, seen: 60 },
    });
    expect(state.history.length).toBeGreaterThanOrEqual(2);
    // The same reviews again: what was found of them stands.
    expect(await after.drift.service.check()).toEqual(state.report);
    await after.reviews.service.add(products(3, 9));
    const again = await looked(after, ({ history }) => history.length > state.history.length);
    expect(again.report).toMatchObject({ n_current: 40, seen: 63, drifted: report?.drifted });
    expect(again.report?.at).not.toBe(state.report?.at);
    expect(notices(after)).toEqual([]);
  });

  it('takes up a report of a version that did not say how many had come in', async () => {
    const before = await open();
    await before.reviews.service.add(products(30));
    await looked(before, (state) => state.report?.n_current === 30);
    await close(before);
    const watched = await settings.readSetting<{ report: { seen?: number } }>('drift.watched');
    delete watched?.report.seen;
    await settings.writeSetting('drift.watched', watched);
    const after = await open();
    expect((await after.drift.service.state()).report).toMatchObject({ n_current: 30, seen: 30 });
  });

  it('starts anew when another model serves: one trained on products finds films strange', async () => {
    const house = await open();
    const { service, parts } = house.reviews;
    await service.train({
      ...{ model: 'nano', name: 'Products', held_out: 0.25, serve: true },
      data: {
        kind: 'reviews',
        reviews: productReviews(240, 1).map(({ text, label }) => ({ text, sentiment: label as 0 | 1 })),
      },
    });
    await until(
      () => parts.serving(),
      (model) => model !== 'nano',
    );
    await service.add(products(80, 2));
    const { report, reference } = await looked(house, (state) => state.report?.n_current === 80);
    expect(reference).toContain('240 texts of its training');
    expect(report).toMatchObject({ model: parts.serving(), drifted: false, n_reference: 240 });
    const verdicts = report?.tests.filter(({ verdict }) => verdict === 'no-drift').map(({ name }) => name);
    expect(verdicts).toEqual(expect.arrayContaining(['score_ks', 'length_ks', 'oov_share', 'vocabulary_js']));
    await service.add(films(80));
    const mixed = await looked(house, (state) => state.report?.n_current === 160);
    expect(mixed.report?.drifted).toBe(true);
    await service.serve('nano');
    const back = await looked(house, (state) => state.report?.model === 'nano');
    expect(back.history).toHaveLength(1);
    expect(back.reference).toContain('film reviews');
  });

  it('compares what no training has learnt from, with its labels', async () => {
    const house = await open();
    const { service } = house.reviews;
    await service.add(products(60, 3, true));
    const first = await looked(house, (state) => state.report?.n_current === 60);
    expect(first.report?.tests.find(({ name }) => name === 'accuracy')).toMatchObject({ n_current: 60 });
    await service.train({ model: 'nano', name: 'Mine', data: { kind: 'labels' }, held_out: 0.2, serve: false });
    const after = await looked(house, (state) => state.report?.n_current !== 60);
    expect(after.report?.n_current).toBeLessThanOrEqual(12);
  });

  it('looks on demand while it is off, and not by itself', async () => {
    const house = await open();
    await house.drift.service.setOptions({ enabled: false });
    await house.reviews.service.add(films(30));
    await new Promise((resolve) => setTimeout(resolve, 4 * TIMING.longest));
    const state = await house.drift.service.state();
    expect(state.phase).toBe('off');
    expect(state.report?.n_current ?? 0).toBe(0);
    const [one, other] = await Promise.all([house.drift.service.check(), house.drift.service.check()]);
    expect(one).toMatchObject({ n_current: 30 });
    // Nothing has changed in between: one look answers both.
    expect(other.at).toBe(one.at);
  });

  it('has no answer for a model of which nothing is kept, and says why', async () => {
    const house = await open();
    const id = await house.reviews.service.create({ name: 'Blank', kind: 'ngram', seed: 1 });
    await house.reviews.service.serve(id);
    await expect(house.drift.service.check()).rejects.toMatchObject({ code: 'not_found' });
    expect(await house.drift.service.state()).toMatchObject({ reference: null, report: null, problem: null });
    await saveProfile(id, new Uint8Array(100));
    await house.reviews.service.add(films(1));
    await expect(house.drift.service.check()).rejects.toThrow(/profile cannot be used/);
    await house.reviews.service.serve('nano');
    expect(await house.drift.service.check()).toMatchObject({ model: 'nano' });
  });

  it('asks anew for what a model was trained on, where it could not be made', async () => {
    const house = await open();
    const { service, parts } = house.reviews;
    const id = await service.create({ name: 'Blank', kind: 'ngram', seed: 1 });
    const profile = await parts.catalogue.profile('nano');
    vi.spyOn(parts, 'profiled')
      .mockRejectedValueOnce(new Error('The storage is full.'))
      .mockImplementation((model) => saveProfile(model, profile ?? new Uint8Array()));
    await house.drift.service.setOptions({ enabled: false });
    await service.serve(id);
    await expect(house.drift.service.check()).rejects.toThrow(/storage is full/);
    expect(await house.drift.service.check()).toMatchObject({ model: id });
  });

  it('goes on when reviews are deleted in the middle of a look, and when storage is full', async () => {
    const house = await open();
    const ids = await house.reviews.service.add(products(40));
    const looking = house.drift.service.check();
    await house.reviews.service.removeReviews(ids.slice(0, 30));
    await looking;
    expect(await house.drift.service.check()).toMatchObject({ n_current: 10 });
    vi.spyOn(settings, 'writeSetting').mockRejectedValue(new Error('The storage is full.'));
    await house.reviews.service.add(products(30, 8));
    const { report } = await looked(house, (state) => state.problem !== null);
    expect(report?.n_current).toBe(40);
    vi.restoreAllMocks();
    await house.reviews.service.add(products(1, 9));
    await looked(house, (state) => state.problem === null && state.report?.n_current === 41);
  });
});
