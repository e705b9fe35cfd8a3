// A seeded random number generator whose whole state can be saved with a checkpoint (R7).
// xoshiro128** by Blackman and Vigna (2018), seeded by splitmix32; normals by Marsaglia's polar method.

export type RngState = readonly [number, number, number, number];

export class Rng {
  private s: [number, number, number, number];

  constructor(seed: number | RngState) {
    this.s = typeof seed === 'number' ? expandSeed(seed) : [...seed];
  }

  state(): RngState {
    return [...this.s];
  }

  /** Uniform in [0, 2^32). */
  uint32(): number {
    const s = this.s;
    const result = Math.imul(rotl(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11);
    return result;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform integer in [0, n). */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Standard normal. */
  normal(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const r = u * u + v * v;
      // The pair's second value is dropped so that the four state words are the whole state.
      if (r > 0 && r < 1) return u * Math.sqrt((-2 * Math.log(r)) / r);
    }
  }

  /** Shuffles indices in place (Fisher-Yates). */
  shuffle<T extends { [i: number]: number; length: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const t = items[i] as number;
      items[i] = items[j] as number;
      items[j] = t;
    }
    return items;
  }
}

function rotl(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

function expandSeed(seed: number): [number, number, number, number] {
  let z = seed >>> 0;
  const next = () => {
    z = (z + 0x9e3779b9) | 0;
    let t = z ^ (z >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return t ^ (t >>> 15);
  };
  return [next(), next(), next(), next()];
}
