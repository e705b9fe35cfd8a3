// The curve of a fit stays within its limit however many iterations come, and goes on from its data.

import { describe, expect, it } from 'vitest';
import { FitTrace, Trace } from './trace';

describe('the curve of a fit', () => {
  it('keeps value i at iteration 1 + i * stride, within its limit', () => {
    const trace = new Trace(10);
    for (let i = 1; i <= 1000; i++) {
      trace.record(i, i);
      const { values, stride } = trace.data();
      expect(values.length).toBeLessThanOrEqual(10);
      expect(values).toEqual(values.map((_, j) => 1 + j * stride));
    }
    expect(trace.data().stride).toBe(128);
  });

  it('shows the initialisation at work, then the best', () => {
    const trace = new FitTrace(100);
    for (const [i, v] of [-9, -5].entries()) trace.record(0, i + 1, v, false);
    expect(trace.shown().values).toEqual([-9, -5]);
    for (const [i, v] of [-8, -2, -1].entries()) trace.record(1, i + 1, v, i === 2);
    expect(trace.shown().values).toEqual([-8, -2, -1]);
    trace.record(2, 1, -7, false);
    expect(trace.finish()).toEqual({ iterations: 3, converged: true, last: -1 });
    expect(trace.shown().values).toEqual([-8, -2, -1]);
  });

  it('does not compare starts before points came with those after', () => {
    const trace = new FitTrace(100);
    trace.record(0, 1, -3, true);
    trace.record(1, 1, -2, true);
    trace.forgetWorth();
    trace.record(2, 1, -40, false);
    trace.record(2, 2, -30, false);
    expect(trace.finish()).toEqual({ iterations: 2, converged: false, last: -30 });
    expect(trace.shown().values).toEqual([-40, -30]);
  });

  it('goes on from its data', () => {
    const trace = new FitTrace(100);
    trace.record(0, 1, -3, false);
    trace.record(1, 1, -4, false);
    const copy = new FitTrace(100, structuredClone(trace.data()));
    for (const each of [trace, copy]) each.record(1, 2, -2, true);
    expect(copy.data()).toEqual(trace.data());
    expect(copy.finish()).toEqual({ iterations: 2, converged: true, last: -2 });
  });
});
