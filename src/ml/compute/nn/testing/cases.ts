// For the tests: every operation on random numbers of many shapes, odd ones too, to be run on one backend and
// compared with another. A case makes its buffers from a seed, runs, and says what came out.

import { Rng } from '../../../rng';
import type { Activation, Dropout, Floats, Ints, NnBackend } from '../types';
import { imageCases, momentum } from './image-cases';

/** Makes the same buffers on every backend. */
export class Bench {
  readonly #outputs: [string, Floats][] = [];
  readonly #all: (Floats | Ints)[] = [];
  readonly #rng: Rng;

  constructor(
    readonly nn: NnBackend,
    seed: number,
  ) {
    this.#rng = new Rng(seed);
  }

  random(size: number, scale = 1): Floats {
    const buffer = this.zeros(size);
    this.nn.write(
      buffer,
      Float32Array.from({ length: size }, () => scale * this.#rng.normal()),
    );
    return buffer;
  }

  zeros(size: number): Floats {
    const buffer = this.nn.floats(size);
    this.#all.push(buffer);
    return buffer;
  }

  /** Whole numbers 0 to before `below`. */
  integers(size: number, below: number, least = 0): Ints {
    const values = Int32Array.from({ length: size }, () => least + Math.floor(this.#rng.uniform() * (below - least)));
    return this.ints(values);
  }

  ints(values: Int32Array): Ints {
    const buffer = this.nn.ints(values.length);
    this.nn.writeInts(buffer, values);
    this.#all.push(buffer);
    return buffer;
  }

  /** An output, filled with numbers that the operation must overwrite or add to. */
  out(name: string, size: number): Floats {
    const buffer = this.random(size);
    this.#outputs.push([name, buffer]);
    return buffer;
  }

  watch(name: string, buffer: Floats): Floats {
    this.#outputs.push([name, buffer]);
    return buffer;
  }

  async results(): Promise<Map<string, Float32Array>> {
    const results = new Map<string, Float32Array>();
    for (const [name, buffer] of this.#outputs) results.set(name, await this.nn.read(buffer));
    this.nn.free(...this.#all);
    return results;
  }
}

export interface Case {
  readonly name: string;
  run(bench: Bench): void;
}

type AttentionShape = readonly [batch: number, length: number, heads: number, headSize: number];

/** Sizes that the cases are made of. */
interface Extent {
  readonly sizes: readonly number[];
  /** Sizes that go together where a case has two. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly attention: readonly AttentionShape[];
}

/** Kernels that work through several numbers at a time have remainders of every length. */
const REMAINDERS = [1, 3, 7, 130];
const ALL: Extent = {
  sizes: REMAINDERS,
  pairs: REMAINDERS.flatMap((a) => REMAINDERS.map((b) => [a, b] as const)),
  attention: [
    [1, 1, 1, 1],
    [2, 3, 2, 5],
    [3, 7, 1, 3],
    [2, 130, 2, 16],
    [3, 33, 3, 32],
    [2, 24, 2, 64],
  ],
};
/** A shader takes each number by itself, and in software it is slow. */
const FEW: Extent = {
  sizes: [1, 7, 130],
  pairs: [
    [1, 7],
    [7, 130],
    [130, 1],
  ],
  attention: [
    [1, 1, 1, 1],
    [2, 130, 2, 16],
    [3, 33, 3, 32],
  ],
};
const DROPPED: Dropout = { rate: 0.3, seed: 0xdeadbeef };

export function everyCase(): Case[] {
  return [...casesOf(ALL), ...strayCases()];
}

/** Every operation still, on fewer sizes: for backends that run shaders, which promise nothing for NaN. */
export function shaderCases(): Case[] {
  return casesOf(FEW);
}

function casesOf({ sizes, pairs, attention }: Extent): Case[] {
  return [
    ...linearCases(sizes, pairs),
    ...attentionCases(attention),
    ...rowCases(sizes),
    ...normCases(pairs),
    ...poolCases(pairs),
    ...lossCases(),
    ...plainCases(sizes),
    ...imageCases(),
  ];
}

function linearCases(sizes: readonly number[], pairs: Extent['pairs']): Case[] {
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

function attentionCases(shapes: readonly AttentionShape[]): Case[] {
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

/** NaN must not be lost: it is how one sees that a model has gone wrong. */
function strayCases(): Case[] {
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

function rowCases(sizes: readonly number[]): Case[] {
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

function normCases(pairs: Extent['pairs']): Case[] {
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

function poolCases(pairs: Extent['pairs']): Case[] {
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

function lossCases(): Case[] {
  return [1, 2, 3, 7, 130].flatMap((classes) =>
    [0, 0.1, null].map((smoothing) => ({
      name: `cross-entropy of ${classes}, ${smoothing === null ? 'soft' : `smoothing ${smoothing}`}`,
      run(bench: Bench) {
        const rows = 5;
        const size = rows * classes;
        const weights = bench.zeros(rows);
        bench.nn.write(weights, Float32Array.of(0.25, 0, 1, 0.5, 2));
        const probabilities = bench.zeros(size);
        const targets =
          smoothing === null
            ? { kind: 'soft' as const, probabilities }
            : { kind: 'labels' as const, labels: bench.integers(rows, classes), smoothing };
        bench.nn.write(probabilities, distributions(rows, classes));
        const args = { logits: bench.random(size, 3), targets, rows, classes, weights };
        bench.nn.softmaxCrossEntropy(args, bench.out('loss', rows), bench.out('dLogits', size));
        bench.nn.softmaxCrossEntropy(args, bench.out('loss alone', rows), null);
      },
    })),
  );
}

function distributions(rows: number, classes: number): Float32Array {
  const all = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const shares = Array.from({ length: classes }, (_, c) => 1 + ((row + 3 * c) % 5));
    const sum = shares.reduce((total, share) => total + share, 0);
    for (let c = 0; c < classes; c++) all[row * classes + c] = shares[c]! / sum;
  }
  return all;
}

function plainCases(sizes: readonly number[]): Case[] {
  const elementwise = sizes.map((size) => ({
    name: `plain arrays of ${size}`,
    run(bench: Bench) {
      bench.nn.dropout(bench.out('dropped', size), size, DROPPED);
      bench.nn.dropout(bench.out('kept', size), size, { rate: 0, seed: 3 });
      bench.nn.addScaled(bench.out('added', size), bench.random(size), -0.75);
      bench.nn.zero(bench.out('zero', size));
    },
  }));
  return [...elementwise, adamW(0, sizes), adamW(0.5, sizes), momentum(0, sizes), momentum(0.5, sizes)];
}

function adamW(clipNorm: number, sizes: readonly number[]): Case {
  return {
    name: `AdamW, clipping at ${clipNorm}`,
    run(bench) {
      const parameters = [...sizes, 40_000].map((size, i) => ({
        value: bench.out(`value ${size}`, size),
        gradient: bench.out(`gradient ${size}`, size),
        m: bench.watch(`m ${size}`, bench.zeros(size)),
        v: bench.watch(`v ${size}`, bench.zeros(size)),
        size,
        decay: i % 2 === 0,
      }));
      const norm = bench.out('norm', 1);
      for (let step = 1; step <= 3; step++) {
        const hyper = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-6, weightDecay: 0.1, clipNorm };
        bench.nn.adamW(parameters, { ...hyper, beta1Power: 0.9 ** step, beta2Power: 0.999 ** step }, norm);
        if (step < 3) for (const { gradient, size } of parameters) bench.nn.addScaled(gradient, bench.random(size), 1);
      }
      bench.watch('last norm', norm);
    },
  };
}
