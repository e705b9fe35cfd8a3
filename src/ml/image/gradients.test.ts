// Gradients of whole models of random make against finite differences, on the float64 reference.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReferenceBackend } from '../compute/nn/reference';
import type { Floats } from '../compute/nn/types';
import { Rng } from '../rng';
import { IMAGE_ACTIVATIONS, type ImageModelConfig, type ImageStructure } from './config';
import { ImageNetwork, type Workspace } from './network';

const width = fc.integer({ min: 1, max: 4 });
const hidden = fc.array(width, { maxLength: 2 });
const dense = {
  hidden,
  activation: fc.constantFrom(...IMAGE_ACTIVATIONS),
  dropout: fc.constantFrom(0, 0.5),
};
const structure: fc.Arbitrary<ImageStructure> = fc.oneof(
  fc.record({
    kind: fc.constant('cnn' as const),
    stages: fc.array(width, { minLength: 1, maxLength: 2 }),
    convolutions: fc.constantFrom(1, 2),
    kernel_size: fc.constantFrom(1, 3, 5),
    ...dense,
  }),
  fc.record({ kind: fc.constant('mlp' as const), ...dense }),
);
const side = fc.integer({ min: 4, max: 7 });
const shape = fc.record({ height: side, width: side, channels: fc.integer({ min: 1, max: 3 }) });

const BATCH = 2;
const STEP = 1e-6;
/** Numbers of a buffer that are looked at. */
const LOOKS = 4;
/** Of what is left out. */
const DROPOUT = 3;

function problem(config: ImageModelConfig, seed: number) {
  const nn = new ReferenceBackend();
  const rng = new Rng(seed);
  const network = new ImageNetwork(nn, config);
  network.initialise(rng);
  for (const { spec, value } of network.parameters.values()) {
    if (spec.std === 0)
      nn.write(
        value,
        Float32Array.from({ length: spec.size }, () => 0.1 * rng.normal()),
      );
  }
  const work = network.workspace(BATCH);
  const random = (buffer: Floats) =>
    nn.write64(
      buffer,
      Float64Array.from({ length: buffer.size }, () => rng.normal()),
    );
  random(work.values[0]);
  return { nn, rng, network, work, random };
}

/** Σ logits · weights, and its gradients by the network's own way back. */
function gradients({ nn, network, work, random }: ReturnType<typeof problem>) {
  const last = work.gradients[work.gradients.length - 1];
  random(last);
  const weights = nn.values(last).slice();
  const objective = () => {
    network.forward(work, DROPOUT);
    return nn.values(work.values[work.values.length - 1]).reduce((sum, logit, i) => sum + logit * weights[i], 0);
  };
  objective();
  const sums = new Map([...network.parameters].map(([name, { spec }]) => [name, nn.floats(spec.size)]));
  network.backward(work, sums, DROPOUT);
  return { objective, sums, traced: imageGradients(network, work, nn, weights) };
}

function imageGradients(network: ImageNetwork, work: Workspace, nn: ReferenceBackend, weights: Float64Array) {
  network.forward(work);
  nn.write64(work.gradients[work.gradients.length - 1], weights);
  network.trace(work, 0);
  return nn.values(work.gradients[0]).slice();
}

it('parameters and images of any model have the gradients that finite differences have', () => {
  fc.assert(
    fc.property(shape, structure, fc.integer({ min: 0, max: 2 ** 31 }), (size, make, seed) => {
      const channels = new Array<number>(size.channels).fill(0);
      const config = {
        shape: size,
        structure: make,
        classes: ['a', 'b', 'c'],
        mean: channels,
        std: channels.map(() => 1),
      };
      const given = problem(config, seed);
      const { objective, sums, traced } = gradients(given);
      const { nn, rng, network, work } = given;
      const base = objective();
      const check = (values: Float64Array, gradient: ArrayLike<number>, name: string) => {
        for (let look = 0; look < LOOKS; look++) {
          const i = rng.integer(values.length);
          const before = values[i];
          values[i] = before + STEP;
          const up = (objective() - base) / STEP;
          values[i] = before - STEP;
          const down = (base - objective()) / STEP;
          values[i] = before;
          // Where ReLU or a maximum turns within the step, one side is still right.
          const apart = [(up + down) / 2, up, down].map((slope) => Math.abs(slope - gradient[i]));
          expect(Math.min(...apart) / (1 + Math.abs(gradient[i])), `${name}[${i}]`).toBeLessThan(1e-6);
        }
      };
      for (const [name, { value }] of network.parameters) check(nn.values(value), nn.values(sums.get(name)!), name);
      // Explanations leave nothing out.
      if (!make.dropout) check(nn.values(work.values[0]), traced, 'images');
    }),
    { numRuns: 30 },
  );
});
