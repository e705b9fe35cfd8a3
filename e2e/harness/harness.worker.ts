// Runs engines and gradients on every backend, in a worker, and compares them with plain JavaScript in float64.

import { measureBackends } from '../../src/ml/compute/backend';
import { createEmEngine } from '../../src/ml/compute/em';
import { gpuFacts } from '../../src/ml/compute/gpu-facts';
import type { EmEngine, EmEngineKind } from '../../src/ml/gmm/engine';
import { createLearner } from '../../src/ml/gmm/learner';
import { toEmModel } from '../../src/ml/gmm/params';
import { DEFAULT_OPTIONS, type FitOptions, type Learner, type Matrix, type Mixture } from '../../src/ml/gmm/types';
import { Rng } from '../../src/ml/rng';
import { browserComputeEnv } from '../../src/workers/compute-env';
import { browserImageDecoder, nativeImageDecoder } from '../../src/workers/image-decoder';
import type { EngineCase, Question, Questions } from './protocol';

const env = browserComputeEnv();

/** Clusters of different sizes, some narrow, in no particular order. */
function clusters(n: number, d: number, k: number, offset = 0, scale = 1): Matrix {
  const rng = new Rng(20);
  const centres = Float64Array.from({ length: k * d }, () => 12 * rng.uniform());
  const spread = Float64Array.from({ length: k }, () => 0.05 + 1.5 * rng.uniform());
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const c = rng.integer(k);
    const shared = rng.normal();
    for (let j = 0; j < d; j++) {
      data[i * d + j] = offset + scale * (centres[c * d + j]! + spread[c]! * (rng.normal() + 0.7 * shared));
    }
  }
  return { data, n, d };
}

function relative(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = Number.MIN_VALUE;
  let difference = 0;
  for (let i = 0; i < b.length; i++) {
    largest = Math.max(largest, Math.abs(b[i]!));
    const apart = Math.abs(a[i]! - b[i]!);
    difference = Number.isNaN(apart) ? Infinity : Math.max(difference, apart);
  }
  return difference / largest;
}

async function mixtureAfter(engine: EmEngine, points: Matrix, options: FitOptions, from: Mixture | undefined) {
  const learner = await createLearner({ options, epochs: 1, points, engine, warmStart: from });
  const before = learner.mixture();
  await learner.step();
  return { before, after: learner.mixture() };
}

async function compareEngine({ kind, type, n, d, k, offset = 0, scale = 1 }: EngineCase) {
  const points = clusters(n, d, k, offset, scale);
  const first = { data: points.data.subarray(0, Math.floor(n / 3) * d), n: Math.floor(n / 3), d };
  const reg_covar = 1e-6 * scale * scale;
  const options: FitOptions = { ...DEFAULT_OPTIONS, covariance_type: type, n_components: k, reg_covar };
  const cpu = await createEmEngine('cpu', points, env);
  // The rest is appended in two pieces, so that buffers have to grow.
  const engine = await createEmEngine(kind, first, env);
  await engine.append(points.data.slice(first.n * d, (first.n + 5) * d));
  await engine.append(points.data.slice((first.n + 5) * d));
  const worst = { logLikelihood: 0, counts: 0, means: 0, covariances: 0 };
  let mixture: Mixture | undefined;
  for (let iteration = 0; iteration < 2; iteration++) {
    const expected = await mixtureAfter(cpu, points, options, mixture);
    const found = await mixtureAfter(engine, points, options, mixture);
    const model = toEmModel(expected.before);
    const [a, b] = [await engine.pass(model), await cpu.pass(model)];
    const log = Math.abs(a.logLikelihood / b.logLikelihood - 1);
    worst.logLikelihood = Math.max(worst.logLikelihood, Number.isNaN(log) ? Infinity : log);
    worst.counts = Math.max(worst.counts, relative(a.counts, b.counts));
    const centred = (m: Mixture) => m.means.map((value) => (value - offset) / scale);
    worst.means = Math.max(worst.means, relative(centred(found.after), centred(expected.after)));
    worst.covariances = Math.max(worst.covariances, relative(found.after.covariances, expected.after.covariances));
    mixture = expected.after;
  }
  const model = toEmModel(mixture!);
  const [scores, expectedScores] = [await engine.scoreSamples(model), await cpu.scoreSamples(model)];
  const [assigned, expectedAssigned] = [await engine.assign(model), await cpu.assign(model)];
  const held = engine.n;
  engine.dispose();
  cpu.dispose();
  return {
    kind: engine.kind,
    n: held,
    ...worst,
    scores: expectedScores.reduce((most, s, i) => Math.max(most, Math.abs(scores[i]! - s) / (1 + Math.abs(s))), 0),
    labels: expectedAssigned.labels.reduce((sum, label, i) => sum + (assigned.labels[i] === label ? 0 : 1), 0) / n,
    responsibilities: expectedAssigned.responsibilities.reduce(
      (most, share, i) => Math.max(most, Math.abs(share - assigned.responsibilities[i]!)),
      0,
    ),
  };
}

async function checkGradient({ backend, type }: Parameters<Questions['gradient']>[0]) {
  const { tf, startTf, withTf } = await import('../../src/ml/compute/tf');
  const { createGradientLearner } = await import('../../src/ml/gmm/gradient');
  const points = clusters(300, 2, 3);
  const options: FitOptions = { ...DEFAULT_OPTIONS, method: 'gradient', covariance_type: type, tol: 0 };
  const engine = await createEmEngine('cpu', points, env);
  const running = await startTf(backend);
  const error = await gradientError(running, points, options, engine);
  const before = tf.memory().numTensors;
  const args = { options, epochs: 60, points, engine, backend };
  const learner = await createGradientLearner(args);
  await learner.step();
  const afterOne = tf.memory().numTensors;
  await finish(learner);
  const leakedPerStep = (tf.memory().numTensors - afterOne) / 59;
  const logLikelihood = (await engine.pass(toEmModel(learner.mixture()))).logLikelihood;
  learner.dispose();
  await withTf(running, async () => {});
  const leaked = tf.memory().numTensors - before;
  const em = await createLearner({ options: { ...options, method: 'em' }, epochs: 60, points, engine });
  await finish(em);
  const emLikelihood = (await engine.pass(toEmModel(em.mixture()))).logLikelihood;
  return { backend: running, error, logLikelihood, em: emLikelihood, leaked, leakedPerStep };
}

async function finish(learner: Learner): Promise<void> {
  while (!(await learner.step()).done);
}

/** Largest difference from central differences of the float64 likelihood, relative to the largest slope. */
async function gradientError(backend: EmEngineKind, points: Matrix, options: FitOptions, engine: EmEngine) {
  const { withTf } = await import('../../src/ml/compute/tf');
  const { GradientGraph, releaseBatch } = await import('../../src/ml/gmm/gradient-graph');
  const { scaledFloor, toMixture, vectorLayout } = await import('../../src/ml/gmm/gradient-params');
  const { scaleRows, scalingOf } = await import('../../src/ml/gmm/scaling');
  const shape = { type: options.covariance_type, k: 3, d: points.d };
  const scaling = scalingOf(points, shape.type === 'spherical');
  const floor = scaledFloor(0.05, scaling);
  const rng = new Rng(4);
  const vector = Float64Array.from({ length: vectorLayout(shape).length }, () => 0.5 * rng.normal());
  const { gradient } = await withTf(backend, async () => {
    const graph = new GradientGraph(shape, floor);
    const batch = graph.batch(scaleRows(points, 0, points.n, scaling));
    const result = await graph.evaluate(vector, batch);
    releaseBatch(batch);
    graph.dispose();
    return result;
  });
  const value = async (at: Float64Array) =>
    (await engine.pass(toEmModel(toMixture(at, shape, scaling, floor)))).logLikelihood;
  const slopes: number[] = [];
  for (let i = 0; i < vector.length; i++) {
    const shifted = (by: number) => value(vector.map((v, at) => (at === i ? v + by : v)));
    slopes.push(-((await shifted(1e-5)) - (await shifted(-1e-5))) / 2e-5 / points.n);
  }
  return relative(gradient, slopes);
}

/** Keeps every device that is opened, so that one can be destroyed under its engine. */
async function loseGpu({ n }: { readonly n: number }) {
  const points = clusters(n, 2, 3);
  const opened: GPUDevice[] = [];
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
    const device = await request.call(this, descriptor);
    opened.push(device);
    return device;
  };
  const engine = await createEmEngine('webgpu', points, env);
  GPUAdapter.prototype.requestDevice = request;
  const learner = await createLearner({ options: { ...DEFAULT_OPTIONS }, epochs: 1, points, engine });
  const model = toEmModel(learner.mixture());
  await engine.pass(model);
  const nameOf = (call: Promise<unknown>) =>
    call.then(
      () => 'none',
      (error: Error) => error.name,
    );
  const underWay = nameOf(engine.pass(model));
  opened[0]!.destroy();
  return { underWay: await underWay, later: await nameOf(engine.pass(model)) };
}

async function measure() {
  return { choice: await measureBackends(env, await gpuFacts()), isolated: globalThis.crossOriginIsolated };
}

async function decodePicture({ file, native }: Parameters<Questions['picture']>[0]) {
  const bytes = Uint8Array.from(atob(file), (character) => character.charCodeAt(0));
  const { width, height, data } = await (native ? nativeImageDecoder() : browserImageDecoder()).decode(bytes);
  return { width, height, rgba: Array.from(data) };
}

const questions: Questions = {
  engine: compareEngine,
  gradient: checkGradient,
  loss: loseGpu,
  measure,
  picture: decodePicture,
  nnCases: async (question) => (await import('./nn')).compareOperations(question),
  nnEncoder: async (question) => (await import('./nn')).compareEncoder(question),
  nnMask: async (question) => (await import('./nn')).compareMask(question),
  nnLeaks: async (question) => (await import('./nn')).countLeaks(question),
};

self.onmessage = async ({ data, ports }: MessageEvent<{ name: Question; question: never }>) => {
  try {
    ports[0]!.postMessage({ answer: await questions[data.name](data.question) });
  } catch (error) {
    ports[0]!.postMessage({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
};
