// For the tests: a small network with every kind of layer takes many training steps, and what is held is counted.

import { Rng } from '../../../rng';
import type { Dropout, Floats, NnBackend } from '../types';

const [BATCH, LENGTH, HEADS, HEAD_SIZE, VOCAB, CLASSES] = [2, 5, 2, 3, 7, 2];
const HIDDEN = HEADS * HEAD_SIZE;
const ROWS = BATCH * LENGTH;

/** How much `held` grew between the second step and the last, and where the parameters ended. */
export async function manySteps(nn: NnBackend, steps: number, held: () => number) {
  const net = makeNet(nn);
  takeStep(net, 1);
  takeStep(net, 2);
  const before = held();
  for (let step = 3; step <= steps; step++) {
    takeStep(net, step);
    // Lets the device catch up.
    if (step % 10 === 0) await nn.read(net.norm);
  }
  const grown = held() - before;
  const parameters: number[] = [];
  for (const { value } of net.parameters) parameters.push(...(await nn.read(value)));
  return { grown, parameters };
}

type Net = ReturnType<typeof makeNet>;

function makeNet(nn: NnBackend) {
  const rng = new Rng(3);
  const parameters: { value: Floats; gradient: Floats; m: Floats; v: Floats; size: number; decay: boolean }[] = [];
  const parameter = (size: number) => {
    const [value, gradient, m, v] = Array.from({ length: 4 }, () => nn.floats(size));
    nn.write(
      value,
      Float32Array.from({ length: size }, () => 0.3 * rng.normal()),
    );
    parameters.push({ value, gradient, m, v, size, decay: size > HIDDEN });
    return { value, gradient };
  };
  const ints = (...values: number[]) => {
    const buffer = nn.ints(values.length);
    nn.writeInts(buffer, Int32Array.from(values));
    return buffer;
  };
  const rows = (width: number) => nn.floats(ROWS * width);
  const weights = nn.floats(BATCH);
  nn.write(weights, new Float32Array(BATCH).fill(1 / BATCH));
  return {
    nn,
    parameters,
    words: parameter(VOCAB * HIDDEN),
    positions: parameter(2 * LENGTH * HIDDEN),
    gamma: parameter(HIDDEN),
    beta: parameter(HIDDEN),
    qkvWeight: parameter(3 * HIDDEN * HIDDEN),
    qkvBias: parameter(3 * HIDDEN),
    relative: parameter(5 * HEADS),
    head: parameter(CLASSES * HIDDEN),
    ids: ints(0, 1, 2, 3, 4, 5, 6, 0, 0, 1),
    lengths: ints(5, 3),
    labels: ints(0, 1),
    weights,
    ...{ embedded: rows(HIDDEN), normed: rows(HIDDEN), stats: rows(2), pre: rows(3 * HIDDEN), qkv: rows(3 * HIDDEN) },
    ...{ context: rows(HIDDEN), dContext: rows(HIDDEN), dQkv: rows(3 * HIDDEN), dNormed: rows(HIDDEN) },
    probs: nn.floats(BATCH * HEADS * LENGTH * LENGTH),
    ...{ pooled: nn.floats(BATCH * HIDDEN), dPooled: nn.floats(BATCH * HIDDEN) },
    ...{ logits: nn.floats(BATCH * CLASSES), dLogits: nn.floats(BATCH * CLASSES) },
    ...{ loss: nn.floats(BATCH), norm: nn.floats(1) },
  };
}

function argsOf(net: Net, step: number) {
  const shape = { batch: BATCH, length: LENGTH };
  const dropout: Dropout = { rate: 0.1, seed: step };
  return {
    embed: {
      ids: net.ids,
      words: net.words.value,
      positions: net.positions.value,
      segments: null,
      ...shape,
      hidden: HIDDEN,
    },
    norm: { x: net.embedded, gamma: net.gamma.value, beta: net.beta.value, rows: ROWS, hidden: HIDDEN, eps: 1e-5 },
    project: {
      x: net.normed,
      w: net.qkvWeight.value,
      b: net.qkvBias.value,
      ...{ rows: ROWS, inputs: HIDDEN, outputs: 3 * HIDDEN },
    },
    attend: {
      qkv: net.qkv,
      lengths: net.lengths,
      bias: net.relative.value,
      ...{ maxDistance: 2, ...shape, heads: HEADS, headSize: HEAD_SIZE, dropout },
    },
    pool: { x: net.context, lengths: net.lengths, ...shape, hidden: HIDDEN },
    classify: { x: net.pooled, w: net.head.value, b: null, rows: BATCH, inputs: HIDDEN, outputs: CLASSES },
    judge: {
      logits: net.logits,
      targets: { kind: 'labels' as const, labels: net.labels, smoothing: 0.1 },
      ...{ rows: BATCH, classes: CLASSES, weights: net.weights },
    },
  };
}

function takeStep(net: Net, step: number): void {
  const { nn } = net;
  const args = argsOf(net, step);
  nn.embeddings(args.embed, net.embedded);
  nn.layerNorm(args.norm, null, null, net.normed, net.stats);
  nn.linear(args.project, 'gelu', net.qkv, net.pre);
  nn.attention(args.attend, net.context, net.probs);
  nn.pool('mean', args.pool, net.pooled);
  nn.linear(args.classify, 'none', net.logits, null);
  nn.softmaxCrossEntropy(args.judge, net.loss, net.dLogits);

  nn.linearBackward(args.classify, net.dLogits, net.dPooled, net.head.gradient, null);
  nn.poolBackward('mean', args.pool, net.dPooled, net.dContext);
  nn.attentionBackward(args.attend, net.dContext, net.probs, net.dQkv, net.relative.gradient);
  nn.activationBackward('gelu', net.pre, net.dQkv, net.dQkv, ROWS * 3 * HIDDEN);
  nn.linearBackward(args.project, net.dQkv, net.dNormed, net.qkvWeight.gradient, net.qkvBias.gradient);
  const { gradient: dGamma } = net.gamma;
  nn.layerNormBackward(args.norm, net.dNormed, net.stats, net.dContext, false, dGamma, net.beta.gradient);
  const grads = { words: net.words.gradient, positions: net.positions.gradient, segments: null };
  nn.embeddingsBackward(args.embed, net.dContext, grads);
  const hyper = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-6, weightDecay: 0.01, clipNorm: 1 };
  nn.adamW(net.parameters, { ...hyper, beta1Power: 0.9 ** step, beta2Power: 0.999 ** step }, net.norm);
}
