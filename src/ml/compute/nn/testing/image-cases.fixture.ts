// For the tests: patches and pooling of images of odd and even sides, and momentum's steps, as ./cases.fixture has the others.

import type { PictureShape } from '../images';
import type { Bench, Case } from './bench.fixture';

/** Batch, height, width, channels. */
const SHAPES: [number, number, number, number][] = [
  [1, 2, 2, 1],
  [2, 3, 5, 3],
  [3, 7, 4, 4],
  [2, 8, 8, 9],
  [3, 6, 7, 16],
];

export function imageCases(): Case[] {
  return SHAPES.map(([batch, height, width, channels]) => ({
    name: `images ${batch}×${height}×${width}×${channels}`,
    run: (bench: Bench) => images(bench, { batch, height, width, channels }),
  }));
}

function images(bench: Bench, shape: PictureShape): void {
  const { images } = bench.nn;
  const { batch, height, width, channels } = shape;
  const size = batch * height * width * channels;
  const x = bench.random(size);
  for (const side of [1, 3, 5]) {
    const patches = size * side * side;
    images.patches(x, shape, side, bench.out(`patches ${side}`, patches));
    images.patchesBackward(bench.random(patches), shape, side, bench.out(`patches dx ${side}`, size));
  }
  const pooled = batch * Math.floor(height / 2) * Math.floor(width / 2) * channels;
  images.maxPool(x, shape, bench.out('pooled', pooled));
  const d = bench.random(pooled);
  images.maxPoolBackward(x, shape, d, bench.out('pooled dx', size));
  // Zeros everywhere: the first of equals.
  images.maxPoolBackward(bench.zeros(size), shape, d, bench.out('equal dx', size));
}

export function momentum(clipNorm: number, sizes: readonly number[]): Case {
  return {
    name: `momentum, clipping at ${clipNorm}`,
    run(bench) {
      const parameters = sizes.map((size, i) => ({
        value: bench.out(`value ${size}`, size),
        gradient: bench.out(`gradient ${size}`, size),
        m: bench.watch(`m ${size}`, bench.zeros(size)),
        size,
        decay: i % 2 === 0,
      }));
      const norm = bench.out('norm', 1);
      for (let step = 1; step <= 3; step++) {
        bench.nn.momentum(parameters, { learningRate: 0.01, momentum: 0.9, weightDecay: 0.1, clipNorm }, norm);
        if (step < 3) for (const { gradient, size } of parameters) bench.nn.addScaled(gradient, bench.random(size), 1);
      }
    },
  };
}
