// Dropout's rate as shaders compare it: with the 24 bits that decide, whole numbers instead of a share.

/** An element is kept where its 24 bits are at least this: just where `uniform(seed, i) >= rate` (../dropout.ts). */
export function dropThreshold(rate: number): number {
  return Math.ceil(rate * 0x1000000);
}
