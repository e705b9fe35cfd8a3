// How near the text models' kernels come to what one core can do: the linear layers' products, and every
// operation of a transformer layer, forward and backward, beside a loop of multiply-adds that touches no
// memory. The ceiling is measured again between the products, so that a busy machine is busy for both.

import type { Floats, NnBackend } from '../../src/ml/compute/nn/types';
import { createWasmBackend, type WasmNnEnv } from '../../src/ml/compute/nn/wasm/create';
import { instantiate } from '../../src/ml/compute/nn/wasm/module';

export interface ProductRow {
  readonly model: string;
  readonly rows: number;
  readonly pass: 'forward' | 'dx' | 'dw';
  readonly gflops: number;
  /** Of the ceiling in the same moments. */
  readonly share: number;
}

export interface OperationRow {
  readonly operation: string;
  readonly ms: number;
}

export interface NnMeasured {
  readonly description: string;
  /** GFLOP/s of one thread. */
  readonly ceiling: number;
  readonly products: readonly ProductRow[];
  /** A layer of L4 H256 on 8 × 128 tokens. */
  readonly layer: readonly OperationRow[];
}

export interface NnBenchOptions {
  readonly relaxed: boolean;
  readonly threads: number;
  /** Turns of which the quickest counts. */
  readonly turns: number;
}

type Clock = () => number;

const MODELS = [
  { model: 'L2 H128', hidden: 128 },
  { model: 'L4 H256', hidden: 256 },
  { model: 'L4 H512', hidden: 512 },
];
const PEAK_ROUNDS = 200_000;

export async function measureNn(env: WasmNnEnv, options: NnBenchOptions): Promise<NnMeasured> {
  const now: Clock = () => performance.now();
  const nn = await createWasmBackend({ env, ...options });
  await helpersUp(nn, options.threads);
  const peak = await openPeak(env, options.relaxed, now);
  for (let i = 0; i < 5; i++) peak();
  const products = MODELS.flatMap(({ model, hidden }) =>
    [128, 1024].flatMap((rows) => measureProducts(nn, peak, model, hidden, rows, options.turns, now)),
  );
  const layer = measureLayer(nn, 256, options.turns, now);
  const ceiling = Math.max(...Array.from({ length: options.turns }, peak));
  const { description } = nn;
  nn.dispose();
  return { description, ceiling, products, layer };
}

/** Helpers come up while this thread yields; without the page's leave to share memory there are none. */
async function helpersUp(nn: NnBackend, threads: number): Promise<void> {
  for (let i = 0; i < 300 && !nn.description.includes(`, ${threads} thread`); i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function openPeak(env: WasmNnEnv, relaxed: boolean, now: Clock): Promise<() => number> {
  const module = await WebAssembly.compile(await env.nnKernelBytes({ relaxed, shared: false }));
  const exports = instantiate(module, new WebAssembly.Memory({ initial: 1 }));
  return () => {
    const start = now();
    exports.peak(PEAK_ROUNDS, 1e-9);
    return (PEAK_ROUNDS * 12 * 4 * 2) / (now() - start) / 1e6;
  };
}

/** The four linear layers of a transformer layer, one after the other. */
function measureProducts(
  nn: NnBackend,
  peak: () => number,
  model: string,
  hidden: number,
  rows: number,
  turns: number,
  now: Clock,
): ProductRow[] {
  const layers = [
    [hidden, 3 * hidden],
    [hidden, hidden],
    [hidden, 4 * hidden],
    [4 * hidden, hidden],
  ].map(([inputs, outputs]) => openLinear(nn, rows, inputs!, outputs!));
  const passes = ['forward', 'dx', 'dw'] as const;
  let ceiling = 0;
  const ms = { forward: 0, dx: 0, dw: 0 };
  for (const layer of layers) {
    ceiling = Math.max(ceiling, peak());
    for (const pass of passes) ms[pass] += quickest(layer[pass], turns, now);
    ceiling = Math.max(ceiling, peak());
  }
  for (const layer of layers) layer.free();
  return passes.map((pass) => {
    const gflops = (24 * hidden * hidden * rows) / ms[pass] / 1e6;
    return { model, rows, pass, gflops, share: gflops / ceiling };
  });
}

function openLinear(nn: NnBackend, rows: number, inputs: number, outputs: number) {
  const x = random(nn, rows * inputs);
  const w = random(nn, inputs * outputs);
  const b = random(nn, outputs);
  const [out, dx, dw] = [nn.floats(rows * outputs), nn.floats(rows * inputs), nn.floats(inputs * outputs)];
  const args = { x, w, b, rows, inputs, outputs };
  return {
    forward: () => nn.linear(args, 'none', out, null),
    dx: () => nn.linearBackward(args, out, dx, null, null),
    dw: () => nn.linearBackward(args, out, null, dw, null),
    free: () => nn.free(x, w, b, out, dx, dw),
  };
}

/** Numbers of no interest, small enough that sums stay finite. */
function random(nn: NnBackend, size: number): Floats {
  const buffer = nn.floats(size);
  nn.write(
    buffer,
    Float32Array.from({ length: size }, (_, i) => Math.sin(i) / 16),
  );
  return buffer;
}

/** Every operation of a layer on 8 × 128 tokens, each timed alone. */
function measureLayer(nn: NnBackend, hidden: number, turns: number, now: Clock): OperationRow[] {
  const [batch, length, headSize] = [8, 128, 64];
  const heads = hidden / headSize;
  const rows = batch * length;
  const make = (size: number) => random(nn, size);
  const [x, wide, narrow, dense] = [
    make(rows * hidden),
    make(4 * rows * hidden),
    make(rows * hidden),
    make(rows * hidden),
  ];
  const [pre, dWide, qkv, dQkv] = [4, 4, 3, 3].map((times) => make(times * rows * hidden)) as [
    Floats,
    Floats,
    Floats,
    Floats,
  ];
  const probs = make(batch * heads * length * length);
  const lengths = nn.ints(batch);
  nn.writeInts(lengths, new Int32Array(batch).fill(length));
  const bias = make(65 * heads);
  const attention = { qkv, lengths, bias, maxDistance: 32, batch, length, heads, headSize, dropout: null };
  const dropout = { rate: 0.1, seed: 7 };
  const linear = (from: Floats, inputs: number, outputs: number) => ({
    ...{ x: from, w: make(inputs * outputs), b: make(outputs), rows, inputs, outputs },
  });
  const [toQkv, project] = [linear(x, hidden, 3 * hidden), linear(x, hidden, hidden)];
  const [up, down] = [linear(x, hidden, 4 * hidden), linear(wide, 4 * hidden, hidden)];
  const norm = { x, gamma: make(hidden), beta: make(hidden), rows, hidden, eps: 1e-12 };
  const [stats, grads, dBias] = [make(2 * rows), make(4 * hidden * hidden), make(65 * heads)];
  const [db, gammas, betas] = [make(4 * hidden), make(hidden), make(hidden)];
  const parameter = { value: make(12 * hidden * hidden), gradient: make(12 * hidden * hidden), decay: true };
  const moments = {
    m: nn.floats(12 * hidden * hidden),
    v: nn.floats(12 * hidden * hidden),
    size: 12 * hidden * hidden,
  };
  const hyper = { learningRate: 0, beta1: 0.9, beta2: 0.999, eps: 1e-6, weightDecay: 0, beta1Power: 0.9 };
  const operations: [string, () => void][] = [
    ['qkv', () => nn.linear(toQkv, 'none', qkv, null)],
    ['attention', () => nn.attention(attention, dense, probs)],
    ['attention with dropout', () => nn.attention({ ...attention, dropout }, dense, probs)],
    ['projection', () => nn.linear(project, 'none', narrow, null)],
    ['dropout', () => nn.dropout(narrow, rows * hidden, dropout)],
    ['layer norm', () => nn.layerNorm(norm, narrow, dense, narrow, stats)],
    ['up, GELU', () => nn.linear(up, 'gelu', wide, pre)],
    ['down', () => nn.linear(down, 'none', narrow, null)],
    ['layer norm backward', () => nn.layerNormBackward(norm, dense, stats, narrow, false, gammas, betas)],
    ['down backward', () => nn.linearBackward(down, dense, dWide, grads, db)],
    ['GELU backward', () => nn.activationBackward('gelu', pre, dWide, dWide, 4 * rows * hidden)],
    ['up backward', () => nn.linearBackward(up, wide, narrow, grads, db)],
    ['projection backward', () => nn.linearBackward(project, dense, narrow, grads, db)],
    ['attention backward', () => nn.attentionBackward(attention, dense, probs, dQkv, dBias)],
    ['qkv backward', () => nn.linearBackward(toQkv, dQkv, narrow, grads, db)],
    ['AdamW', () => nn.adamW([{ ...parameter, ...moments }], { ...hyper, beta2Power: 0.999, clipNorm: 1 }, stats)],
  ];
  return operations.map(([operation, run]) => ({ operation, ms: quickest(run, turns, now) }));
}

/** Short ones are timed several at a time: a page's clock is coarse. */
function quickest(run: () => void, turns: number, now: Clock): number {
  let best = Number.POSITIVE_INFINITY;
  let repeats = 1;
  for (let turn = 0; turn <= 3 * turns; turn++) {
    const start = now();
    for (let i = 0; i < repeats; i++) run();
    const ms = now() - start;
    if (turn > 1) best = Math.min(best, ms / repeats);
    else if (ms < 0.5) repeats = Math.min(16, Math.ceil(0.5 / Math.max(ms, 0.01)));
  }
  return best;
}
