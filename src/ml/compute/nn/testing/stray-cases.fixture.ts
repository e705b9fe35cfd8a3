// For the tests: what becomes of numbers that are none, as ./cases.fixture has the others.

import type { Activation } from '../types';
import type { Bench, Case } from './bench.fixture';

/** NaN must not be lost: it is how one sees that a model has gone wrong. */
export function strayCases(): Case[] {
  const given = (bench: Bench, values: readonly number[]) => {
    const buffer = bench.zeros(values.length);
    bench.nn.write(buffer, Float32Array.from(values));
    return buffer;
  };
  const { NaN: none, POSITIVE_INFINITY: up, NEGATIVE_INFINITY: down } = Number;
  const inputs: [Activation, number[]][] = [
    ['none', [none, 1, up, down, -2]],
    ['relu', [none, 1, up, down, -2]],
    // x·Φ(x) is no number at −∞.
    ['gelu', [none, 1, up, -200, -2]],
    ['tanh', [none, 1, up, down, -2]],
  ];
  const layers = inputs.map(([activation, values]) => ({
    name: `${activation} of NaN and infinities`,
    run(bench: Bench) {
      const args = {
        x: given(bench, values),
        w: given(bench, [1]),
        b: null,
        rows: values.length,
        inputs: 1,
        outputs: 1,
      };
      bench.nn.linear(args, activation, bench.out('out', values.length), null);
    },
  }));
  const rows = [
    [0, none, 1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, none, 5],
    [0, 1, up, 2, 3, 4, 5],
  ];
  const loss = {
    name: 'cross-entropy of NaN and infinities',
    run(bench: Bench) {
      const [n, classes] = [rows.length, 7];
      const targets = { kind: 'labels' as const, labels: bench.ints(new Int32Array(n)), smoothing: 0 };
      const weights = given(bench, Array<number>(n).fill(1));
      const args = { logits: given(bench, rows.flat()), targets, rows: n, classes, weights };
      bench.nn.softmaxCrossEntropy(args, bench.out('loss', n), bench.out('dLogits', n * classes));
    },
  };
  const attended = {
    name: 'attention to NaN',
    run(bench: Bench) {
      const [length, heads, headSize] = [6, 2, 4];
      const size = length * heads * headSize;
      // In one key of the first head.
      const qkv = given(
        bench,
        Array.from({ length: 3 * size }, (_, i) => (i === 2 * 24 + 8 ? none : Math.sin(i))),
      );
      const lengths = bench.ints(Int32Array.of(length));
      const args = { qkv, lengths, bias: null, maxDistance: 0, batch: 1, length, heads, headSize, dropout: null };
      bench.nn.attention(args, bench.out('out', size), bench.out('probs', heads * length * length));
    },
  };
  return [...layers, loss, attended];
}
