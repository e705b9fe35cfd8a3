// Images as models take them: scaled as ./scale.ts says, decoded once, those left out that cannot be decoded.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ImageShape } from '../../ml/image/config';
import { sampleImages } from '../../ml/samples/images';
import { closeDatabase, read } from '../../storage/db';
import type { ImageDecoder } from './decoder';
import { decodePng, nodeImageDecoder } from './env.node';
import { asFiles, type Files, open, pictures, takeAll } from './images.fixture';
import { PixelStore } from './pixels';
import { imagesOf, type SetImages } from './reading';
import { toForm } from './scale';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const SHAPE: ImageShape = { height: 3, width: 5, channels: 3 };
const FOLDER: Files = pictures('d/', ['a', 'b'], 50);

async function taken(files: Files = FOLDER) {
  const { service } = await open();
  await takeAll(service, asFiles(files));
  const [, { id }] = (await service.state()).sets;
  return { service, id };
}

/** Counts what it decodes; cannot decode these. */
function counting(hopeless: readonly Uint8Array[] = []): ImageDecoder & { count: number } {
  const { decode } = nodeImageDecoder();
  const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
  const decoder = {
    count: 0,
    async decode(file: Uint8Array<ArrayBuffer>) {
      decoder.count += 1;
      if (hopeless.some((one) => same(one, file))) throw new Error('the browser cannot decode it');
      return decode(file);
    },
  };
  return decoder;
}

async function bytesOf(images: SetImages, indices: readonly number[]): Promise<number[]> {
  const { height, width, channels } = images.shape;
  const out = new Float32Array(indices.length * height * width * channels);
  await images.load(indices, out);
  return Array.from(out, (value) => value * 255);
}

describe('images of a part', () => {
  it('are its files in the set’s order, decoded and scaled', async () => {
    const { service, id } = await taken();
    const seen: [number, number][] = [];
    const images = await imagesOf(id, 'test', SHAPE, nodeImageDecoder(), {
      progress: (done, all) => seen.push([done, all]),
    });
    const { items } = await service.items(id, { part: 'test', offset: 0, limit: 1000 });
    expect(images.size).toBe(50);
    expect(images.classes).toEqual(['a', 'b']);
    expect(Array.from(images.items)).toEqual(items.map(({ item }) => item));
    expect(Array.from(images.labels)).toEqual(items.map(({ label }) => label));
    expect(seen.at(-1)).toEqual([50, 50]);
    const chosen = [49, 0, 26, 26];
    const expected = chosen.flatMap((index) => {
      const file = FOLDER[`d/${items[index].path}`] as Uint8Array;
      return Array.from(toForm(decodePng(file), SHAPE));
    });
    const got = await bytesOf(images, chosen);
    got.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 4);
    });
  });

  it('are decoded once, and again only for another form', async () => {
    const { id } = await taken();
    const first = counting();
    const images = await imagesOf(id, 'train', SHAPE, first);
    expect(first.count).toBeGreaterThanOrEqual(100);
    const again = counting();
    const same = await imagesOf(id, 'train', SHAPE, again);
    expect(again.count).toBe(0);
    const all = Array.from({ length: 100 }, (_, i) => i);
    expect(await bytesOf(same, all)).toEqual(await bytesOf(images, all));
    await imagesOf(id, 'train', { ...SHAPE, channels: 1 }, again);
    expect(again.count).toBe(first.count);
    const forms = await read(['imagePixels'], (tx) => tx.objectStore('imagePixels').getAllKeys());
    expect(new Set(forms.map(([, form]) => form))).toEqual(new Set(['5x3x1']));
  });

  it('leave out what cannot be decoded, and the set’s list says so once', async () => {
    const { service, id } = await taken();
    const hopeless = [FOLDER['d/train/a/7.png'], FOLDER['d/train/b/49.png']] as Uint8Array[];
    for (let round = 0; round < 2; round++) {
      const images = await imagesOf(id, 'train', SHAPE, counting(hopeless));
      expect(images.size).toBe(98);
      expect(images.labels.filter((label) => label === 0)).toHaveLength(49);
      expect(await imagesOf(id, 'test', SHAPE, counting(hopeless))).toMatchObject({ size: 50 });
      const { items } = await service.items(id, { part: 'train', offset: 0, limit: 1000 });
      const kept = Array.from(images.items, (item) => items[item].path);
      expect(kept).not.toContain('train/a/7.png');
      const [, { unreadable, unreadable_count }] = (await service.state()).sets;
      expect((await (await open()).service.state()).sets).toEqual((await service.state()).sets);
      expect(unreadable_count).toBe(2);
      expect(unreadable).toEqual(
        ['train/a/7.png', 'train/b/49.png'].map((path) => ({ path, reason: 'the browser cannot decode it' })),
      );
    }
  });

  it('are none where the set has no such part, and rejected where there is no such set', async () => {
    const { service, id } = await taken();
    expect(await imagesOf(id, 'val', SHAPE, nodeImageDecoder())).toMatchObject({ size: 0 });
    const images = await imagesOf(id, 'train', SHAPE, nodeImageDecoder());
    await service.remove(id);
    await expect(imagesOf(id, 'train', SHAPE, nodeImageDecoder())).rejects.toMatchObject({ code: 'not_found' });
    // What was decoded is still in memory: a run that has begun goes on.
    expect(await bytesOf(images, [0])).toHaveLength(45);
  });

  it('can be given up while they are decoded', async () => {
    const { id } = await taken();
    const pause = () => Promise.reject(new Error('given up'));
    await expect(imagesOf(id, 'train', SHAPE, nodeImageDecoder(), { pause })).rejects.toThrow('given up');
  });

  it('of the drawn digits are these, and scaled as others are', async () => {
    const { pixels, labels } = sampleImages({ n: 500, seed: 2 });
    const shape = { height: 28, width: 28, channels: 1 };
    const images = await imagesOf('shipped', 'test', shape, nodeImageDecoder());
    expect(images.labels).toEqual(labels);
    expect([images.items[0], images.items[499]]).toEqual([2000, 2499]);
    const got = await bytesOf(images, [0, 499]);
    const expected = [...pixels.subarray(0, 784), ...pixels.subarray(499 * 784)];
    got.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 4);
    });
    const small = await imagesOf('shipped', 'test', { height: 14, width: 14, channels: 3 }, nodeImageDecoder());
    const [red, green, blue] = await bytesOf(small, [123]);
    expect([green, blue]).toEqual([red, red]);
    expect(await imagesOf('shipped', 'val', shape, nodeImageDecoder())).toMatchObject({ size: 0 });
  });
});

describe('the store of decoded images', () => {
  it('keeps no more than there is room for, the latest used', async () => {
    const asked: number[] = [];
    const source = {
      starts: [0, 1, 2, 3],
      chunk: async (number: number) => {
        asked.push(number);
        return { pixels: new Uint8Array(10).fill(number), failed: [] };
      },
    };
    const store = new PixelStore(source, 25);
    for (const number of [0, 1, 0, 2, 0, 1]) expect((await store.chunk(number)).pixels[0]).toBe(number);
    expect(asked).toEqual([0, 1, 2, 1]);
    const tight = new PixelStore(source, 5);
    for (const number of [3, 3]) expect((await tight.chunk(number)).pixels[0]).toBe(3);
  });
});
