// An image classifier as a run: rows as they are written by Lightning, files that score as they say, and going on bit for
// bit, mid-epoch and at an epoch's end.

import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { createWasmBackend } from '../../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../../ml/compute/nn/wasm/env.node';
import { evaluateImages } from '../../../ml/image/evaluate';
import { readImageModel } from '../../../ml/image/files';
import { ImageModel } from '../../../ml/image/model';
import type { ImageEvaluationReport } from '../../../wire/runs';
import type { Plain } from '../../configs/yaml';
import { nodeImageDecoder } from '../../images/env.node';
import { asFiles, open, plain, takeAll } from '../../images/images.fixture';
import type { JobEvent, JobRequest } from '../job';
import { imagePartsOf } from './image-parts';
import { configOf, difference, nodeHost, runInTwo, runToEnd } from './jobs.fixture';

const DATA = {
  kind: 'images',
  dataset: 'shipped',
  parts: { train: 'train', val: null, test: 'test' },
} as const satisfies JobRequest['data'];

function request(
  trainer: Record<string, Plain> = {},
  model: Record<string, Plain> = {},
): JobRequest & {
  config: ReturnType<typeof configOf<'image'>>;
} {
  const config = configOf({
    kind: 'image',
    model: { filters: [2], hidden: [8], ...model },
    data: { limit: 50, augmentation: { shift: 0.1, noise: 0.05 } },
    trainer: {
      epochs: 3,
      batch_size: 8,
      learning_rate: 0.01,
      metrics: ['acc', 'f1', 'precision', 'recall', 'top_3_acc'],
      ...trainer,
    },
  });
  return { config, data: DATA, checkpoint: null, backend: { kind: 'wasm', threads: 1 } };
}

/** Stretches of one step or judgement each. */
const stretchesOf = (events: readonly JobEvent[]) => events.filter(({ kind }) => kind !== 'epoch').length;
const rowsOf = (events: readonly JobEvent[]) => events.flatMap((event) => (event.kind === 'row' ? [event] : []));

describe('a run of an image classifier', () => {
  it('says what it trains, has a row a step and one an epoch, and its best files score as they say', async () => {
    const asked = request();
    const host = nodeHost();
    expect(await host.open(asked)).toEqual({
      model: 'CNN 2–8, 3,254 parameters',
      data: 'Drawn digits: 40 train, 10 held out, 500 test',
      engine: expect.stringMatching(/^WASM/),
      epochs: 3,
      steps: 15,
    });
    const events: JobEvent[] = [];
    let stretch = await host.advance(0);
    for (; !stretch.done; stretch = await host.advance(1e6)) events.push(...stretch.events);
    // Five steps and an epoch's end a stretch.
    expect(stretch).toMatchObject({ step: 15, epoch: 3, examples: 0 });
    const rows = rowsOf(events);
    const steps = rows.filter(({ values }) => 'train_loss' in values);
    expect(steps.map(({ step, epoch }) => [step, epoch])).toEqual(
      Array.from({ length: 15 }, (_, i) => [i, Math.floor(i / 5)]),
    );
    for (const { values } of steps) expect(Object.keys(values)).toEqual(['train_loss', 'lr', 'grad_norm']);
    const ends = rows.filter(({ values }) => 'val_loss' in values);
    expect(ends.map(({ step, epoch }) => [step, epoch])).toEqual([4, 9, 14].map((step, epoch) => [step, epoch]));
    for (const { histograms } of ends) {
      const { counts, edges } = histograms!['stages.0.0.weight']!;
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(18);
      expect([...edges].sort((a, b) => a - b)).toEqual([...edges]);
    }
    const best = await host.result('best');
    const top = ends.reduce((one, other) => (other.values.val_loss < one.values.val_loss ? other : one));
    expect(best.metrics).toEqual(
      Object.fromEntries(Object.entries(top.values).filter(([name]) => name !== 'train_loss_epoch')),
    );
    expect([best.step, best.epoch]).toEqual([top.step, top.epoch]);
    const judged = await host.test();
    expect(await host.judged()).toMatchObject({ n: expect.any(Number), of: 500 });
    await host.close();

    // Anew, from the files alone.
    const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
    const { config, weights } = readImageModel(best.files);
    const model = new ImageModel(nn, config, weights);
    const { held, test } = await imagePartsOf(DATA, asked.config, nodeImageDecoder(), async () => {});
    const again = await evaluateImages(model, held);
    expect(best.metrics).toEqual({
      ...{ val_loss: again.loss, val_acc: again.accuracy, val_f1: again.macroF1 },
      ...{ val_precision: again.macroPrecision, val_recall: again.macroRecall, val_top_3_acc: again.top3 },
    });
    const tested = await evaluateImages(model, test);
    const report = judged?.report as ImageEvaluationReport;
    expect(judged?.values).toMatchObject({ test_loss: tested.loss, test_acc: tested.accuracy });
    expect(report).toMatchObject({ part: 'test', n: 500, accuracy: tested.accuracy, confusion: tested.confusion });
    expect(report.wrong[0]).toMatchObject({ item: 2000 + tested.wrong[0].index, loss: tested.wrong[0].loss });
    nn.dispose();
  });

  const convolutional = { early_stopping: 1, monitor: 'val_acc', schedule: 'cosine' };
  const perceptron = { architecture: 'mlp', activation: 'sigmoid' };
  it.each([
    ['a convolutional network', convolutional, {}],
    ['a perceptron', { optimizer: 'momentum' }, perceptron],
  ])('goes on bit for bit from anywhere: %s', async (_, trainer, model) => {
    const asked = request({ ...trainer, batch_size: 16 }, model);
    const whole = await runToEnd(asked);
    // Mid-epoch, before and after an epoch is judged, and before the end is told.
    for (const at of [1, 3, 4, 6, stretchesOf(whole.events) - 1])
      expect(difference(await runInTwo(asked, at), whole)).toBeNull();
  });
});

describe('what it cannot be trained on', () => {
  it('is refused in words', async () => {
    const host = nodeHost();
    const gone = { ...DATA, dataset: 'gone' };
    await expect(host.open({ ...request(), data: gone })).rejects.toMatchObject({ code: 'not_found' });
    await expect(host.open({ ...request(), data: { kind: 'generated' } })).rejects.toMatchObject({ code: 'invalid' });
    const none = { ...DATA, parts: { ...DATA.parts, train: 'val' as const } };
    await expect(host.open({ ...request(), data: none })).rejects.toThrow('no images to train on');
  });

  it('is not gone on with when the images are others', async () => {
    const host = nodeHost();
    const asked = request({ epochs: 1 });
    await host.open(asked);
    const checkpoint = await host.checkpoint();
    const { config } = asked;
    const others = { ...config, data: { ...config.data, limit: 49 } };
    await expect(host.open({ ...asked, config: others, checkpoint })).rejects.toThrow('changed since');
    await host.close();
  });

  it('nor with another set of the same name, classes and counts', async () => {
    const { service } = await open();
    const ids: string[] = [];
    for (const side of [4, 5]) {
      const files = ['a', 'b'].flatMap((label) =>
        [1, 2, 3, 4].map((i) => [`train/${label}/${i}.png`, plain(40 * i, side)] as const),
      );
      await takeAll(service, asFiles(Object.fromEntries(files)));
      const [, newest] = (await service.state()).sets;
      ids.push(newest.id);
    }
    const asked = request({ epochs: 1 }, { image_size: 8 });
    const host = nodeHost();
    const of = (dataset: string) => ({ ...asked, data: { ...DATA, dataset } });
    await host.open(of(ids[0]));
    const checkpoint = await host.checkpoint();
    await expect(host.open({ ...of(ids[1]), checkpoint })).rejects.toThrow('changed since');
    // As the version before this one saved it.
    const { contents: _contents, ...before } = checkpoint as { readonly contents: string };
    for (const kept of [checkpoint, before]) await host.open({ ...of(ids[0]), checkpoint: kept });
    await host.close();
  });
});
