// Which elements dropout keeps: a hash of (seed, index), so that every backend makes the same mask and the
// backward pass makes it again instead of storing it. The mixer is murmur3's 32-bit finaliser.

/** Uniform in [0, 1) with 24 bits, from an unsigned 32-bit seed and an index. */
export function uniform(seed: number, index: number): number {
  let h = Math.imul(index ^ seed, 0x9e3779b1) ^ seed;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 8) / 0x1000000;
}
