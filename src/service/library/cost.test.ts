// What a precision costs is measured on what the model has not learnt from, where that is here.

import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../../ml/compute/nn/reference';
import { exportAs, importFrom } from '../../ml/formats';
import { learnt } from '../../ml/formats/stream/learner.fixture';
import { parametersOf, readStreamModel, writeNetwork } from '../../ml/formats/stream/model';
import { writeImageModel } from '../../ml/image/files';
import { ImageModel } from '../../ml/image/model';
import { loadStream } from '../../ml/modules/own';
import { Rng } from '../../ml/rng';
import { addReviews, newReviewRecord } from '../../storage/reviews';
import { putRunRecords } from '../../storage/runs';
import type { LibraryModel } from '../../wire/library';
import type { ExperimentConfig } from '../configs/schema';
import { nodeImageDecoder } from '../images/env.node';
import { configOf } from '../runs/jobs/jobs.fixture';
import { blankRecord } from '../runs/plan';
import { precisionCost } from './cost';
import { picturesFor, rowsFor, textsFor } from './examples';
import { heldOutOf } from './held-out';

const DEPS = { createNn: async () => new ReferenceBackend(), kernels: undefined, imageDecoder: nodeImageDecoder() };

const model = (kind: LibraryModel['kind'], run: string | null = null): LibraryModel => ({
  ...{ id: 'm', name: 'M', kind, architecture: '', version: 1, parent: null, data: '', metrics: {}, parameters: null },
  ...{
    bytes: 1,
    formats: ['archive'],
    created_at: '2026-01-01T00:00:00.000Z',
    tags: [],
    note: '',
    origin: 'saved',
    run,
    in_use: false,
  },
});

async function putRun(id: string, config: ExperimentConfig): Promise<void> {
  const resolved = { ...config };
  await putRunRecords([{ id, record: { ...blankRecord(id, id, new Date(0)), kind: config.kind, resolved } }]);
}

describe('what a model is asked', () => {
  it('is the labels that were held out for judging, and before there are some what comes with the app', async () => {
    expect(await heldOutOf(model('text'))).toBeNull();
    expect(await textsFor(null)).toMatchObject({ data: '100 short reviews that come with the app' });
    const parts = ['held_out', 'train'] as const;
    await addReviews(
      Array.from({ length: 24 }, (_, i) => {
        const review = { text: `review ${i}`, sentiment: (Math.floor(i / 2) % 2) as 0 | 1 };
        return { ...newReviewRecord({ ...review, created_at: new Date(0).toISOString() }), part: parts[i % 2] ?? null };
      }),
    );
    const { texts, labels, data } = await textsFor(await heldOutOf(model('text')));
    expect(data).toBe('12 of your held-out reviews');
    expect(texts).toEqual(Array.from({ length: 12 }, (_, i) => `review ${2 * i}`));
    expect(labels).toEqual(Array.from({ length: 12 }, (_, i) => i % 2));
  });

  it('is the images that its run held out', async () => {
    const config = configOf({
      kind: 'image',
      model: { architecture: 'mlp', hidden: [4] },
      data: { dataset: 'shipped' },
    });
    await putRun('digits', config);
    const shape = { height: config.model.image_size, width: config.model.image_size, channels: config.model.channels };
    const classes = Array.from({ length: 10 }, (_, i) => String(i));
    const made = { shape, classes, structure: { kind: 'mlp', hidden: [4] }, mean: [0.5], std: [0.5] } as const;
    const image = new ImageModel(new ReferenceBackend(), made, new Rng(1));
    const files = writeImageModel(made, await image.weights());
    const held = await heldOutOf(model('image', 'digits'));
    const { pixels, labels, data } = await picturesFor(files, held, DEPS.imageDecoder);
    expect(data).toBe('200 held-out images of the run');
    expect(labels).toHaveLength(200);
    expect(pixels).toHaveLength(200 * shape.height * shape.width);
    expect(new Set(labels as number[]).size).toBe(10);
    expect((await picturesFor(files, null, DEPS.imageDecoder)).data).toBe('200 generated pictures');
  });

  it('is rows of its run’s stream; of data that is gone, generated ones', async () => {
    await putRun('sea', configOf({ kind: 'stream', model: { id: 'linear' }, data: { source: 'sea' } }));
    const gone = configOf({
      kind: 'stream',
      model: { id: 'linear' },
      data: { source: 'file', file: { id: 'x', target: 'y' } },
    });
    await putRun('gone', gone);
    const held = await heldOutOf(model('stream', 'sea'));
    const found = await rowsFor(['a', 'b', 'c'], held);
    expect(found).toMatchObject({ n: 200, scaled: false, data: '200 rows of the run’s stream' });
    expect(found.labels).toHaveLength(200);
    expect(await heldOutOf(model('stream', 'gone'))).toBeNull();
    expect(await heldOutOf(model('stream', 'none'))).toBeNull();
    // Of another number of columns than the model's.
    expect(await rowsFor(['a', 'b'], held)).toMatchObject({ scaled: true, data: '200 generated rows' });
  });
});

describe('a precision', () => {
  it('is told by how many answers are others, and how many are right', async () => {
    const made = (await learnt({ hidden: [5] }, { kind: 'classification', n_classes: 2 })).files;
    const about = JSON.parse(new TextDecoder().decode(made.get('stream.json')));
    // Columns as that stream has them, 0 to 10.
    const scaler = { n: 2, means: [5, 5, 5], squares: [16, 16, 16] };
    const files = new Map(made).set('stream.json', new TextEncoder().encode(JSON.stringify({ ...about, scaler })));
    const held = await heldOutOf(model('stream', 'sea'));
    const cost = await precisionCost({ kind: 'stream', files }, 'int8', held, DEPS);
    expect(cost).toMatchObject({ precision: 'int8', n: 200, data: '200 rows of the run’s stream' });
    expect(cost.accuracy?.before).toBeGreaterThan(0);
    expect(Math.abs(cost.accuracy!.before - cost.accuracy!.after)).toBeLessThanOrEqual(cost.changed / 200);
    expect(cost.largest_difference).toBeGreaterThan(0);
  });

  it('is told apart of a format that rounds in another way', async () => {
    const { files } = await learnt({ hidden: [6] }, { kind: 'regression' });
    // One row far larger than the others: a scale for all of them leaves little of those.
    const model = readStreamModel(files);
    const parameters = parametersOf(model).map((value, i) => (i < 3 ? 40 * value : value));
    const uneven = new Map([...files, ...writeNetwork(model.about, parameters, 'F32')]);
    const cost = await precisionCost({ kind: 'stream', files: uneven }, 'int8', null, DEPS);
    const written = importFrom(exportAs(uneven, 'tfjs', 'int8')).files;
    const { about, learner } = await loadStream(written);
    const { learner: whole } = await loadStream(uneven);
    const { X, n } = await rowsFor(about.features, null);
    const [is, was] = [await learner.predict(X, n), await whole.predict(X, n)];
    const largest = Math.max(...is.map((value, i) => Math.abs(value - was[i])));
    expect(cost.formats).toMatchObject([{ id: 'tfjs', n: 200, accuracy: null, largest_difference: largest }]);
    expect(largest).toBeGreaterThan(cost.largest_difference);
    expect((await precisionCost({ kind: 'stream', files }, 'float16', null, DEPS)).formats).toEqual([]);
  });

  it('of a number is told by how many move by more than a little', async () => {
    const { files } = await learnt({}, { kind: 'regression' });
    const [half, eighth] = [
      await precisionCost({ kind: 'stream', files }, 'float16', null, DEPS),
      await precisionCost({ kind: 'stream', files }, 'int8', null, DEPS),
    ];
    expect(half).toMatchObject({ accuracy: null, data: '200 generated rows' });
    expect(half.changed).toBeLessThanOrEqual(eighth.changed);
    expect(half.largest_difference).toBeLessThan(eighth.largest_difference);
  });
});
