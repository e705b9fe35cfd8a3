// When the plane is fitted anew, how often assignments are asked for, and ellipses on their way between two fits.

import { describe, expect, it, vi } from 'vitest';
import type { PlaneMixture } from '../../../plane/marginal';
import type { DatasetInfo } from '../../../wire/service';
import { assignmentInterval, isOther } from './feed';
import { Latest } from './latest';
import { MixtureMotion } from './motion';
import { saidAnew } from './spot';

const dataset = (patch: Partial<DatasetInfo>): DatasetInfo => ({
  n: 10,
  d: 2,
  columns: ['x', 'y'],
  source: 'Blobs',
  rev: 1,
  min: [0, 0],
  max: [1, 1],
  mean: [0.5, 0.5],
  ...patch,
});

describe('when the view is fitted anew', () => {
  it('stays for the same points edited', () => {
    expect(isOther(dataset({}), dataset({ n: 11, rev: 2, max: [40, 1] }))).toBe(false);
    expect(isOther(dataset({ n: 0, min: [], max: [], source: '' }), dataset({ n: 1, source: '' }))).toBe(false);
  });

  it('goes for other points, under another name or the same', () => {
    expect(isOther(dataset({}), dataset({ source: 'Penguins' }))).toBe(true);
    expect(isOther(dataset({}), dataset({ d: 4 }))).toBe(true);
    expect(isOther(dataset({}), dataset({ min: [50, 50], max: [60, 60] }))).toBe(true);
  });
});

it('asks for the assignment four times a second, and less often of many points', () => {
  expect(assignmentInterval(10)).toBe(250);
  expect(assignmentInterval(100_000)).toBe(250);
  expect(assignmentInterval(1_000_000)).toBe(2500);
});

describe('a job that is asked for again and again', () => {
  it('runs one at a time, and once more for all that was asked meanwhile', async () => {
    const gates: (() => void)[] = [];
    const job = vi.fn(() => new Promise<void>((resolve) => gates.push(resolve)));
    const latest = new Latest(job);
    latest.run();
    latest.run();
    latest.run();
    expect(job).toHaveBeenCalledTimes(1);
    gates[0]!();
    await vi.waitFor(() => expect(job).toHaveBeenCalledTimes(2));
    gates[1]!();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(job).toHaveBeenCalledTimes(2);
  });

  it('begins anew without waiting for one that will never end', async () => {
    const gates: (() => void)[] = [];
    const job = vi.fn(() => new Promise<void>((resolve) => gates.push(resolve)));
    const latest = new Latest(job);
    latest.run();
    latest.run();
    latest.restart();
    expect(job).toHaveBeenCalledTimes(2);
    // Should it end after all, that says nothing of the one that runs.
    gates[0]!();
    await new Promise((resolve) => setTimeout(resolve, 5));
    latest.run();
    expect(job).toHaveBeenCalledTimes(2);
    gates[1]!();
    await vi.waitFor(() => expect(job).toHaveBeenCalledTimes(3));
  });
});

describe('the ellipses between updates', () => {
  const at = (x: number): PlaneMixture => ({
    k: 1,
    weight: Float64Array.of(1),
    mx: Float64Array.of(x),
    my: Float64Array.of(0),
    sxx: Float64Array.of(1),
    sxy: Float64Array.of(0),
    syy: Float64Array.of(1),
  });

  it('move from where they are to where the model is, and rest there', () => {
    const motion = new MixtureMotion();
    motion.moveTo(at(0), 0, false);
    motion.moveTo(at(10), 1000, false);
    const halfway = motion.at(1055)!.mx[0]!;
    expect(halfway).toBeGreaterThan(0);
    expect(halfway).toBeLessThan(10);
    motion.moveTo(at(0), 1055, false);
    expect(motion.at(1055)!.mx[0]).toBeCloseTo(halfway, 9);
    expect(motion.at(2000)!.mx[0]).toBe(0);
    expect(motion.moving(2000)).toBe(false);
  });

  it('jump for people who want no motion', () => {
    const motion = new MixtureMotion();
    motion.moveTo(at(0), 0, true);
    motion.moveTo(at(10), 1000, true);
    expect(motion.at(1001)!.mx[0]).toBe(10);
  });
});

it('what is said twice changes the live region twice', () => {
  const words = 'Point added at x 0, y 0.';
  const again = saidAnew(words, words);
  expect(again.trim()).toBe(words);
  expect(again).not.toBe(words);
  expect(saidAnew(again, words)).toBe(words);
  expect(saidAnew('Nothing selected.', words)).toBe(words);
});
