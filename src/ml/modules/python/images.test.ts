// The Python scripts of image models give the same probabilities as the product, of pictures of any size, and what they train
// the product can read. Where there is no python3 with NumPy this is passed over, and says so.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../../compute/nn/reference';
import type { ImageModelConfig, ImageStructure } from '../../image/config';
import { readImageModel, writeImageModel } from '../../image/files';
import { ImageModel } from '../../image/model';
import { smallConfig, smallImages } from '../../image/problem.fixture';
import { layersOf, parametersOf } from '../../image/structure';
import { Rng } from '../../rng';
import { imageModule } from '../own/image';
import { missing, PYTHON } from './testing/host.fixture';
import { bodyOf, expectClose, filesIn, moduleOf, scalarsIn, scratch, serve, train } from './testing/run-python.fixture';

const CNN: ImageStructure = { kind: 'cnn', stages: [3, 4], hidden: [6] };
const CASES: readonly (readonly [ImageStructure, channels: number])[] = [
  [CNN, 3],
  [{ ...CNN, hidden: [], stages: [3], convolutions: 1, kernel_size: 5, activation: 'tanh' }, 1],
  [{ kind: 'mlp', hidden: [8, 5], activation: 'sigmoid', dropout: 0.2 }, 4],
  [{ kind: 'mlp', hidden: [] }, 3],
];

const [HEIGHT, WIDTH] = [9, 6];
const rng = new Rng(3);
const bytes = (channels: number) => Uint8Array.from({ length: HEIGHT * WIDTH * channels }, () => rng.integer(256));

function configOf(structure: ImageStructure, channels: number): ImageModelConfig {
  const each = (values: readonly number[]) => values.slice(0, channels);
  const shape = { height: HEIGHT, width: WIDTH, channels };
  const [mean, std] = [each([0.4, 0.5, 0.2, 0.6]), each([0.25, 0.1, 0.3, 0.2])];
  return { shape, structure, classes: ['cat', 'dog', 'eel'], mean, std };
}

/** Random, and larger than what training starts from. */
function weightsOf(config: ImageModelConfig): Map<string, Float32Array> {
  const random = new Rng(5);
  return new Map(
    parametersOf(layersOf(config)).map(({ name, size, std }) => {
      return [name, Float32Array.from({ length: size }, () => (std || 0.1) * random.normal())];
    }),
  );
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const modelOf = (config: ImageModelConfig) => new ImageModel(new ReferenceBackend(), config, weightsOf(config));

/** Rows of pixels, as JSON has them. */
function inJson(pixels: Uint8Array, channels: number): unknown[][] {
  return Array.from({ length: HEIGHT }, (_, y) =>
    Array.from({ length: WIDTH }, (_, x) => {
      const at = (y * WIDTH + x) * channels;
      return channels === 1 ? pixels[at] : [...pixels.subarray(at, at + channels)];
    }),
  );
}

describe.skipIf(missing)('image models in Python', () => {
  it('give the same probabilities', async () => {
    const models = CASES.map(([structure, channels]) => modelOf(configOf(structure, channels)));
    const pictures = CASES.map(([, channels]) => bytes(channels));
    // What is transparent would be multiplied with that, and rounded.
    CASES.forEach(([, channels], i) => {
      if (channels === 4) for (let at = 3; at < pictures[i]!.length; at += 4) pictures[i]![at] = 255;
    });
    const requests = models.map(async (model, i) => ({
      folder: moduleOf('image', writeImageModel(model.config, await model.weights())),
      body: { pixels: inJson(pictures[i]!, CASES[i]![1]) },
    }));
    const answers = await serve(await Promise.all(requests));
    for (const [i, model] of models.entries()) {
      const { probabilities, classes, label, class: name } = JSON.parse(bodyOf(answers[i]));
      const want = [...(await model.predict(Float32Array.from(pictures[i]!, (byte) => byte / 255)))];
      expectClose(probabilities, want, 1e-6);
      expect(classes).toEqual(model.config.classes);
      expect(label).toBe(want.indexOf(Math.max(...want)));
      expect(name).toBe(classes[label]);
    }
  });

  it('refuse what are no pixels, as the product does', async () => {
    const bodies = ['[[]]', '{"pixels": [[], []]}', '[["1"]]', '[[true]]', '[[[1, 2]]]', '[[256]]', '[[1], [1, 2]]'];
    const folder = moduleOf('image', writeImageModel(smallConfig('cnn'), weightsOf(smallConfig('cnn'))));
    const answers = await serve(bodies.map((body) => ({ folder, body, type: 'application/json' })));
    const module = imageModule(() => ({ answer: () => Promise.reject(new Error('asked')) }));
    for (const [i, body] of bodies.entries()) {
      expect(answers[i], body).toEqual({ error: expect.stringContaining('A picture in JSON is') });
      expect(() => module.deserialize(bytesOf(body), 'application/json'), body).toThrow('A picture in JSON is');
    }
  });

  it('bring pictures to the model’s form as Pillow does', () => {
    const said = execFileSync(PYTHON, ['-c', PILLOWS, SCRIPTS, GOLDEN], { encoding: 'utf8' });
    expect(Number(said)).toBeGreaterThan(10);
  });

  it('go down the slope of the loss', () => {
    const config = configOf({ ...CNN, activation: 'tanh' }, 3);
    const folder = moduleOf('image', writeImageModel(config, weightsOf(config)));
    const [analytic, numeric] = JSON.parse(execFileSync(PYTHON, ['-c', SLOPES, folder], { encoding: 'utf8' }));
    expect(analytic.length).toBeGreaterThan(20);
    expectClose(analytic, numeric, 1e-6);
  });

  it('train on, and the product reads what they wrote', async () => {
    const config = smallConfig('cnn');
    const [folder, out] = [moduleOf('image', writeImageModel(config, weightsOf(config))), join(scratch, 'pictures')];
    const file = join(folder, 'pictures.npz');
    execFileSync(PYTHON, ['-c', BRIGHT, file]);
    const args = [out, file, '--epochs=12', '--learning_rate=0.01', '--batch_size=8'];
    const [log] = await train([{ folder, args, board: 'logs' }]);
    const epochs = [...log!.matchAll(/mean loss ([\d.]+), accuracy ([\d.]+)/g)].map(([, loss]) => Number(loss));
    expect(epochs).toHaveLength(12);
    expect(epochs.at(-1)!).toBeLessThan(0.3 * epochs[0]!);
    const scalars = scalarsIn(join(out, 'logs'));
    const steps = scalars.filter(([tag]) => tag === 'train_loss').map(([, step]) => step);
    expect(steps).toEqual(steps.map((_, i) => i + 1));
    expect(scalars.filter(([tag]) => tag === 'lr')).toEqual(steps.map((step) => ['lr', step, Math.fround(0.01)]));
    expect(scalars.filter(([tag]) => tag === 'train_loss_epoch')).toEqual(
      epochs.map((loss, i) => ['train_loss_epoch', ((i + 1) * steps.length) / 12, expect.closeTo(loss, 5)]),
    );
    const trained = readImageModel(filesIn(out));
    const model = new ImageModel(new ReferenceBackend(), trained.config, trained.weights);
    const images = smallImages(30, 7);
    const pixels = new Float32Array(30 * 48);
    await images.load(
      Array.from({ length: 30 }, (_, i) => i),
      pixels,
    );
    const probabilities = await model.predict(pixels);
    const right = images.labels.filter((label, i) => {
      const row = [...probabilities.subarray(3 * i, 3 * i + 3)];
      return row.indexOf(Math.max(...row)) === label;
    });
    expect(right.length).toBeGreaterThan(24);
  });
});

const SCRIPTS = import.meta.dirname;
const GOLDEN = 'src/service/images/golden/scaled.json';

/** How many forms of pictures are, to the byte, what Pillow makes of them. */
const PILLOWS = `
import json, sys
import numpy as np
sys.path.insert(0, sys.argv[1])
from millrace.pictures import to_form
count = 0
for case in json.load(open(sys.argv[2])):
    rgba = np.array(case['data'], dtype=np.uint8).reshape(case['height'], case['width'], 4)
    for form in case['forms']:
        made = to_form(rgba, form['height'], form['width'], form['channels'])
        assert made.ravel().tolist() == form['pixels'], (case['width'], form['width'], form['channels'])
        count += 1
print(count)
`;

/** Some slopes of the loss by backpropagation, and by differences. */
const SLOPES = `
import json, sys
import numpy as np
sys.path.insert(0, sys.argv[1])
import serve, train
model, random = serve.load(sys.argv[1]), np.random.default_rng(1)
pixels, labels = random.integers(0, 256, (4, ${HEIGHT}, ${WIDTH}, 3)), np.array([0, 1, 2, 1])
_, _, gradients = train.gradients_of(model, pixels, labels)
analytic, numeric = [], []
for name, weight in model.weights.items():
    for at in random.integers(0, weight.size, 3):
        before, losses = weight.flat[at], []
        for step in (1e-5, -1e-5):
            weight.flat[at] = before + step
            losses.append(train.gradients_of(model, pixels, labels)[0])
        weight.flat[at] = before
        analytic.append(float(gradients[name].flat[at]))
        numeric.append(float((losses[0] - losses[1]) / 2e-5))
print(json.dumps([analytic, numeric]))
`;

/** Bright above, bright below, or bright on the left, in noise: as the small problem of the image models. */
const BRIGHT = `
import sys
import numpy as np
random, n = np.random.default_rng(2), 96
labels, pixels = np.arange(n) % 3, np.full((n, 8, 6, 1), 40)
pixels[labels == 0, :4] = pixels[labels == 1, 4:] = 150
pixels[labels == 2, :, :3] = 150
np.savez(sys.argv[1], pixels=(pixels + random.integers(0, 90, pixels.shape)).astype(np.uint8), labels=labels)
`;
