// Where everything lies in memory. Points lie in tiles: TILE points, one row of TILE numbers per
// dimension, so that a vector holds the same coordinate of two points and a tile stays in L1.

/** Points in a tile. */
export const TILE: i32 = 64;
/** Bytes of one row of a tile: TILE doubles. */
export const ROW: usize = 512;
/** Bytes of a vector of two doubles. */
export const VECTOR: usize = 16;

/** Pads of the inner loops: coordinates are read four rows at a time past the last. */
const MAX_D: usize = 16;
const MAX_K: usize = 32;
const PAD: usize = 4;

/** The compiler's own constants (the tables of the logarithm) lie below. */
const BASE: usize = 65536;

// The model: means [K, D] · factors [K, upper triangle column by column, or D], scaled so that their
// squares are in base-2 logarithms · norms [K], base 2, none above 0.
export const MEANS: usize = BASE;
export const FACTORS: usize = MEANS + MAX_K * MAX_D * 8;
export const NORMS: usize = FACTORS + MAX_K * MAX_D * (MAX_D + 1) * 4;

// Scratch of a tile: densities per component [K], their sums, the power of two taken out of them, the
// points relative to a component's mean [D], and the same times their responsibilities.
export const DENSITIES: usize = NORMS + MAX_K * 8;
export const TOTALS: usize = DENSITIES + MAX_K * ROW;
export const SHIFTS: usize = TOTALS + ROW;
export const OFFSETS: usize = SHIFTS + ROW;
export const WEIGHTED: usize = OFFSETS + (MAX_D + PAD) * ROW;

// Sums over a block, a vector each: [K] of [count][sums D][scatter].
export const SUMS: usize = WEIGHTED + (MAX_D + PAD) * ROW;
export const OUT: usize = SUMS + MAX_K * (1 + MAX_D + (MAX_D * (MAX_D + 1)) / 2) * VECTOR;
/** From here on the memory is the caller's: results and points. */
export const DATA: usize = OUT + (1 + MAX_K * (1 + MAX_D + (MAX_D * (MAX_D + 1)) / 2)) * 8;
