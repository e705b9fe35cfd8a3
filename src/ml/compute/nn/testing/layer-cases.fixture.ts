// For the tests: what layers are made of, as ./cases.fixture has it: products with weights, embeddings, norms.

import type { Activation } from '../types';
import type { Bench, Case } from './bench.fixture';

/** Two sizes that go together. */
export type Pairs = readonly (readonly [number, number])[];

export function linearCases(sizes: readonly number[], pairs: Pairs): Case[] {
  const shapes: [number, number, number][] = [
    ...pairs.map(([rows, inputs]): [number, number, number] => [rows, inputs, 7]),
    ...sizes.map((outputs): [number, number, number] => [13, 18, outputs]),
    [128, 64, 96],
    [96, 1100, 24],
    [1030, 16, 8],
    [6, 512, 8],
  ];
  const activations: Activation[] = ['none', 'relu', 'gelu', 'tanh'];
  return shapes.flatMap(([rows, inputs, outputs], i) => {
    const activation = activations[i % 4]!;
    return {
      name: `linear ${rows}×${inputs}→${outputs} ${activation}`,
      run: linear(rows, inputs, outputs, activation),
    };
  });
}

function linear(rows: number, inputs: number, outputs: number, activation: Activation) {
  return (bench: Bench) => {
    const { nn } = bench;
    const scale = 1 / Math.sqrt(inputs);
    const b = rows === 3 ? null : bench.random(outputs);
    const args = { x: bench.random(rows * inputs), w: bench.random(outputs * inputs, scale), b, rows, inputs, outputs };
    const pre = bench.out('pre', rows * outputs);
    nn.linear(args, activation, bench.out('out', rows * outputs), pre);
    // Again and again: packed weights are kept from the second time on.
    nn.linear(args, activation, bench.out('without pre', rows * outputs), null);
    nn.linear(args, 'none', bench.out('third', rows * outputs), null);
    nn.addScaled(args.w, bench.random(outputs * inputs, scale), 0.5);
    nn.linear(args, 'none', bench.out('after a change', rows * outputs), null);
    const dPre = bench.out('dPre', rows * outputs);
    nn.activationBackward(activation, pre, bench.random(rows * outputs), dPre, rows * outputs);
    const dx = bench.out('dx', rows * inputs);
    nn.linearBackward(args, dPre, dx, bench.out('dw', outputs * inputs), bench.out('db', outputs));
  };
}

export function rowCases(sizes: readonly number[]): Case[] {
  return sizes.map((hidden) => ({
    name: `embeddings and rows of ${hidden}`,
    run(bench) {
      const { nn } = bench;
      const [batch, length, vocab] = [3, 5, 11];
      const rows = batch * length;
      const ids = bench.integers(rows, vocab);
      const words = bench.random(vocab * hidden);
      const [positions, segments] = [bench.random(8 * hidden), bench.random(2 * hidden)];
      nn.embeddings({ ids, words, positions, segments, batch, length, hidden }, bench.out('all', rows * hidden));
      const alone = { ids, words, positions: null, segments: null, batch, length, hidden };
      nn.embeddings(alone, bench.out('words', rows * hidden));
      const grads = {
        words: bench.out('dWords', vocab * hidden),
        positions: bench.out('dPositions', 8 * hidden),
        segments: bench.out('dSegments', 2 * hidden),
      };
      nn.embeddingsBackward(
        { ids, words, positions, segments, batch, length, hidden },
        bench.random(rows * hidden),
        grads,
      );
      nn.gatherRows(words, ids, bench.out('gathered', rows * hidden), rows, hidden);
      nn.scatterAddRows(bench.random(rows * hidden), ids, bench.out('scattered', vocab * hidden), rows, hidden);
    },
  }));
}

export function normCases(pairs: Pairs): Case[] {
  return pairs.map(([hidden, rows]) => ({
    name: `layer norm ${rows}×${hidden}`,
    run(bench: Bench) {
      const size = rows * hidden;
      const args = {
        x: bench.random(size),
        gamma: bench.random(hidden),
        beta: bench.random(hidden),
        ...{ rows, hidden, eps: 1e-2 },
      };
      const stats = bench.out('stats', 2 * rows);
      const sum = bench.out('sum', size);
      bench.nn.layerNorm(args, bench.random(size), sum, bench.out('out', size), stats);
      bench.nn.layerNorm(args, null, null, bench.out('plain', size), bench.out('plain stats', 2 * rows));
      const backward = { ...args, x: sum };
      const d = bench.random(size);
      const grads = [bench.out('dGamma', hidden), bench.out('dBeta', hidden)] as const;
      bench.nn.layerNormBackward(backward, d, stats, bench.out('dx', size), false, ...grads);
      bench.nn.layerNormBackward(backward, d, stats, bench.out('dx added', size), true, null, null);
    },
  }));
}
