// Learning rates against transformers' formulas under PyTorch's schedulers (scripts/golden_schedule.py), and against the
// text trainer's own.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS } from '../trainer/options';
import { learningRate } from '../trainer/schedule';
import golden from './golden/schedules.json';
import { learningRateAt, SCHEDULES, type ScheduleKind, type ScheduleOptions, scheduleCurve } from './schedule';

const BASE: ScheduleOptions = {
  learning_rate: 0.1,
  schedule: 'constant',
  warmup_ratio: 0,
  power: 1,
  end_learning_rate: 0,
  step_size: 10,
  gamma: 0.5,
};

const options = fc.record({
  learning_rate: fc.double({ min: 1e-6, max: 10, noNaN: true }),
  schedule: fc.constantFrom(...SCHEDULES),
  warmup_ratio: fc.double({ min: 0, max: 1, noNaN: true }),
  power: fc.double({ min: 0.1, max: 4, noNaN: true }),
  end_learning_rate: fc.constant(0),
  step_size: fc.integer({ min: 1, max: 100 }),
  gamma: fc.double({ min: 0.1, max: 1, noNaN: true }),
});

describe('the learning rate', () => {
  it('is that of transformers and PyTorch at every step', () => {
    expect(golden.cases.length).toBeGreaterThan(60);
    for (const { options: given, steps, warmup, rates } of golden.cases) {
      const schedule = given.schedule as ScheduleKind;
      const all: ScheduleOptions = { ...BASE, ...given, schedule, warmup_ratio: warmup / steps };
      rates.forEach((rate, step) => {
        const ours = learningRateAt(all, step, steps, 'zero');
        expect(Math.abs(ours - rate), `${JSON.stringify(given)} ${step}/${steps}`).toBeLessThanOrEqual(
          1e-12 * given.learning_rate,
        );
      });
    }
  });

  it('is the text trainer’s, whose steps count from 1', () => {
    const some = fc.record({
      steps: fc.integer({ min: 1, max: 300 }),
      warmup: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(some, fc.constantFrom('constant', 'linear', 'cosine'), ({ steps, warmup }, schedule) => {
        const text = { ...DEFAULT_OPTIONS, schedule, warmup_ratio: warmup };
        const ours = { ...BASE, learning_rate: text.learning_rate, schedule, warmup_ratio: warmup };
        for (let step = 1; step <= steps; step++) {
          expect(learningRateAt(ours, step - 1, steps)).toBeCloseTo(learningRate(text, step, steps), 15);
        }
      }),
    );
  });

  it('lies above 0 and at most at the full rate at every step, and never rises after the warm-up', () => {
    fc.assert(
      fc.property(options, fc.integer({ min: 1, max: 200 }), (given, steps) => {
        let before = Number.POSITIVE_INFINITY;
        for (let step = 0; step < steps; step++) {
          const rate = learningRateAt(given, step, steps);
          expect(rate).toBeGreaterThan(0);
          expect(rate).toBeLessThanOrEqual(given.learning_rate * (1 + 1e-12));
          if (step < Math.round(given.warmup_ratio * steps)) continue;
          expect(rate).toBeLessThanOrEqual(before);
          before = rate;
        }
      }),
    );
  });

  it('stays where the decay ended', () => {
    for (const schedule of ['linear', 'cosine'] as const) {
      expect(learningRateAt({ ...BASE, schedule }, 15, 10)).toBeCloseTo(0, 15);
    }
    expect(learningRateAt({ ...BASE, schedule: 'polynomial', end_learning_rate: 0.01 }, 15, 10)).toBe(0.01);
  });
});

describe('the curve', () => {
  it('has the first step, the last and the corner, in order', () => {
    fc.assert(
      fc.property(
        options,
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 4, max: 300 }),
        (given, steps, places) => {
          const { step, learning_rate } = scheduleCurve(given, steps, places);
          expect(step.length).toBe(Math.min(steps, places));
          expect([step[0], step[step.length - 1]]).toEqual([0, steps - 1]);
          expect(step.every((at, i) => i === 0 || at > step[i - 1])).toBe(true);
          expect([...learning_rate]).toEqual([...step].map((at) => learningRateAt(given, at, steps)));
        },
      ),
    );
    const peak = scheduleCurve({ ...BASE, schedule: 'linear', warmup_ratio: 0.1234 }, 100_000, 50);
    expect(Math.max(...peak.learning_rate)).toBe(0.1);
  });

  it('of no steps is empty', () => {
    expect(scheduleCurve(BASE, 0, 100).step.length).toBe(0);
  });
});
