// Image models that answer: as the model itself does on the picture brought to its form.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { createWasmBackend } from '../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../ml/compute/nn/wasm/env.node';
import type { ImageModelConfig } from '../../ml/image/config';
import { heatOver } from '../../ml/image/explain';
import { writeImageModel } from '../../ml/image/files';
import { ImageModel } from '../../ml/image/model';
import { Rng } from '../../ml/rng';
import { closeDatabase, write } from '../../storage/db';
import { deleteTrained, putTrained } from '../../storage/trained';
import { decodePng } from './env.node';
import { asFiles, open, pictures, plain, takeAll } from './images.fixture';
import { asDecoded, type DecodedImage, toForm } from './scale';
import { SHIPPED_SHAPE, shippedImage } from './shipped';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const CNN: ImageModelConfig = {
  shape: { height: 8, width: 8, channels: 1 },
  structure: { kind: 'cnn', stages: [3], hidden: [4] },
  ...{ classes: ['no', 'yes', 'perhaps'], mean: [0.4], std: [0.3] },
};
const MLP: ImageModelConfig = {
  shape: { height: 6, width: 5, channels: 4 },
  structure: { kind: 'mlp', hidden: [4] },
  ...{ classes: ['left', 'right'], mean: [0.1, 0.2, 0.3, 0.4], std: [1, 1, 1, 1] },
};

/** A model of random weights, kept under an id; to be disposed of by the test's end with its process. */
async function kept(id: string, config: ImageModelConfig, seed: number): Promise<ImageModel> {
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const model = new ImageModel(nn, config, new Rng(seed));
  const files = writeImageModel(config, await model.weights());
  await write(['trained', 'trainedFiles'], async (tx) => {
    await Promise.all(putTrained(tx, { id, record: { id, seed }, files }));
  });
  return model;
}

const valuesOf = (picture: DecodedImage, config: ImageModelConfig) =>
  Float32Array.from(toForm(picture, config.shape), (byte) => byte / 255);

/** Every third pixel a little transparent. */
function drawing(width: number, height: number) {
  const pixels = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => (i * 53) % 256);
  for (let i = 3; i < pixels.length; i += 4) pixels[i] = i % 12 === 3 ? 200 : 255;
  return { from: 'pixels', width, height, pixels } as const;
}

describe('a model asked', () => {
  it('answers for a drawing as for its form, and says what it saw', async () => {
    const model = await kept('m', CNN, 1);
    const { service } = await open();
    for (const picture of [drawing(8, 8), drawing(29, 17)]) {
      const seen = { width: picture.width, height: picture.height, data: picture.pixels };
      const answer = await service.predict({ model: 'm', explain: false, ...picture });
      expect(answer.classes).toEqual(CNN.classes);
      expect(answer.probabilities).toEqual(await model.predict(valuesOf(seen, CNN)));
      expect(answer.seen).toEqual({ width: 8, height: 8, channels: 1, pixels: toForm(seen, CNN.shape) });
      expect(answer.heat).toBeNull();
    }
  });

  it('shows where it looks, for its likeliest class or the one asked for', async () => {
    const { service } = await open();
    for (const [id, config, kind] of [['c', CNN, 'grad-cam'] as const, ['m', MLP, 'saliency'] as const]) {
      const model = await kept(id, config, 3);
      const { width, height, pixels, from } = drawing(20, 20);
      const values = valuesOf({ width, height, data: pixels }, config);
      const ask = { model: id, explain: true, from, width, height, pixels };
      const { probabilities, heat } = await service.predict(ask);
      expect(heat).toMatchObject({ kind, target: probabilities.indexOf(Math.max(...probabilities)) });
      const other = (await service.predict({ ...ask, target: 0 })).heat;
      const map = await model.explain(values, 0);
      expect(other?.values).toEqual(heatOver(map, config.shape.height, config.shape.width));
      await expect(service.predict({ ...ask, target: 9 })).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  it('answers for a file, an image of a set, and a drawn digit', async () => {
    const model = await kept('m', CNN, 1);
    const { service } = await open();
    const ask = { model: 'm', explain: false } as const;
    const file = plain(80, 11);
    const answer = await service.predict({ ...ask, from: 'file', file: new Blob([file]) });
    expect(answer.probabilities).toEqual(await model.predict(valuesOf(decodePng(file), CNN)));
    const folder = pictures('d/', ['a', 'b']);
    await takeAll(service, asFiles(folder));
    const [, { id }] = (await service.state()).sets;
    const { items } = await service.items(id, { part: 'test', offset: 0, limit: 1 });
    const fromSet = await service.predict({ ...ask, from: 'dataset', dataset: id, item: items[0].item });
    const expected = valuesOf(decodePng(folder[`d/${items[0].path}`]), CNN);
    expect(fromSet.probabilities).toEqual(await model.predict(expected));
    const digit = await service.predict({ ...ask, from: 'dataset', dataset: 'shipped', item: 7 });
    expect(digit.probabilities).toEqual(await model.predict(valuesOf(asDecoded(shippedImage(7), SHIPPED_SHAPE), CNN)));
  });

  it('shows what a model saw that takes transparency as it looks over white', async () => {
    await kept('m', MLP, 2);
    const { service } = await open();
    const pixels = new Uint8ClampedArray(6 * 5 * 4);
    const { seen } = await service.predict({ model: 'm', explain: false, from: 'pixels', width: 5, height: 6, pixels });
    expect(seen).toEqual({ width: 5, height: 6, channels: 3, pixels: new Uint8Array(90).fill(255) });
  });

  it('is the one stored now: a better one takes its place, and one that is gone answers no more', async () => {
    const { service } = await open();
    const ask = { model: 'm', explain: false, ...drawing(8, 8) } as const;
    const values = valuesOf({ width: 8, height: 8, data: ask.pixels }, CNN);
    for (const seed of [1, 2]) {
      const model = await kept('m', CNN, seed);
      expect((await service.predict(ask)).probabilities).toEqual(await model.predict(values));
    }
    for (const id of ['n', 'o', 'p', 'q']) await kept(id, CNN, 5);
    const answers = await Promise.all(
      ['n', 'o', 'p', 'q', 'n', 'm'].map((model) => service.predict({ ...ask, model })),
    );
    expect(answers[3].probabilities).toEqual(answers[4].probabilities);
    expect(answers[5].probabilities).not.toEqual(answers[4].probabilities);
    await deleteTrained(['m']);
    await expect(service.predict(ask)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('says in words what it cannot answer', async () => {
    await kept('m', CNN, 1);
    const { service } = await open();
    const ask = { model: 'm', explain: false } as const;
    const file = new Blob(['GIF89a and so on']);
    await expect(service.predict({ ...ask, from: 'file', file })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('it is a GIF'),
    });
    const wrong = { ...drawing(4, 4), width: 5 };
    await expect(service.predict({ ...ask, ...wrong })).rejects.toMatchObject({
      message: '5 × 4 pixels are 80 values, not 64.',
    });
    for (const [dataset, code] of [['shipped', 'invalid'] as const, ['none', 'not_found'] as const]) {
      await expect(service.predict({ ...ask, from: 'dataset', dataset, item: 9999 })).rejects.toMatchObject({ code });
    }
    await write(['trained', 'trainedFiles'], async (tx) => {
      await Promise.all(putTrained(tx, { id: 'broken', record: {}, files: new Map() }));
    });
    await expect(service.predict({ ...ask, ...drawing(4, 4), model: 'broken' })).rejects.toMatchObject({
      code: 'invalid',
      message: 'There is no config.json among the files.',
    });
  });
});
