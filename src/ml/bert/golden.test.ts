// Two tiny encoders against PyTorch (scripts/golden_bert.py): logits and the gradient of every parameter, for the
// classifier's loss and for the masked-LM head's; in float64 to many digits, on WASM and through
// TensorFlow.js to float32's.

import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../compute/nn/reference';
import { createTfjsBackend } from '../compute/nn/tfjs';
import type { Floats, NnBackend } from '../compute/nn/types';
import { createWasmBackend } from '../compute/nn/wasm/create';
import { nodeNnEnv } from '../compute/nn/wasm/env.node';
import { backward, lowestLevel } from './backward';
import { parseConfig } from './config';
import { Encoder } from './encoder';
import post from './golden/post.json';
import pre from './golden/pre.json';
import { ClassifierHead, type Head, MaskedHead } from './heads';
import { Loss, type RowTargets } from './loss';
import { readNumbers, writeNumbers } from './numbers';
import type { Tensor } from './safetensors';
import { fromFile } from './weights';

type Golden = typeof post | typeof pre;

const BACKENDS: readonly (readonly [string, () => Promise<NnBackend>, number])[] = [
  ['float64', async () => new ReferenceBackend(), 1e-8],
  ['WASM SIMD', () => createWasmBackend({ env: nodeNnEnv(), threads: 1, relaxed: false }), 1e-4],
  ['TensorFlow.js', () => createTfjsBackend('cpu'), 1e-4],
];

/** The rows' weights, a third each, are float32 on every backend. */
const WEIGHTS = 2e-7;

function load(nn: NnBackend, golden: Golden, purpose: 'training' | 'inference') {
  const shapes: Record<string, number[]> = golden.shapes;
  const numbers: Record<string, number[]> = golden.weights;
  const tensors = new Map<string, Tensor>(
    Object.entries(numbers).map(([name, data]) => [name, { shape: shapes[name], data: Float32Array.from(data) }]),
  );
  const config = parseConfig(golden.config);
  const encoder = new Encoder(nn, config, fromFile(config, tensors, 0));
  // Decimal fractions again: the weights were rounded to float32.
  for (const { spec, value } of encoder.parameters.values()) {
    writeNumbers(nn, value, Float64Array.from(spec.files.flatMap((name) => numbers[name])));
  }
  const act = encoder.activations({ batch: golden.lengths.length, length: golden.ids[0].length }, purpose);
  nn.writeInts(act.ids, Int32Array.from(golden.ids.flat()));
  nn.writeInts(act.lengths, Int32Array.from(golden.lengths));
  const gradients = new Map<string, Floats>();
  for (const { spec } of encoder.parameters.values()) gradients.set(spec.name, nn.floats(spec.size));
  return { nn, encoder, act, gradients };
}

async function learn({ nn, encoder, act, gradients }: ReturnType<typeof load>, head: Head, targets: RowTargets) {
  encoder.forward(act, null);
  head.forward(act, null);
  const loss = new Loss(encoder, head);
  loss.clear();
  loss.add(targets, new Float32Array(head.rows).fill(1 / head.rows), true);
  head.backward(act, loss.dLogits, null, gradients, act.gradients!.normed);
  backward(encoder, act, null, gradients, lowestLevel(encoder, gradients));
  return Array.from(await readNumbers(nn, loss.total)).reduce((a, b) => a + b, 0);
}

function expectNear(got: ArrayLike<number>, want: readonly number[], tolerance: number, name: string): void {
  expect(got.length, name).toBe(want.length);
  const worst = want.reduce((top, value, i) => Math.max(top, Math.abs(value - got[i])), 0);
  expect(worst, name).toBeLessThan(tolerance);
}

async function compareGradients(
  loaded: ReturnType<typeof load>,
  expected: Record<string, number[]>,
  tolerance: number,
) {
  const { nn, encoder, gradients } = loaded;
  for (const { spec } of encoder.parameters.values()) {
    const want = spec.files.flatMap((name) => expected[name]);
    expectNear(await readNumbers(nn, gradients.get(spec.name)!), want, tolerance, spec.name);
  }
}

describe.each(BACKENDS)('on %s', (_backend, makeBackend, tolerance) => {
  describe.each([
    ['post-LN, GELU, positions, segments, pooler', post],
    ['pre-LN, ReLU, relative bias, attention pooling', pre],
  ])('%s', (_name, golden) => {
    it('scores and learns as PyTorch', async () => {
      const loaded = load(await makeBackend(), golden, 'training');
      const head = new ClassifierHead(loaded.encoder, loaded.act);
      const labels = Int32Array.from(golden.labels);
      const loss = await learn(loaded, head, { kind: 'labels', labels, smoothing: golden.label_smoothing });
      expectNear([loss], [golden.loss], Math.max(WEIGHTS, tolerance), 'loss');
      expectNear(await readNumbers(loaded.nn, head.logits), golden.logits.flat(), tolerance, 'logits');
      await compareGradients(loaded, golden.gradients, Math.max(WEIGHTS, tolerance));
    });

    it('predicts masked tokens as PyTorch', async () => {
      const loaded = load(await makeBackend(), golden, 'training');
      const { masked } = golden;
      const head = new MaskedHead(loaded.encoder, masked.places.length);
      loaded.nn.writeInts(head.places, Int32Array.from(masked.places));
      const labels = Int32Array.from(masked.tokens);
      const loss = await learn(loaded, head, { kind: 'labels', labels, smoothing: 0 });
      expectNear([loss], [masked.loss], Math.max(WEIGHTS, tolerance), 'loss');
      expectNear(await readNumbers(loaded.nn, head.logits), masked.logits.flat(), tolerance, 'logits');
      await compareGradients(loaded, masked.gradients, Math.max(WEIGHTS, tolerance));
    });

    it('gives the same in the buffers for inference', async () => {
      const { nn, encoder, act } = load(await makeBackend(), golden, 'inference');
      encoder.forward(act, null);
      const head = new ClassifierHead(encoder, act);
      head.forward(act, null);
      expectNear(await readNumbers(nn, head.logits), golden.logits.flat(), tolerance, 'logits');
    });
  });
});
