// What is held for a pass before it begins, against what its operations take where nothing was held.

import { describe, expect, it } from 'vitest';
import { Bench } from '../testing/bench.fixture';
import { backendInMemory } from '../testing/small-memory.fixture';
import type { NnBackend, PassSizes } from '../types';

function sizesOf(batch: number, length: number, hidden: number, heads: number, classes: number): PassSizes {
  const linear = [
    { inputs: hidden, outputs: 3 * hidden },
    { inputs: hidden, outputs: 4 * hidden },
    { inputs: 4 * hidden, outputs: hidden },
    { inputs: hidden, outputs: classes },
  ];
  return { batch, length, heads, headSize: hidden / heads, maxDistance: 3, linear, classes };
}

/** Buffers for every operation of a step with these sizes; what is returned runs them all, forth and back. */
function passOf(
  nn: NnBackend,
  { batch, length, heads, headSize, maxDistance, linear, classes }: PassSizes,
): () => void {
  const bench = new Bench(nn, 1);
  const [rows, hidden] = [batch * length, heads * headSize];
  const bias = bench.zeros((2 * maxDistance + 1) * heads);
  const lengths = bench.ints(new Int32Array(batch).fill(length));
  const attended = { batch, length, heads, headSize, maxDistance, bias, lengths, dropout: null };
  const attention = { ...attended, qkv: bench.zeros(3 * rows * hidden) };
  const [probs, context] = [bench.zeros(batch * heads * length * length), bench.zeros(rows * hidden)];
  const [dQkv, dBias] = [bench.zeros(3 * rows * hidden), bench.zeros((2 * maxDistance + 1) * heads)];
  const layers = linear.map(({ inputs, outputs }) => {
    const weights = { w: bench.zeros(inputs * outputs), b: bench.zeros(outputs), rows, inputs, outputs };
    const [dw, db, out] = [bench.zeros(inputs * outputs), bench.zeros(outputs), bench.zeros(rows * outputs)];
    return { args: { ...weights, x: bench.zeros(rows * inputs) }, out, dx: bench.zeros(rows * inputs), dw, db };
  });
  const pool = { x: context, lengths, batch, length, hidden, w: bench.zeros(hidden), b: bench.zeros(1) };
  const [pooled, shares, dw] = [bench.zeros(batch * hidden), bench.zeros(rows), bench.zeros(hidden)];
  const targets = { kind: 'labels' as const, labels: bench.ints(new Int32Array(rows)), smoothing: 0 };
  const loss = { logits: layers.at(-1)!.out, targets, rows, classes, weights: bench.zeros(rows) };
  const [losses, dLogits] = [bench.zeros(rows), bench.zeros(rows * classes)];
  return () => {
    nn.attention(attention, context, probs);
    for (const { args, out } of layers) nn.linear(args, 'none', out, null);
    nn.attentionPool(pool, pooled, shares);
    nn.softmaxCrossEntropy(loss, losses, dLogits);
    nn.attentionPoolBackward(pool, pooled, shares, context, dw, null);
    for (const { args, out, dx, dw, db } of layers) nn.linearBackward(args, out, dx, dw, db);
    nn.attentionBackward(attention, context, probs, dQkv, dBias);
  };
}

describe.each([
  ['long texts', sizesOf(1, 512, 64, 2, 2)],
  ['short ones', sizesOf(4, 16, 64, 2, 2)],
  ['a wide model', sizesOf(2, 32, 320, 5, 2)],
  ['hidden words', sizesOf(2, 24, 64, 2, 3000)],
])('for %s', (_what, sizes) => {
  it('as much is held as the pass takes, a fifth more at most', async () => {
    const [asked, taken] = [await backendInMemory(), await backendInMemory()];
    asked.nn.reserve?.(sizes);
    const run = passOf(taken.nn, sizes);
    const before = taken.heap.held;
    run();
    const scratch = taken.heap.held - before;
    expect(scratch).toBeGreaterThan(0);
    expect(asked.heap.held).toBeGreaterThanOrEqual(scratch);
    expect(asked.heap.held).toBeLessThan(1.2 * scratch);
  });

  it('the pass takes no more then, but for what it gives back', async () => {
    const { nn, heap } = await backendInMemory();
    const run = passOf(nn, sizes);
    nn.reserve?.(sizes);
    const [held, size] = [heap.held, heap.memory.buffer.byteLength];
    heap.peak = 0;
    run();
    expect(heap.held).toBe(held);
    expect(heap.peak - held).toBeLessThanOrEqual(2 ** 17);
    expect(heap.memory.buffer.byteLength).toBe(size);
  });
});
