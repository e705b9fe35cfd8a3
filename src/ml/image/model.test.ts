// What a trained model says: figures of each class against counting, the wrong ones in order, probabilities, heat-maps;
// and where its images come from.

import { beforeAll, describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../compute/nn/reference';
import { Rng } from '../rng';
import { SAMPLE_IMAGES, sampleImages } from '../samples/images';
import { ImageError } from './errors';
import { evaluateImages, type ImageEvaluation } from './evaluate';
import { type Explanation, heatOver } from './explain';
import { byteImages, measureChannels } from './images';
import { ImageModel } from './model';
import { smallConfig, smallImages } from './problem.fixture';

const nn = new ReferenceBackend();
const images = smallImages(40, 9);
const model = new ImageModel(nn, smallConfig('cnn'), new Rng(2));
let pixels: Float32Array;
let result: ImageEvaluation;

beforeAll(async () => {
  pixels = new Float32Array(40 * 48);
  images.load(
    Uint32Array.from({ length: 40 }, (_, i) => i),
    pixels,
  );
  result = await evaluateImages(model, images);
});

describe('an evaluation', () => {
  it('counts what the predictions are', async () => {
    const probabilities = await model.predict(pixels);
    const predicted = Array.from({ length: 40 }, (_, i) => {
      const row = [...probabilities.subarray(3 * i, 3 * i + 3)];
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      return row.indexOf(Math.max(...row));
    });
    const count = (test: (label: number, guess: number) => boolean) =>
      predicted.filter((guess, i) => test(images.labels[i], guess)).length;
    expect(result.n).toBe(40);
    expect(result.accuracy).toBeCloseTo(count((label, guess) => label === guess) / 40, 12);
    for (const c of [0, 1, 2]) {
      const figures = result.classes[c];
      const [tp, support] = [count((label, guess) => label === c && guess === c), count((label) => label === c)];
      const called = count((_, guess) => guess === c);
      expect(figures.support).toBe(support);
      expect(figures.recall).toBeCloseTo(tp / support, 12);
      expect(figures.precision).toBeCloseTo(called === 0 ? 0 : tp / called, 12);
      expect(figures.f1).toBeCloseTo((2 * tp) / (support + called), 12);
      for (const other of [0, 1, 2]) {
        expect(result.confusion[3 * c + other]).toBe(count((label, guess) => label === c && guess === other));
      }
    }
    const losses = predicted.map((_, i) => -Math.log(probabilities[3 * i + images.labels[i]]));
    expect(result.loss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 40, 10);
  });

  it('lists the wrong ones, the worst first, and no more than asked for', async () => {
    const { wrong } = result;
    expect(wrong.length).toBe(40 - Math.round(result.accuracy * 40));
    expect(wrong.length).toBeGreaterThan(3);
    for (const [i, one] of wrong.entries()) {
      expect(one.predicted).not.toBe(one.label);
      expect(one.label).toBe(images.labels[one.index]);
      if (i > 0) expect(one.loss).toBeLessThanOrEqual(wrong[i - 1].loss);
    }
    const few = await evaluateImages(model, images, { wrong: 3 });
    expect(few.wrong).toEqual(wrong.slice(0, 3));
  });

  it('is the same in parts of any size, and ends when told to', async () => {
    const weights = await model.weights();
    const other = new ImageModel(nn, smallConfig('cnn'), weights, 4);
    let rests = 0;
    const again = await evaluateImages(other, images, { pause: async () => void rests++ });
    expect(rests).toBe(9);
    expect(again.confusion).toEqual(result.confusion);
    expect(again.loss).toBeCloseTo(result.loss, 12);
    const stop = async () => {
      throw new Error('stopped');
    };
    await expect(evaluateImages(other, images, { pause: stop })).rejects.toThrow('stopped');
    other.dispose();
  });

  it('of no images is zeros, and of images of another size is refused', async () => {
    const none = await evaluateImages(model, byteImages(new Uint8Array(0), new Int32Array(0), images.shape));
    expect([none.n, none.loss, none.accuracy, none.macroF1]).toEqual([0, 0, 0, 0]);
    const wide = byteImages(new Uint8Array(64), new Int32Array(1), { height: 8, width: 8, channels: 1 });
    await expect(evaluateImages(model, wide)).rejects.toThrow(ImageError);
    await expect(model.predict(new Float32Array(47))).rejects.toThrow(ImageError);
    await expect(model.explain(pixels, 0)).rejects.toThrow(ImageError);
    await expect(model.explain(pixels.slice(0, 48), 3)).rejects.toThrow(/0 to 2/);
  });
});

describe('a heat-map', () => {
  const map = (height: number, width: number, values: number[]): Explanation => ({
    ...{ kind: 'grad-cam', height, width },
    values: Float64Array.from(values),
  });

  it('is the map itself at its own size, of its largest', () => {
    expect(Array.from(heatOver(map(2, 2, [0, 1, 2, 4]), 2, 2))).toEqual([0, 0.25, 0.5, 1]);
  });

  it('goes evenly from the middle of one cell to the next, and no further', () => {
    expect(Array.from(heatOver(map(1, 2, [0, 1]), 1, 8))).toEqual([0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1]);
  });

  it('is empty where nothing speaks for the class', () => {
    expect(Array.from(heatOver(map(2, 1, [0, 0]), 3, 1))).toEqual([0, 0, 0]);
  });
});

describe('images', () => {
  it('in bytes come as 0 to 1, and must be as many as labels', () => {
    const set = byteImages(Uint8Array.of(0, 51, 255, 102), Int32Array.of(0, 1), { height: 1, width: 2, channels: 1 });
    const out = new Float32Array(4);
    set.load([1, 0], out);
    expect(out).toEqual(Float32Array.of(1, 0.4, 0, 0.2));
    expect(() => byteImages(new Uint8Array(3), new Int32Array(2), set.shape)).toThrow(RangeError);
  });

  it('are measured by channel', async () => {
    const shape = { height: 1, width: 2, channels: 2 };
    const { mean, std } = await measureChannels(byteImages(Uint8Array.of(0, 255, 51, 255), Int32Array.of(0), shape));
    expect(mean[0]).toBeCloseTo(0.1, 6);
    expect(std[0]).toBeCloseTo(0.1, 6);
    // A channel that never changes is left as it is, shifted.
    expect([mean[1], std[1]]).toEqual([1, 1e-3]);
  });

  it('of the sample are drawn by seed, as many of each class, all different', () => {
    const one = sampleImages({ n: 60, seed: 5 });
    expect(sampleImages({ n: 60, seed: 5 })).toEqual(one);
    expect(sampleImages({ n: 60, seed: 6 }).pixels).not.toEqual(one.pixels);
    const { height, width } = SAMPLE_IMAGES.shape;
    const each = height * width;
    const parts = Array.from({ length: 60 }, (_, i) => one.pixels.subarray(i * each, (i + 1) * each));
    expect(new Set(parts.map(String)).size).toBe(60);
    for (let digit = 0; digit < 10; digit++) expect(one.labels.filter((label) => label === digit)).toHaveLength(6);
    for (const part of parts) {
      const ink = part.filter((value) => value > 128).length / each;
      expect(ink).toBeGreaterThan(0.02);
      expect(ink).toBeLessThan(0.5);
      // It lies within the image.
      expect(Math.max(...part.subarray(0, width), ...part.subarray(each - width))).toBeLessThan(128);
    }
  });
});
