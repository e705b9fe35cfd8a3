// The text models' operations through TensorFlow.js, on one backend, against the float64 reference.

import { ReferenceBackend } from '../../src/ml/compute/nn/reference';
import { dropoutFactor } from '../../src/ml/compute/nn/reference/math';
import { everyCase } from '../../src/ml/compute/nn/testing/cases';
import { difference, outputs } from '../../src/ml/compute/nn/testing/compare';
import { manySteps } from '../../src/ml/compute/nn/testing/steps';
import { createTfjsBackend, type TfjsKind } from '../../src/ml/compute/nn/tfjs';
import { tf } from '../../src/ml/compute/tf';
import type { Questions } from './protocol';

/** Largest difference of each output of each case of a family, worst first. */
export async function compareOperations({ kind, family }: Parameters<Questions['nnCases']>[0]) {
  const nn = await createTfjsBackend(kind);
  const reference = new ReferenceBackend();
  const before = tf.memory().numTensors;
  const differences: [string, number][] = [];
  for (const each of everyCase().filter(({ name }) => name.startsWith(family))) {
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

/** Elements of a large array whose place in the mask of dropout differs from the definition's. */
export async function compareMask({ kind, size, rate, seed }: Parameters<Questions['nnMask']>[0]): Promise<number> {
  const nn = await createTfjsBackend(kind);
  const x = nn.floats(size);
  nn.write(x, new Float32Array(size).fill(1));
  nn.dropout(x, size, { rate, seed });
  const mask = await nn.read(x);
  nn.dispose();
  return mask.reduce((sum, value, i) => sum + ((value !== 0) === (dropoutFactor({ rate, seed }, i) !== 0) ? 0 : 1), 0);
}

/** What many training steps leave behind, and how far the parameters end from those of plain JavaScript. */
export async function countLeaks({ kind, steps }: { readonly kind: TfjsKind; readonly steps: number }) {
  const reference = await manySteps(new ReferenceBackend(), 50, () => 0);
  const short = await createTfjsBackend(kind);
  const { parameters } = await manySteps(short, 50, () => 0);
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
