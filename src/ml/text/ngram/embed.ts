// Texts as points for the n-gram model: the weights of a text's words and runs of words, projected at random to a few
// dimensions (Achlioptas 2003: signs keep distances) and brought to length one. A feature's signs are bits of its
// fingerprint, mixed, so that the projection needs no table and is the same everywhere.

/** Dimensions: two mixes of 32 bits. */
export const NGRAM_EMBEDDING = 64;

/** What a feature that the model has no weight for counts: new words must be seen, but not drown the others. */
const UNKNOWN = 0.02;

/** The projection's seeds, one for each 32 dimensions. */
const SEEDS = [0x9e3779b9, 0x7f4a7c15];

/** [64] of length 1; zeros for a text without words. */
export function embedPrints(found: Iterable<number>, weights: ReadonlyMap<number, number>): Float32Array {
  const sum = new Float64Array(NGRAM_EMBEDDING);
  for (const print of found) {
    const weight = Math.abs(weights.get(print) ?? 0) + UNKNOWN;
    SEEDS.forEach((seed, half) => {
      const bits = mix(print ^ seed);
      for (let j = 0; j < 32; j++) sum[32 * half + j] += (bits >>> j) & 1 ? weight : -weight;
    });
  }
  const length = Math.hypot(...sum);
  return Float32Array.from(sum, (value) => (length === 0 ? 0 : value / length));
}

/** murmur3's finaliser. */
function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
