// The text models' operations through TensorFlow.js in real Chromium, in a worker of a built and minified page: on
// WebGPU and WebGL, in software here, every operation against the float64 reference. And pictures that the browser decodes
// there, against Pillow.

import { expect, type Page, test } from '@playwright/test';
import pictures from '../src/service/images/golden/files.json' with { type: 'json' };
import { toForm } from '../src/service/images/scale';
import { ask, type Harness, startHarness } from './support/harness';

/** What the names of cases begin with. */
const FAMILIES = [
  'linear',
  'attention',
  'embeddings',
  'layer norm',
  'pooling',
  'cross-entropy',
  'plain',
  'AdamW',
  'momentum',
  'images',
];

let harness: Harness;
/** One for all, and so one start of each backend, and of each shader that several cases need. */
let page: Page;

// A shader that does not compile, or a dispatch that is not valid, is only told to the console.
const told: string[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  harness = await startHarness();
  page = await browser.newPage();
  page.on('console', (message) => {
    if (/WGSL|shader|invalid|validation/i.test(message.text())) told.push(message.text());
  });
  await page.goto(harness.url);
});

test.afterAll(async () => {
  await page.close();
  await harness.close();
});

test.beforeEach(() => {
  told.length = 0;
});
test.afterEach(() => expect(told).toEqual([]));

for (const kind of ['webgpu', 'webgl'] as const) {
  test.describe(`text operations on ${kind}`, () => {
    for (const family of FAMILIES) {
      test(`${family}: forward and backward agree with the reference`, async () => {
        test.setTimeout(300_000);
        const { differences, leaked } = await ask(page, 'nnCases', { kind, family });
        expect(differences.length).toBeGreaterThan(0);
        expect(differences.filter(([, difference]) => !(difference < 1e-5))).toEqual([]);
        expect(leaked).toBe(0);
      });
    }

    for (const norm of ['post', 'pre'] as const) {
      test(`a whole ${norm}-LN encoder has the reference's logits and gradients, and no tensor is left`, async () => {
        const { differences, leaked } = await ask(page, 'nnEncoder', { kind, norm });
        expect(differences.length).toBeGreaterThan(20);
        expect(differences.filter(([, difference]) => !(difference < 1e-5))).toEqual([]);
        expect(leaked).toBe(0);
      });
    }

    test('dropout makes the same mask, bit for bit, beside another backend', async () => {
      for (const [size, rate, seed] of [
        [300_000, 0.1, 0xdeadbeef],
        [65_537, 0.5, 0],
        [1000, 0.999, 0xffffffff],
      ] as const) {
        expect(await ask(page, 'nnMask', { kind, size, rate, seed })).toEqual({ wrong: 0, current: 'cpu' });
      }
    });

    // A leak shows from the first steps on: what is held is counted exactly. Node counts a thousand (backend.test.ts).
    const steps = kind === 'webgl' ? 50 : 8;
    test(`${steps} training steps leave nothing behind and go where the reference goes`, async () => {
      test.setTimeout(600_000);
      const { drift, ...left } = await ask(page, 'nnLeaks', { kind, steps });
      expect(left).toEqual({ grownTensors: 0, grownBytes: 0, leftTensors: 0, leftBytes: 0 });
      expect(drift).toBeLessThan(1e-4);
    });
  });
}

test('pictures of each kind are decoded as Pillow decodes them, turned upright; what is none is refused', async () => {
  for (const { name, bytes: file, decoded } of pictures) {
    if (!/^(png|jpeg|webp)/.test(name)) continue;
    for (const native of [false, true]) {
      const { width, height, rgba } = await ask(page, 'picture', { file, native });
      expect([name, width, height]).toEqual([name, decoded.width, decoded.height]);
      const colours = toForm({ width, height, data: Uint8Array.from(rgba) }, { width, height, channels: 3 });
      const apart = Math.max(...colours.map((colour, i) => Math.abs(colour - decoded.colours[i]!)));
      // Decoders of lossy formats differ in how they round, and canvases keep colours times alpha.
      expect(apart, name).toBeLessThanOrEqual(/lossless|png|alpha/.test(name) ? 1 : 6);
    }
  }
  const file = Buffer.from('I am no picture.').toString('base64');
  await expect(ask(page, 'picture', { file, native: true })).rejects.toThrow('the browser cannot decode it');
  await expect(ask(page, 'picture', { file, native: false })).rejects.toThrow('it is not an image');
});
