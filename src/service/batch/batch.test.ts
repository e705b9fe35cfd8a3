// Batch inference over the real small model and an IndexedDB implementation: what is drawn, what the model has learnt from,
// the report and its CSV.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { wilson } from '../../ml/metrics/binary';
import { FOREIGN } from '../../ml/text/tokenizer/language.fixture';
import { closeDatabase } from '../../storage/db';
import type { BatchRequest, BatchService } from '../../wire/batch';
import type { TextTrainRequest } from '../../wire/reviews';
import type { ReviewsHandle } from '../reviews';
import { gatedEnv, open, request, reviews, run, scoresOf, table } from './batch.fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

describe('what is scored', () => {
  it('is all of a dataset, each text as if it were scored alone', async () => {
    const { service, datasets, reviews } = await open();
    const { id, rows } = await table(datasets, 130);
    const { index, label, score } = await run(service, request(id));
    expect([...index].sort((a, b) => a - b)).toEqual(rows.map((row) => row.index));
    const { scores } = await reviews.service.score(
      rows.map(({ text }) => text),
      'nano',
    );
    index.forEach((row, at) => {
      expect(label[at]).toBe(rows[row].label);
      expect(score[at]).toBeCloseTo(scores[row].score, 5);
    });
    const [first] = await service.rows([3]);
    expect(first).toEqual({ ...rows[index[3]], score: score[3] });
  });

  it('is as many texts of each label as were asked for, drawn by the seed, all of one part', async () => {
    const { service, datasets } = await open();
    const { id, rows } = await table(datasets, 900);
    const ask = request(id, { num_files: 40, split: 'train' });
    const first = await run(service, ask);
    expect(first.index).toHaveLength(80);
    expect(new Set(first.index).size).toBe(80);
    expect(first.label.filter((label) => label === 1)).toHaveLength(40);
    for (const row of first.index) expect(rows[row].split).toBe('train');
    const again = await run(service, ask);
    expect({ ...again, rev: 0 }).toEqual({ ...first, rev: 0 });
    const other = await run(service, { ...ask, seed: 8 });
    expect([...other.index].sort()).not.toEqual([...first.index].sort());
    // Where a label has fewer, all of them.
    const few = await run(service, { ...ask, num_files: 100, split: 'test' });
    expect(few.label.filter((label) => label === 1)).toHaveLength(75);
    expect(few.label.filter((label) => label === 0)).toHaveLength(100);
  });

  it('leaves texts without a label out, unless none has one', async () => {
    const { service, datasets } = await open();
    const some = await table(datasets, 60, (i) => (i % 2 === 0 ? '' : '1'));
    expect((await run(service, request(some.id))).label).toEqual(new Int8Array(30).fill(1));
    expect((await run(service, request(some.id, { labelled: false }))).label).toEqual(new Int8Array(30).fill(-1));
    const none = await table(datasets, 60, () => '');
    const { label, score } = await run(service, request(none.id, { num_files: 20 }));
    expect(label).toEqual(new Int8Array(20).fill(-1));
    expect(score.every((value) => value > 0 && value < 1)).toBe(true);
    await expect(service.start(request(none.id, { labelled: true }))).rejects.toMatchObject({ code: 'invalid' });
  });

  it('can be the reviews kept on the page; those deleted meanwhile are passed over', async () => {
    const { env, open: letThrough } = gatedEnv();
    const { service, reviews: page } = await open(env);
    letThrough(10_000);
    const ids = await page.service.add([...reviews(40), { text: 'no label', sentiment: null }]);
    expect((await run(service, request('reviews'))).index).toHaveLength(40);
    await page.service.removeReviews(ids.slice(0, 5));
    expect(await service.rows([0])).toHaveLength(
      Number(!ids.slice(0, 5).includes(String((await scoresOf(service)).index[0]))),
    );
    expect((await run(service, request('reviews', { num_files: 3 }))).label.filter((one) => one === 0)).toHaveLength(3);
  });

  it('is of the dataset that is meant by its name', async () => {
    const { service, datasets } = await open();
    const { id } = await table(datasets, 8);
    await run(service, request('dATA'));
    expect((await service.state()).status).toMatchObject({ dataset: 'Data', request: { dataset: id } });
  });

  it('is nothing when there is nothing, no such dataset, or no such model', async () => {
    const { service, datasets } = await open();
    await expect(service.start(request('reviews'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(service.start(request('none'))).rejects.toMatchObject({
      ...{ code: 'not_found', details: [{ field: 'dataset' }] },
    });
    const { id } = await table(datasets, 8);
    await expect(service.start(request(id, { model: 'none' }))).rejects.toMatchObject({ code: 'not_found' });
    await expect(service.start(request(id, { split: 'validation' }))).rejects.toMatchObject({ code: 'invalid' });
    await expect(service.start(request(id, { num_files: 0 }))).rejects.toMatchObject({ code: 'invalid' });
    expect(await service.state()).toMatchObject({ status: { phase: 'idle' } });
    expect(await service.scores()).toBeNull();
    await expect(service.control('pause')).rejects.toMatchObject({ code: 'not_found' });
    await expect(service.rows([0])).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('what the model has learnt from', () => {
  /** The new model's id. */
  async function taught({ service }: ReviewsHandle, data: TextTrainRequest['data'], model = 'nano'): Promise<string> {
    await service.train({ model, name: 'Taught', data, held_out: 0.2, serve: false });
    for (;;) {
      const { training } = await service.state();
      if (training.phase === 'finished') return training.result;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  const learnt = async (service: BatchService, asked: BatchRequest) => {
    await run(service, asked);
    return (await service.report(0.5)).learnt;
  };

  it('is counted among the reviews kept, which can be scored without it', async () => {
    const { service, reviews: page } = await open();
    await page.service.add(reviews(20));
    const model = await taught(page, { kind: 'labels' });
    expect(page.parts.catalogue.beganWithEnglish(model)).toBe(true);
    expect(await learnt(service, request('reviews', { model }))).toBe(16);
    expect(await learnt(service, request('reviews', { model, num_files: 5, split: 'train' }))).toBe(10);
    expect((await scoresOf(service)).index).toHaveLength(10);
    expect(await learnt(service, request('reviews', { model, split: 'none' }))).toBe(0);
    expect((await scoresOf(service)).index).toHaveLength(4);
    expect(await learnt(service, request('reviews'))).toBe(0);
    // Nor does it doubt their labels much.
    await page.service.serve(model);
    expect(await page.service.queue({ order: 'disagreement', limit: 1 })).toMatchObject({ learnt: 16 });
    expect(await page.service.queue({ order: 'given', limit: 1 })).toMatchObject({ learnt: 0 });
  });

  it('is the part of a dataset that taught it, or a model that it came from', async () => {
    const { service, reviews: page, datasets } = await open();
    const { id, rows } = await table(datasets, 40);
    const first = await taught(page, { kind: 'dataset', dataset: id });
    const model = await taught(page, { kind: 'reviews', reviews: reviews(10) }, first);
    const parts = rows.filter(({ split }) => split === 'train').length;
    expect(await learnt(service, request(id, { model }))).toBe(parts);
    expect(await learnt(service, request(id, { model, split: 'test' }))).toBe(0);
    // Of the same name.
    const other = await table(datasets, 40);
    for (const asked of [request(other.id), request(other.id, { model })]) expect(await learnt(service, asked)).toBe(0);
  });
});

describe('texts that seem not to be in English', () => {
  const GERMAN = FOREIGN.German.map((text) => ({ text, sentiment: 1 as const }));

  it('are counted, by a model that reads pieces', async () => {
    const { service, reviews: page } = await open();
    await page.service.add([...GERMAN, ...reviews(10)]);
    await run(service, request('reviews', { model: 'small' }));
    expect((await service.state()).status).toMatchObject({ done: 15, foreign: 5 });
    expect(await service.report(0.5)).toMatchObject({ foreign: 5 });
  });

  it('are not counted by models that cannot tell', async () => {
    const { service, reviews: page } = await open();
    await page.service.add(GERMAN);
    const size = { layers: 1, hidden: 16, heads: 2 };
    const notEnglish = await page.service.create({ name: 'Tiny', kind: 'encoder', size, seed: 3 });
    for (const model of ['nano', notEnglish]) {
      await run(service, request('reviews', { model }));
      expect(await service.report(0.5), model).toMatchObject({ n: 5, foreign: null });
    }
  });

  it('are still counted after a reload', async () => {
    const { service, batch, reviews: page } = await open();
    await page.service.add(GERMAN);
    await run(service, request('reviews', { model: 'small' }));
    await batch.reload();
    expect((await service.state()).status).toMatchObject({ foreign: 5 });
  });
});

describe('the report', () => {
  it('has the figures at the threshold, and the first results in the dataset’s order', async () => {
    const { service, datasets } = await open();
    const { id, rows } = await table(datasets, 1100);
    const { index, label, score } = await run(service, request(id));
    const report = await service.report(0.4);
    const right = Array.from(index.keys()).filter((at) => (score[at] >= 0.4 ? 1 : 0) === label[at]).length;
    expect(report).toMatchObject({ model: 'Nano', dataset: 'Data', n: 1100, threshold: 0.4, truncated: true });
    expect(report.accuracy).toBeCloseTo(right / 1100, 12);
    expect(report.interval).toEqual(wilson(right, 1100));
    const { tp, fp, tn, fn } = report.confusion;
    expect([tp + tn, tp + fp + tn + fn]).toEqual([right, 1100]);
    expect(report.results.map(({ name, label: said }) => ({ name, label: said }))).toEqual(
      rows.slice(0, 1000).map(({ name, label: said }) => ({ name, label: said })),
    );
    for (const { predicted, score: value } of report.results) expect(predicted).toBe(value >= 0.4 ? 1 : 0);
  });

  it('has no figures where nothing has a label, and is refused without a batch or a threshold', async () => {
    const { service, datasets } = await open();
    await expect(service.report(0.5)).rejects.toMatchObject({ code: 'not_found' });
    const { id } = await table(datasets, 10, () => '');
    await run(service, request(id));
    expect(await service.report(0.5)).toMatchObject({
      ...{
        n: 0,
        accuracy: null,
        interval: null,
        precision: null,
        recall: null,
        f1: null,
        auc: null,
        ece: null,
        truncated: false,
      },
      results: { length: 10 },
    });
    for (const threshold of [-0.1, 1.1, Number.NaN]) {
      await expect(service.report(threshold)).rejects.toMatchObject({ details: [{ field: 'threshold' }] });
    }
  });
});

describe('CSV', () => {
  it('says name, label, verdict, score, text and what it was called, with formulas disarmed', async () => {
    const { service, reviews: page } = await open();
    await page.service.add([
      { text: '=HYPERLINK("http://x")', sentiment: 0, rating: 2, ref: '=T-1' },
      { text: 'A perfect, funny film.', sentiment: 1 },
    ]);
    await run(service, request('reviews'));
    const { score } = await scoresOf(service);
    const lines = (await (await service.exportCsv(0.5)).text()).split('\r\n');
    expect(lines[0]).toBe('name,label,predicted,score,text,ref');
    expect(lines[1]).toMatch(/^neg\/1_2\.txt,0,[01],0\.\d+,"'=HYPERLINK\(""http:\/\/x""\)",'=T-1$/);
    expect(lines[2]).toMatch(/^pos\/2\.txt,1,1,0\.\d+,"A perfect, funny film\.",$/);
    const above = Math.max(...score) + 1e-6;
    const none = (await (await service.exportCsv(above)).text()).split('\r\n').slice(1, 3);
    expect(none.map((line) => line.split(',')[2])).toEqual(['0', '0']);
    await expect(service.exportCsv(2)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is given up when asked to, and can be written then', async () => {
    const { service, datasets } = await open();
    const { id } = await table(datasets, 40);
    await run(service, request(id));
    const exporting = async () => (await service.state()).exporting;
    const outcome = service.exportCsv(0.5).then(
      () => 'written',
      (error: { readonly code?: string }) => error.code,
    );
    const began = exporting();
    await service.cancelExport();
    expect(await began).toMatchObject({ share: 0 });
    expect(await outcome).toBe('conflict');
    expect(await exporting()).toBeNull();
    expect((await service.exportCsv(0.5)).size).toBeGreaterThan(0);
  });
});
