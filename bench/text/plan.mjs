// Who measures what in the text rows. A contestant's `batch` is the number of texts in a run, of so many `tokens` each; times are
// told for one.

export const ARCHITECTURES = ['L-2_H-128_A-2', 'L-4_H-256_A-4', 'L-4_H-512_A-8'];

/** What TensorFlow.js can bear in a training step, by backend: times for one text hardly depend on it. */
const STOCK_BATCHES = { wasm: 4, webgl: 2, webgpu: 2, cpu: 1 };
const TRAINING_BATCH = 8;
const TOKENS = 128;
const SHOWN = { wasm: 'WASM', cpu: 'CPU', webgl: 'WebGL in software', webgpu: 'WebGPU in software' };

const jax = (work) => ({ kind: 'jax', ...work, device: 'wasm' });

/** For one architecture and pass; ours on one thread comes first, the others are compared with it. */
export function contestants(architecture, pass, threads) {
  const batch = pass === 'training' ? TRAINING_BATCH : 1;
  const work = { architecture, pass, batch, tokens: TOKENS };
  return [
    { id: 'ours-1', name: 'Millrace, 1 thread', threads: 1, job: { kind: 'ours', ...work, threads: 1 } },
    ...(threads > 1
      ? [{ id: 'ours-all', name: `Millrace, ${threads} threads`, threads, job: { kind: 'ours', ...work, threads } }]
      : []),
    ...(pass === 'forward'
      ? [{ id: 'onnx', name: 'onnxruntime-web WASM, 1 thread', threads: 1, job: { kind: 'onnx', ...work } }]
      : []),
    { id: 'torch', name: 'PyTorch, 1 thread', threads: 1, job: { kind: 'torch', ...work } },
    { id: 'jax-1', name: 'jax-js WASM, 1 thread', threads: 1, job: { ...jax(work), threads: 'one' } },
    ...(threads > 1
      ? [{ id: 'jax-all', name: `jax-js WASM, ${threads} threads`, threads, job: { ...jax(work), threads: 'all' } }]
      : []),
    ...Object.entries(STOCK_BATCHES).map(([backend, most]) => ({
      id: `tfjs-${backend}`,
      name: `stock tfjs, ${SHOWN[backend]}`,
      job: { kind: 'tfjs', ...work, batch: Math.min(batch, most), backend },
    })),
  ];
}

/** Lengths and numbers of texts at a time, by which single reviews and batches are scored. */
export const SCORING = {
  architecture: 'L-4_H-256_A-4',
  cells: [1, 32].flatMap((batch) => [16, 32, 64, 128, 256, 512].map((tokens) => ({ batch, tokens }))),
};

/** Who scores texts, all on one thread; ours first. */
export function scorers({ batch, tokens }) {
  const work = { architecture: SCORING.architecture, pass: 'forward', batch, tokens };
  return [
    { id: 'ours-1', name: 'Millrace', threads: 1, job: { kind: 'ours', ...work, threads: 1 } },
    { id: 'onnx', name: 'onnxruntime-web WASM', threads: 1, job: { kind: 'onnx', ...work } },
    { id: 'jax-1', name: 'jax-js WASM', threads: 1, job: { ...jax(work), threads: 'one' } },
    { id: 'tfjs-wasm', name: 'stock tfjs, WASM', threads: 1, job: { kind: 'tfjs', ...work, backend: 'wasm' } },
  ];
}

/** What is measured of the shipped models; `texts` is what a run gets done. */
export const SHIPPED_TASKS = [
  ...[16, 64, 128, 256, 512].map((tokens) => ({
    title: `score one text of ${tokens} tokens`,
    texts: 1,
    task: { kind: 'score', tokens },
  })),
  { title: 'score 32 texts of 128 tokens at once', texts: 32, task: { kind: 'batch', texts: 32 } },
  ...[50, 200].map((words) => ({
    title: `explain a text of ${words} words`,
    texts: 1,
    task: { kind: 'explain', words },
  })),
];

export function shippedContestants(model, task, threads) {
  return [...new Set([1, threads])].map((count) => ({
    id: `shipped-${count}`,
    name: `${count} ${count === 1 ? 'thread' : 'threads'}`,
    threads: count,
    job: { kind: 'shipped', model, threads: count, task },
  }));
}

/** One thread. */
export const GOALS = {
  /** GFLOP/s */
  training: 45,
  /** Milliseconds for a text, L4 H256. */
  trainingMs: { architecture: 'L-4_H-256_A-4', most: 60 },
  /** Times onnxruntime-web's speed. */
  forward: 1.5,
  /** Times the speed of the quickest stock backend in a training step. */
  stock: 20,
  /** Times PyTorch's time in a training step, at most. */
  torch: 3,
};
