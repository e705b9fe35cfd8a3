// Two tiny encoders against PyTorch (scripts/golden_bert.py): logits and the gradient of every parameter, for the
// classifier's loss and for the masked-LM head's. The WASM backend is held to the same in its own tests.

import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../compute/nn/reference';
import type { Floats } from '../compute/nn/types';
import { backward, lowestLevel } from './backward';
import { parseConfig } from './config';
import { Encoder } from './encoder';
import post from './golden/post.json';
import pre from './golden/pre.json';
import { ClassifierHead, type Head, MaskedHead } from './heads';
import type { Tensor } from './safetensors';
import { fromFile } from './weights';

type Golden = typeof post | typeof pre;

function load(golden: Golden) {
  const nn = new ReferenceBackend();
  const shapes: Record<string, number[]> = golden.shapes;
  const tensors = new Map<string, Tensor>(
    Object.entries(golden.weights).map(([name, data]) => [
      name,
      { shape: shapes[name], data: Float32Array.from(data) },
    ]),
  );
  const config = parseConfig(golden.config);
  const encoder = new Encoder(nn, config, fromFile(config, tensors, 0));
  // Decimal fractions again: the file rounded them to float32.
  for (const { spec, value } of encoder.parameters.values()) {
    nn.write64(
      value,
      Float64Array.from(spec.files.flatMap((name) => (golden.weights as Record<string, number[]>)[name])),
    );
  }
  const act = encoder.activations({ batch: golden.lengths.length, length: golden.ids[0].length }, 'training');
  nn.writeInts(act.ids, Int32Array.from(golden.ids.flat()));
  nn.writeInts(act.lengths, Int32Array.from(golden.lengths));
  const gradients = new Map<string, Floats>();
  for (const { spec } of encoder.parameters.values()) gradients.set(spec.name, nn.floats(spec.size));
  return { nn, encoder, act, gradients };
}

function learn(loaded: ReturnType<typeof load>, head: Head, labels: readonly number[], smoothing: number) {
  const { nn, encoder, act, gradients } = loaded;
  encoder.forward(act, null);
  head.forward(act, null);
  const buffer = nn.ints(head.rows);
  nn.writeInts(buffer, Int32Array.from(labels));
  const weights = nn.floats(head.rows);
  nn.values(weights).fill(1 / head.rows);
  const loss = nn.floats(head.rows);
  const dLogits = nn.floats(head.rows * head.classes);
  const targets = { kind: 'labels', labels: buffer, smoothing } as const;
  nn.softmaxCrossEntropy(
    { logits: head.logits, targets, rows: head.rows, classes: head.classes, weights },
    loss,
    dLogits,
  );
  head.backward(act, dLogits, null, gradients, act.gradients!.normed);
  backward(encoder, act, null, gradients, lowestLevel(encoder, gradients));
  return nn.values(loss).reduce((a, b) => a + b, 0);
}

function compareGradients(loaded: ReturnType<typeof load>, expected: Record<string, number[]>): void {
  const { nn, encoder, gradients } = loaded;
  for (const { spec } of encoder.parameters.values()) {
    const want = spec.files.flatMap((name) => expected[name]);
    const got = nn.values(gradients.get(spec.name)!);
    expect(want.length, spec.name).toBe(got.length);
    const worst = want.reduce((top, value, i) => Math.max(top, Math.abs(value - got[i])), 0);
    expect(worst, spec.name).toBeLessThan(1e-8);
  }
}

describe.each([
  ['post-LN, GELU, positions, segments, pooler', post],
  ['pre-LN, ReLU, relative bias, attention pooling', pre],
])('%s', (_name, golden) => {
  it('scores and learns as PyTorch', () => {
    const loaded = load(golden);
    const head = new ClassifierHead(loaded.encoder, loaded.act);
    const loss = learn(loaded, head, golden.labels, golden.label_smoothing);
    expect(loss).toBeCloseTo(golden.loss, 10);
    const logits = loaded.nn.values(head.logits);
    golden.logits.flat().forEach((value, i) => {
      expect(logits[i]).toBeCloseTo(value, 10);
    });
    compareGradients(loaded, golden.gradients);
  });

  it('predicts masked tokens as PyTorch', () => {
    const loaded = load(golden);
    const { masked } = golden;
    const head = new MaskedHead(loaded.encoder, masked.places.length);
    loaded.nn.writeInts(head.places, Int32Array.from(masked.places));
    const loss = learn(loaded, head, masked.tokens, 0);
    expect(loss).toBeCloseTo(masked.loss, 10);
    const logits = loaded.nn.values(head.logits);
    masked.logits.flat().forEach((value, i) => {
      expect(logits[i]).toBeCloseTo(value, 10);
    });
    compareGradients(loaded, masked.gradients);
  });

  it('gives the same in the buffers for inference', () => {
    const { nn, encoder } = load(golden);
    const act = encoder.activations({ batch: golden.lengths.length, length: golden.ids[0].length }, 'inference');
    nn.writeInts(act.ids, Int32Array.from(golden.ids.flat()));
    nn.writeInts(act.lengths, Int32Array.from(golden.lengths));
    encoder.forward(act, null);
    const head = new ClassifierHead(encoder, act);
    head.forward(act, null);
    golden.logits.flat().forEach((value, i) => {
      expect(nn.values(head.logits)[i]).toBeCloseTo(value, 10);
    });
  });
});
