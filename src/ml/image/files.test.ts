// Image models as files: what is written is read again as it was, and what is no image model is refused in words, before
// anything is made of it.

import { describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor, writeSafetensors } from '../bert/safetensors';
import { ReferenceBackend } from '../compute/nn/reference';
import { createWasmBackend } from '../compute/nn/wasm/create';
import { nodeNnEnv } from '../compute/nn/wasm/env.node';
import { Rng } from '../rng';
import type { ImageModelConfig } from './config';
import { ImageError } from './errors';
import { IMAGE_CONFIG_FILE, IMAGE_WEIGHTS_FILE, isImageModel, readImageModel, writeImageModel } from './files';
import { ImageModel } from './model';
import { smallConfig } from './problem.fixture';

const config: ImageModelConfig = {
  ...smallConfig('cnn'),
  structure: { kind: 'cnn', stages: [2], hidden: [3], convolutions: 1, activation: 'tanh', dropout: 0.5 },
};

async function written(): Promise<Map<string, Uint8Array>> {
  const model = new ImageModel(new ReferenceBackend(), config, new Rng(1));
  return writeImageModel(config, await model.weights());
}

type Json = Record<string, unknown>;
const encode = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));

/** The files with a changed config.json. */
async function withConfig(change: (json: Json) => unknown): Promise<Map<string, Uint8Array>> {
  const files = await written();
  const json = JSON.parse(new TextDecoder().decode(files.get(IMAGE_CONFIG_FILE))) as Json;
  return files.set(IMAGE_CONFIG_FILE, encode(change(json)));
}

/** The files with changed weights. */
async function withTensors(change: (tensors: Map<string, Tensor>) => void): Promise<Map<string, Uint8Array>> {
  const files = await written();
  const tensors = readSafetensors(files.get(IMAGE_WEIGHTS_FILE)!);
  change(tensors);
  return files.set(IMAGE_WEIGHTS_FILE, writeSafetensors(tensors));
}

describe('an image model as files', () => {
  it('answers as before, in float64 and in float32, and is the same bytes again', async () => {
    const pixels = Float32Array.from({ length: 3 * 48 }, (_, i) => (i % 7) / 7);
    for (const nn of [new ReferenceBackend(), await createWasmBackend({ env: nodeNnEnv(), threads: 1 })]) {
      const model = new ImageModel(nn, config, new Rng(1));
      const files = writeImageModel(config, await model.weights());
      expect(isImageModel(files)).toBe(true);
      const read = readImageModel(new Map([...files, ['notes.txt', new Uint8Array(3)]]));
      expect(read.config).toEqual(config);
      const again = new ImageModel(nn, read.config, read.weights);
      expect(await again.predict(pixels)).toEqual(await model.predict(pixels));
      expect(writeImageModel(read.config, read.weights)).toEqual(files);
    }
  });

  it('is told apart from other models', () => {
    expect(isImageModel(new Map())).toBe(false);
    expect(isImageModel(new Map([[IMAGE_CONFIG_FILE, encode({ model_type: 'bert' })]]))).toBe(false);
  });
});

describe('what is no image model is refused', () => {
  const refused = (files: ReadonlyMap<string, Uint8Array>, field: string, words: RegExp) => {
    expect(() => readImageModel(files)).toThrow(ImageError);
    expect(() => readImageModel(files)).toThrow(expect.objectContaining({ field }));
    expect(() => readImageModel(files)).toThrow(words);
  };

  it.each([
    ['another model', (json: Json) => ({ ...json, model_type: 'bert' }), /model_type/],
    ['another format', (json: Json) => ({ ...json, format: 2 }), /format/],
    ['no object', () => [1, 2], /it is not what/],
    ['widths that are no numbers', (json: Json) => ({ ...json, structure: { kind: 'mlp', hidden: ['8'] } }), /hidden/],
    ['names that are no texts', (json: Json) => ({ ...json, classes: [1, 2, 3] }), /classes/],
    ['too many layers', (json: Json) => ({ ...json, structure: { kind: 'mlp', hidden: new Array(9).fill(2) } }), /hid/],
  ] as const)('config.json with %s', async (_, change, words) => {
    refused(await withConfig(change), IMAGE_CONFIG_FILE, words);
  });

  it.each([
    ['shape.height', (json: Json) => ({ ...json, shape: { height: 1e9, width: 6, channels: 1 } })],
    [
      'shape.channels',
      (json: Json) => ({ ...json, shape: { height: 8, width: 6, channels: 2 }, mean: [0, 0], std: [1, 1] }),
    ],
    ['hidden', (json: Json) => ({ ...json, structure: { kind: 'mlp', hidden: [1e12] } })],
    ['kernel_size', (json: Json) => ({ ...json, structure: { kind: 'cnn', stages: [1], hidden: [], kernel_size: 4 } })],
    ['std', (json: Json) => ({ ...json, std: [0] })],
    ['classes', (json: Json) => ({ ...json, classes: ['a', 'a', 'b'] })],
  ] as const)('config.json with an impossible %s', async (field, change) => {
    refused(await withConfig(change), field, /./);
  });

  it('files that are missing, cut off, too long or no JSON', async () => {
    const files = await written();
    const without = (name: string) => new Map([...files].filter(([one]) => one !== name));
    refused(without(IMAGE_CONFIG_FILE), IMAGE_CONFIG_FILE, /There is no config.json/);
    refused(without(IMAGE_WEIGHTS_FILE), IMAGE_WEIGHTS_FILE, /There is no model.safetensors/);
    const cut = files.get(IMAGE_WEIGHTS_FILE)!.slice(0, -4);
    refused(new Map([...files, [IMAGE_WEIGHTS_FILE, cut]]), IMAGE_WEIGHTS_FILE, /cannot be read/);
    const text = new TextEncoder().encode('{');
    refused(new Map([...files, [IMAGE_CONFIG_FILE, text]]), IMAGE_CONFIG_FILE, /not JSON/);
    refused(new Map([...files, [IMAGE_CONFIG_FILE, new Uint8Array(2 ** 21)]]), IMAGE_CONFIG_FILE, /too long/);
  });

  it('weights that are missing, of another shape, not finite, or too many', async () => {
    const name = 'classifier.weight';
    const lacking = await withTensors((tensors) => tensors.delete(name));
    refused(lacking, IMAGE_WEIGHTS_FILE, /no fitting “classifier.weight” \(3×3\)/);
    const turned = await withTensors((tensors) => tensors.set(name, { ...tensors.get(name)!, shape: [9] }));
    refused(turned, IMAGE_WEIGHTS_FILE, /no fitting/);
    const nan = await withTensors((tensors) => tensors.get(name)!.data.fill(Number.NaN));
    refused(nan, IMAGE_WEIGHTS_FILE, /NaN/);
    const more = await withTensors((tensors) => tensors.set('more', { shape: [1], data: new Float32Array(1) }));
    refused(more, IMAGE_WEIGHTS_FILE, /“more”, which is no part/);
    const larger = await withConfig((json) => ({ ...json, structure: { kind: 'mlp', hidden: [4096, 4096, 4096] } }));
    refused(larger, IMAGE_WEIGHTS_FILE, /no fitting “hidden.0.weight”/);
  });

  it('weights that do not fit are not written either', () => {
    expect(() => writeImageModel(config, new Map())).toThrow(ImageError);
  });
});
