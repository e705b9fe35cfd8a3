// Two-dimensional example data, by seed: the shapes that mixtures are tried on, easy ones and ones that they fit badly.

import type { Matrix } from '../gmm/types';
import { Rng } from '../rng';

type Draw = (rng: Rng) => readonly [x: number, y: number];

export function generate(n: number, seed: number, draw: Draw): Matrix {
  const rng = new Rng(seed);
  const data = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) data.set(draw(rng), 2 * i);
  return { data, n, d: 2 };
}

const BLOB_CENTRES = [
  [-6, -2],
  [-1, 5],
  [3, -4],
  [6, 3],
] as const;

/** Four round clusters of the same size. */
export const blobs: Draw = (rng) => {
  const [x, y] = BLOB_CENTRES[rng.integer(BLOB_CENTRES.length)];
  return [x + rng.normal(), y + rng.normal()];
};

/** Three clusters, all stretched and tilted the same way. */
export const anisotropic: Draw = (rng) => {
  const centre = rng.integer(3) * 5 - 5;
  const u = centre + rng.normal();
  const v = centre * 0.2 + rng.normal();
  return [0.6 * u - 0.64 * v, -0.41 * u + 0.85 * v];
};

/** One ring around another. */
export const rings: Draw = (rng) => {
  const radius = rng.uniform() < 0.4 ? 2 : 6;
  const angle = 2 * Math.PI * rng.uniform();
  return [radius * Math.cos(angle) + 0.3 * rng.normal(), radius * Math.sin(angle) + 0.3 * rng.normal()];
};

/** Two interleaved half circles. */
export const moons: Draw = (rng) => {
  const upper = rng.uniform() < 0.5;
  const angle = Math.PI * rng.uniform();
  const x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
  const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
  return [x + 0.08 * rng.normal(), y + 0.08 * rng.normal()];
};

const UNEVEN = [
  { share: 0.78, x: -2, y: 0, spread: 2 },
  { share: 0.17, x: 5, y: 3, spread: 0.7 },
  { share: 0.05, x: 5, y: -4, spread: 0.3 },
] as const;

/** A large loose cluster, a small dense one, and a tiny one. */
export const uneven: Draw = (rng) => {
  const u = rng.uniform();
  const part = u < UNEVEN[0].share ? UNEVEN[0] : u < UNEVEN[0].share + UNEVEN[1].share ? UNEVEN[1] : UNEVEN[2];
  return [part.x + part.spread * rng.normal(), part.y + part.spread * rng.normal()];
};

const HEAVY_DEGREES = 3;

/** Two clusters of Student's t with three degrees of freedom: far points are common. */
export const heavyTails: Draw = (rng) => {
  const side = rng.uniform() < 0.5 ? -4 : 4;
  let chiSquared = 0;
  for (let i = 0; i < HEAVY_DEGREES; i++) chiSquared += rng.normal() ** 2;
  const scale = Math.sqrt(HEAVY_DEGREES / chiSquared);
  return [side + scale * rng.normal(), side / 4 + scale * rng.normal()];
};
