// For the tests: what ends a step, as ./cases.fixture has it: losses, sums over plain arrays, and the optimisers.

import type { Bench, Case } from './bench.fixture';
import { momentum } from './image-cases.fixture';
import { DROPPED } from './sequence-cases.fixture';

export function lossCases(): Case[] {
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

export function plainCases(sizes: readonly number[]): Case[] {
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
