// Who measures what in the text rows. A contestant's `batch` is the number of texts in a run; times are told for one.

export const ARCHITECTURES = ['L-2_H-128_A-2', 'L-4_H-256_A-4', 'L-4_H-512_A-8'];

/** What TensorFlow.js can bear in a training step, by backend: times for one text hardly depend on it. */
const STOCK_BATCHES = { wasm: 4, webgl: 2, webgpu: 2, cpu: 1 };
const TRAINING_BATCH = 8;
const SHOWN = { wasm: 'WASM', cpu: 'CPU', webgl: 'WebGL in software', webgpu: 'WebGPU in software' };

/** For one architecture and pass; ours on one thread comes first, the others are compared with it. */
export function contestants(architecture, pass, threads) {
  const batch = pass === 'training' ? TRAINING_BATCH : 1;
  const work = { architecture, pass, batch };
  return [
    { id: 'ours-1', name: 'Millrace, 1 thread', threads: 1, job: { kind: 'ours', ...work, threads: 1 } },
    ...(threads > 1
      ? [{ id: 'ours-all', name: `Millrace, ${threads} threads`, threads, job: { kind: 'ours', ...work, threads } }]
      : []),
    ...(pass === 'forward'
      ? [{ id: 'onnx', name: 'onnxruntime-web WASM, 1 thread', threads: 1, job: { kind: 'onnx', ...work } }]
      : []),
    { id: 'torch', name: 'PyTorch, 1 thread', threads: 1, job: { kind: 'torch', ...work } },
    ...Object.entries(STOCK_BATCHES).map(([backend, most]) => ({
      id: `tfjs-${backend}`,
      name: `stock tfjs, ${SHOWN[backend]}`,
      job: { kind: 'tfjs', ...work, batch: Math.min(batch, most), backend },
    })),
  ];
}

/** What is measured of the shipped model; `texts` is what a run gets done. */
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

export function shippedContestants(task, threads) {
  return [...new Set([1, threads])].map((count) => ({
    id: `shipped-${count}`,
    name: `${count} ${count === 1 ? 'thread' : 'threads'}`,
    threads: count,
    job: { kind: 'shipped', threads: count, task },
  }));
}

/** Of issue "Text engine", one thread. */
export const GOALS = {
  /** GFLOP/s */
  training: 45,
  /** Milliseconds for a text, L4 H256. */
  trainingMs: { architecture: 'L-4_H-256_A-4', most: 60 },
  /** Times onnxruntime-web's speed. */
  forward: 1.5,
};
