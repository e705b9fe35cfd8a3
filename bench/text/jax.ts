// A peer: the same forward pass and training in jax-js, which compiles a step as a whole to its own kernels.

import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { EncoderConfig } from '../../src/ml/bert/config';
import { logitsOf, type Parameters, parametersOf } from './jax-bert';
import { LEARNING_RATE, makeBatch, makeProblem, WEIGHT_DECAY } from './problem';
import type { Contestant, Job } from './protocol';

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

export async function openJax(job: Extract<Job, { kind: 'jax' }>): Promise<Contestant> {
  const { device, batch, tokens: length } = job;
  if (!(await init(device)).includes(device)) throw new Error(`jax-js's ${device} does not start here`);
  defaultDevice(device);
  const { config, weights } = makeProblem(job.architecture);
  const parameters = parametersOf(config, weights);
  const { ids, labels } = makeBatch(batch, length);
  const tokens = np.array(ids);
  const run =
    job.pass === 'forward'
      ? forward(config, parameters, tokens, length)
      : training(config, parameters, tokens, np.array(labels), length);
  return { engine: `jax-js ${device}`, run };
}

function forward(config: EncoderConfig, parameters: Parameters, tokens: np.Array, length: number) {
  const logits = jit((given: Parameters, ids: np.Array) => logitsOf(config, given, ids, length));
  return async () => [...(await logits(tree.ref(parameters), tokens.ref).data())];
}

/** One step: forward, backward, AdamW over all parameters. */
function training(config: EncoderConfig, start: Parameters, tokens: np.Array, labels: np.Array, length: number) {
  const targets = nn.oneHot(labels, config.num_labels);
  const lossOf = (given: Parameters, ids: np.Array, wanted: np.Array) =>
    nn
      .logSoftmax(logitsOf(config, given, ids, length))
      .mul(wanted)
      .sum(-1)
      .mean()
      .neg();
  const step = jit((given: State, ids: np.Array, wanted: np.Array, corrections: [np.Array, np.Array]) => {
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(given.parameters), ids, wanted);
    return { loss, state: adamW(given, gradients, corrections) };
  });
  const zeros = () => tree.map((one: np.Array) => np.zeros(one.shape), start) as Parameters;
  let state: State = { parameters: start, first: zeros(), second: zeros() };
  let steps = 0;
  return async () => {
    steps++;
    const corrections = [1 - BETA1 ** steps, 1 - BETA2 ** steps].map((value) => np.array(value));
    const after = step(state, tokens.ref, targets.ref, corrections as [np.Array, np.Array]);
    state = after.state;
    // Work is done where it is asked for: the update, too, and not with the next step.
    await Promise.all(tree.leaves<np.Array>(state).map((one) => one.blockUntilReady()));
    return [...(await after.loss.data())];
  };
}

type State = { parameters: Parameters; first: Parameters; second: Parameters };

/** Loshchilov & Hutter 2019, with Adam's corrections given. */
function adamW(state: State, gradients: Parameters, [correct1, correct2]: [np.Array, np.Array]): State {
  const next: State = { parameters: {}, first: {}, second: {} };
  for (const [name, gradient] of Object.entries(gradients)) {
    const first = state.first[name].mul(BETA1).add(gradient.ref.mul(1 - BETA1));
    const second = state.second[name].mul(BETA2).add(np.square(gradient).mul(1 - BETA2));
    const scale = np.sqrt(second.ref.div(correct2.ref)).add(EPSILON);
    const move = first.ref.div(correct1.ref).div(scale).mul(LEARNING_RATE);
    next.parameters[name] = state.parameters[name].mul(1 - LEARNING_RATE * WEIGHT_DECAY).sub(move);
    next.first[name] = first;
    next.second[name] = second;
  }
  correct1.dispose();
  correct2.dispose();
  return next;
}
