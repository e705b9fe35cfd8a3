// The colour and shape of every point, worked out once per assignment and theme and not per frame.

import type { Rgb } from './palette';
import { SHAPES } from './shapes';

export type Colouring = 'hard' | 'soft' | 'plain';

/** Who takes each point (the wire's PointsAssignment, without its bookkeeping). */
export interface Shares {
  readonly n_components: number;
  /** [n] */
  readonly labels: Uint8Array;
  /** [n, K] 0..255 */
  readonly responsibilities: Uint8Array;
}

export interface Appearance {
  /** [n] 0xRRGGBB */
  readonly colour: Uint32Array;
  /** [n] index into SHAPES */
  readonly shape: Uint8Array;
}

export const pack = ([r, g, b]: Rgb): number => (r << 16) | (g << 8) | b;

/**
 * hard: the strongest component's colour · soft: all components' colours, mixed by responsibility (as light
 * mixes, by squares) · plain: neutral discs. Points that no component has been asked about yet are neutral discs.
 */
export function appearanceOf(
  n: number,
  shares: Shares | null,
  colouring: Colouring,
  colours: readonly Rgb[],
  neutral: Rgb,
): Appearance {
  const colour = new Uint32Array(n).fill(pack(neutral));
  const shape = new Uint8Array(n);
  if (!shares || colouring === 'plain') return { colour, shape };
  const known = Math.min(n, shares.labels.length);
  for (let i = 0; i < known; i++) shape[i] = shares.labels[i]! % SHAPES.length;
  if (colouring === 'hard') {
    const packed = Uint32Array.from({ length: shares.n_components }, (_, c) => pack(colours[c % colours.length]!));
    for (let i = 0; i < known; i++) colour[i] = packed[shares.labels[i]!]!;
  } else {
    mixColours(known, shares, colours, colour);
  }
  return { colour, shape };
}

function mixColours(n: number, shares: Shares, colours: readonly Rgb[], out: Uint32Array): void {
  const { n_components: k, labels, responsibilities } = shares;
  const squares = Float64Array.from(
    Array.from({ length: k }, (_, c) => colours[c % colours.length]!.map((value) => value * value)).flat(),
  );
  const pure = Uint32Array.from({ length: k }, (_, c) => pack(colours[c % colours.length]!));
  for (let i = 0; i < n; i++) {
    const at = i * k;
    // Most points are all but one component's own.
    if (responsibilities[at + labels[i]!]! >= 253) {
      out[i] = pure[labels[i]!]!;
      continue;
    }
    let sum = 0;
    let r = 0;
    let g = 0;
    let b = 0;
    for (let c = 0; c < k; c++) {
      const share = responsibilities[at + c]!;
      sum += share;
      r += share * squares[3 * c]!;
      g += share * squares[3 * c + 1]!;
      b += share * squares[3 * c + 2]!;
    }
    out[i] = (Math.sqrt(r / sum) << 16) | (Math.sqrt(g / sum) << 8) | Math.sqrt(b / sum);
  }
}
