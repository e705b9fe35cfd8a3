// For the tests: what looks along a sequence, as ./cases.fixture has it: attention, and pooling of its tokens into one.

import type { Dropout } from '../types';
import type { Bench, Case } from './bench.fixture';
import type { Pairs } from './layer-cases.fixture';

export type AttentionShape = readonly [batch: number, length: number, heads: number, headSize: number];

export const DROPPED: Dropout = { rate: 0.3, seed: 0xdeadbeef };

export function attentionCases(shapes: readonly AttentionShape[]): Case[] {
  return shapes.flatMap(([batch, length, heads, headSize]) =>
    [0, 1, 2, 3].map((variant) => ({
      name: `attention ${batch}×${length}, ${heads}×${headSize}, variant ${variant}`,
      run: attention(batch, length, heads, headSize, variant % 2 === 1, variant > 1 ? DROPPED : null),
    })),
  );
}

function attention(
  batch: number,
  length: number,
  heads: number,
  headSize: number,
  biased: boolean,
  dropout: Dropout | null,
) {
  return (bench: Bench) => {
    const size = batch * length * heads * headSize;
    const maxDistance = biased ? Math.max(1, Math.floor(length / 3)) : 0;
    const biases = (2 * maxDistance + 1) * heads;
    const args = {
      qkv: bench.random(3 * size),
      lengths: bench.integers(batch, length + 1, 1),
      bias: biased ? bench.random(biases) : null,
      ...{ maxDistance, batch, length, heads, headSize, dropout },
    };
    const probs = bench.out('probs', batch * heads * length * length);
    bench.nn.attention(args, bench.out('out', size), probs);
    bench.nn.attention(args, bench.out('without probs', size), null);
    const dQkv = bench.out('dQkv', 3 * size);
    bench.nn.attentionBackward(args, bench.random(size), probs, dQkv, biased ? bench.out('dBias', biases) : null);
  };
}

export function poolCases(pairs: Pairs): Case[] {
  return pairs.map(([length, hidden]) => ({
    name: `pooling ${length}×${hidden}`,
    run(bench: Bench) {
      const { nn } = bench;
      const batch = 3;
      const size = batch * length * hidden;
      const args = { x: bench.random(size), lengths: bench.integers(batch, length + 1, 1), batch, length, hidden };
      for (const kind of ['first', 'mean'] as const) {
        nn.pool(kind, args, bench.out(kind, batch * hidden));
        nn.poolBackward(kind, args, bench.random(batch * hidden), bench.out(`${kind} dx`, size));
      }
      const weighted = { ...args, w: bench.random(hidden), b: bench.random(1) };
      const probs = bench.out('probs', batch * length);
      nn.attentionPool(weighted, bench.out('attention', batch * hidden), probs);
      const dx = bench.out('attention dx', size);
      const d = bench.random(batch * hidden);
      nn.attentionPoolBackward(weighted, d, probs, dx, bench.out('dw', hidden), bench.out('db', 1));
    },
  }));
}
