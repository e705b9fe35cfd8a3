// What is fitted, and by whom.

/** n of the two tfjs rows is smaller, to be bearable; their times are scaled to the full n and marked. */
export const PROBLEMS = [
  {
    id: 'plane',
    title: '1,000,000 points x 8 components, 2-D, full covariance: milliseconds per iteration',
    size: { n: 1_000_000, d: 2, k: 8, seed: 1 },
    contestants: [
      { name: 'Millrace, 1 thread', kind: 'wasm', threads: 1 },
      { name: 'Millrace, all threads', kind: 'wasm', threads: 0 },
      { name: 'plain typed-array JS, 1 thread', kind: 'cpu', threads: 1, turn: 3 },
      { name: 'stock tfjs ops, WASM (float32)', kind: 'tfjs-wasm', threads: 1, n: 250_000, turn: 2 },
      { name: 'stock tfjs ops, CPU (float32)', kind: 'tfjs-cpu', threads: 1, n: 50_000, turn: 1 },
      { name: 'scikit-learn, 1 thread', kind: 'sklearn', threads: 1 },
      { name: 'scikit-learn, 2 threads', kind: 'sklearn', threads: 2 },
    ],
  },
  {
    id: 'wide',
    title: '100,000 points x 16 components, 16-D, full covariance: milliseconds per iteration',
    size: { n: 100_000, d: 16, k: 16, seed: 2 },
    contestants: [
      { name: 'Millrace, 1 thread', kind: 'wasm', threads: 1 },
      { name: 'Millrace, all threads', kind: 'wasm', threads: 0 },
      { name: 'plain typed-array JS, 1 thread', kind: 'cpu', threads: 1, turn: 1 },
      { name: 'stock tfjs ops, WASM (float32)', kind: 'tfjs-wasm', threads: 1, n: 50_000, turn: 2 },
      { name: 'scikit-learn, 1 thread', kind: 'sklearn', threads: 1 },
      { name: 'scikit-learn, 2 threads', kind: 'sklearn', threads: 2 },
    ],
  },
];

/** Who computes in 32 bits agrees to less. */
const SINGLE = 1e-4;

/**
 * One after another of n, K and d, from the same middle (100,000 points x 8 components, 2-D), and the far corner. The app's form takes
 * up to 20 components; the engine is measured by itself.
 */
export const GRID = [
  ...[1000, 10_000, 100_000, 1_000_000, 10_000_000].map((n) => ({ n, d: 2, k: 8, seed: 4 })),
  ...[2, 16, 32].map((k) => ({ n: 100_000, d: 2, k, seed: 4 })),
  ...[4, 8, 16].map((d) => ({ n: 100_000, d, k: 8, seed: 4 })),
  { n: 1_000_000, d: 16, k: 32, seed: 4 },
].map((size) => ({
  id: `grid-${size.n}-${size.k}-${size.d}`,
  title: `${size.n.toLocaleString('en')} points x ${size.k} components, ${size.d}-D`,
  size,
  contestants: [
    { name: 'Millrace, 1 thread', kind: 'wasm', threads: 1 },
    { name: 'plain typed-array JS', kind: 'cpu', threads: 1, turn: 1, ...bearable(size, 3e8) },
    { name: 'gaussian-mixture-model (npm)', kind: 'npm', threads: 1, turn: 1, ...bearable(size, 1e6), within: SINGLE },
    { name: 'stock tfjs ops, WASM', kind: 'tfjs-wasm', threads: 1, turn: 1, ...bearable(size, 1.5e7), within: SINGLE },
    { name: 'scikit-learn, 1 thread', kind: 'sklearn', threads: 1, ...bearable(size, 3e8) },
  ],
}));

/**
 * Fewer points for the slow, down to a whole power of ten: as many as keep an iteration's work, n K (d² + 3 d) or so, below a
 * limit. Nothing where all of them do.
 */
function bearable({ n, k, d }, most) {
  const fits = most / (k * (d * d + 3 * d));
  return n <= fits ? {} : { n: Math.max(1000, 10 ** Math.floor(Math.log10(fits))) };
}

/** Emulated in software here: for what it comes to, not for its time. */
export const GRAPHICS = {
  id: 'graphics',
  title: '20,000 points x 8 components, 2-D: WebGPU beside the processor',
  size: { n: 20_000, d: 2, k: 8, seed: 5 },
  contestants: [
    { name: 'Millrace, 1 thread', kind: 'wasm', threads: 1 },
    { name: 'Millrace, WebGPU', kind: 'webgpu', threads: 1, turn: 1, within: SINGLE },
  ],
};

export const GROWTH = [
  ...[125_000, 250_000, 500_000, 1_000_000].map((n) => ({ n, d: 2, k: 8, seed: 3 })),
  ...[2, 4, 16].map((k) => ({ n: 1_000_000, d: 2, k, seed: 3 })),
];
