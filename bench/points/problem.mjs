// The problems that are measured: the same numbers in the browser and for scikit-learn, from a seed.

/** Uniform numbers in [0, 1): mulberry32 by Tommy Ettinger. */
function uniforms(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * n points in d dimensions around k centres, each cluster with its own sheared spread of about 1, centres
 * close enough to overlap; and a start for EM: centres off by about half a spread, equal weights, unit precisions.
 */
export function makeProblem({ n, d, k, seed }) {
  const uniform = uniforms(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const side = 4 * Math.max(2, k ** (1 / d));
  const centres = Float64Array.from({ length: k * d }, () => (uniform() - 0.5) * side);
  const shears = Float64Array.from({ length: k * d * d }, (_, i) => {
    const row = Math.floor(i / d) % d;
    const column = i % d;
    if (row === column) return 0.5 + uniform();
    return row > column ? 0.4 * normal() : 0;
  });
  const points = new Float64Array(n * d);
  const z = new Float64Array(d);
  for (let row = 0; row < n; row++) {
    const c = Math.floor(uniform() * k);
    for (let j = 0; j < d; j++) z[j] = normal();
    for (let i = 0; i < d; i++) {
      let x = centres[c * d + i];
      for (let j = 0; j <= i; j++) x += shears[(c * d + i) * d + j] * z[j];
      points[row * d + i] = x;
    }
  }
  const means = centres.map((centre) => centre + 0.5 * normal());
  return { points, means: Array.from({ length: k }, (_, c) => Array.from(means.subarray(c * d, (c + 1) * d))) };
}
