// The text models' operations through TensorFlow.js, on one backend, against the float64 reference.

import { backward, lowestLevel } from '../../src/ml/bert/backward';
import { parseConfig } from '../../src/ml/bert/config';
import { Encoder } from '../../src/ml/bert/encoder';
import post from '../../src/ml/bert/golden/post.json';
import pre from '../../src/ml/bert/golden/pre.json';
import { ClassifierHead } from '../../src/ml/bert/heads';
import { Loss } from '../../src/ml/bert/loss';
import { fromFile } from '../../src/ml/bert/weights';
import { ReferenceBackend } from '../../src/ml/compute/nn/reference';
import { dropoutFactor } from '../../src/ml/compute/nn/reference/math';
import { shaderCases } from '../../src/ml/compute/nn/testing/cases.fixture';
import { difference, outputs } from '../../src/ml/compute/nn/testing/compare.fixture';
import { manySteps } from '../../src/ml/compute/nn/testing/steps.fixture';
import { createTfjsBackend, type TfjsKind } from '../../src/ml/compute/nn/tfjs';
import type { Floats, NnBackend } from '../../src/ml/compute/nn/types';
import { tf } from '../../src/ml/compute/tf';
import type { Questions } from './protocol';

/** Largest difference of each output of each case of a family, worst first. */
export async function compareOperations({ kind, family }: Parameters<Questions['nnCases']>[0]) {
  const nn = await createTfjsBackend(kind);
  const reference = new ReferenceBackend();
  const before = tf.memory().numTensors;
  const differences: [string, number][] = [];
  for (const each of shaderCases().filter(({ name }) => name.startsWith(family))) {
    const expected = await outputs(reference, each);
    const got = await outputs(nn, each);
    for (const [name, values] of expected) {
      differences.push([`${each.name}: ${name}`, difference(got.get(name) ?? new Float32Array(0), values)]);
    }
  }
  const leaked = tf.memory().numTensors - before;
  nn.dispose();
  return { description: nn.description, differences: differences.sort(([, a], [, b]) => b - a), leaked };
}

/** Where the mask of dropout differs from the definition's, and what was current after work beside another backend. */
export async function compareMask({ kind, size, rate, seed }: Parameters<Questions['nnMask']>[0]) {
  const nn = await createTfjsBackend(kind);
  // Now another one is TensorFlow.js's current backend, and stays it.
  await createTfjsBackend('cpu');
  const x = nn.floats(size);
  nn.write(x, new Float32Array(size).fill(1));
  nn.dropout(x, size, { rate, seed });
  const current = tf.getBackend();
  const mask = await nn.read(x);
  nn.dispose();
  const definition = (i: number) => dropoutFactor({ rate, seed }, i) !== 0;
  return { current, wrong: mask.reduce((sum, value, i) => sum + ((value !== 0) === definition(i) ? 0 : 1), 0) };
}

/** What many training steps leave behind, and how far the parameters end from those of plain JavaScript. */
export async function countLeaks({ kind, steps }: { readonly kind: TfjsKind; readonly steps: number }) {
  const way = Math.min(steps, 50);
  const reference = await manySteps(new ReferenceBackend(), way, () => 0);
  const short = await createTfjsBackend(kind);
  const { parameters } = await manySteps(short, way, () => 0);
  short.dispose();
  const before = tf.memory();
  const nn = await createTfjsBackend(kind);
  const { grown } = await manySteps(nn, steps, () => tf.memory().numTensors);
  const bytes = await manySteps(nn, 3, () => tf.memory().numBytes);
  nn.dispose();
  const after = tf.memory();
  return {
    grownTensors: grown,
    grownBytes: bytes.grown,
    leftTensors: after.numTensors - before.numTensors,
    leftBytes: after.numBytes - before.numBytes,
    drift: difference(Float32Array.from(parameters), Float32Array.from(reference.parameters)),
  };
}

/** Logits and every gradient of a whole encoder with dropout, from the reference's. */
export async function compareEncoder({ kind, norm }: Parameters<Questions['nnEncoder']>[0]) {
  const nn = await createTfjsBackend(kind);
  const before = tf.memory().numTensors;
  const expected = await passThrough(new ReferenceBackend(), norm);
  const got = await passThrough(nn, norm);
  nn.dispose();
  const differences = [...expected].map(([name, values]) => [name, difference(got.get(name)!, values)] as const);
  return { differences, leaked: tf.memory().numTensors - before };
}

async function passThrough(nn: NnBackend, norm: 'pre' | 'post') {
  const golden = norm === 'pre' ? pre : post;
  const shapes: Record<string, number[]> = golden.shapes;
  const weights = Object.entries<number[]>(golden.weights).map(
    ([name, data]) => [name, { shape: shapes[name]!, data: Float32Array.from(data) }] as const,
  );
  const config = parseConfig(golden.config);
  const encoder = new Encoder(nn, config, fromFile(config, new Map(weights), 0));
  const act = encoder.activations({ batch: golden.lengths.length, length: golden.ids[0]!.length }, 'training');
  nn.writeInts(act.ids, Int32Array.from(golden.ids.flat()));
  nn.writeInts(act.lengths, Int32Array.from(golden.lengths));
  const gradients = new Map<string, Floats>();
  for (const { spec } of encoder.parameters.values()) gradients.set(spec.name, nn.floats(spec.size));
  const head = new ClassifierHead(encoder, act);
  const dropout = { hidden: 0.1, attention: 0.2, seed: 77 };
  encoder.forward(act, dropout);
  head.forward(act, dropout);
  const loss = new Loss(encoder, head);
  loss.clear();
  const labels = Int32Array.from(golden.labels);
  loss.add({ kind: 'labels', labels, smoothing: 0.1 }, new Float32Array(head.rows).fill(1 / head.rows), true);
  head.backward(act, loss.dLogits, dropout, gradients, act.gradients!.normed);
  backward(encoder, act, dropout, gradients, lowestLevel(encoder, gradients));
  const results = new Map([['logits', await nn.read(head.logits)]]);
  for (const [name, gradient] of gradients) results.set(name, await nn.read(gradient));
  return results;
}
