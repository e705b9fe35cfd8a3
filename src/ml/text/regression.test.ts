// The regression that is held to where it began: its minimum, and how far few labels move it.

import { expect, it } from 'vitest';
import { Rng } from '../rng';
import { heldRegression, PRIOR_LABELS } from './regression';

const rng = new Rng(5);
const d = 6;
const rows = Array.from({ length: 300 }, () => Float64Array.from({ length: d }, () => 2 * rng.normal()));
const truth = Float64Array.from({ length: d }, (_, j) => j - 2.5);
const logit = (row: Float64Array, theta: Float64Array) => row.reduce((sum, x, j) => sum + x * theta[j], 0);
const labels = rows.map((row) => (rng.uniform() < 1 / (1 + Math.exp(-logit(row, truth))) ? 1 : 0));
const start = Float64Array.from({ length: d }, () => 0.3);

it.each([PRIOR_LABELS, 0])('ends where the slope is nothing, held by %i labels', (held) => {
  const theta = heldRegression(rows, labels, start, held);
  for (let j = 0; j < d; j++) {
    const slope = rows.reduce(
      (sum, row, i) => sum + (1 / (1 + Math.exp(-logit(row, theta))) - labels[i]!) * row[j]!,
      held * (theta[j]! - start[j]!),
    );
    expect(Math.abs(slope)).toBeLessThan(1e-6);
  }
});

it('stays where it began without labels, and near it with two that can be told apart for ever', () => {
  expect(heldRegression([], [], start)).toEqual(start);
  const moved = heldRegression([rows[0]!, rows[0]!.map((x) => -x)], [1, 0], start);
  const length = (theta: Float64Array) => Math.hypot(...theta.map((value, j) => value - start[j]!));
  expect(length(moved)).toBeLessThan(0.5);
});

it('refuses numbers that are not finite', () => {
  expect(() => heldRegression([Float64Array.of(Number.NaN)], [1], [0])).toThrow('not finite');
});
