// Detectors: drift at the very places where the published algorithms, plainly written, say it (golden/detectors.json, by
// scripts/golden_stream.py), and the same from wherever they were kept.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../rng';
import type { Detector } from '../types';
import { ADWIN_DEFAULTS, Adwin } from './adwin';
import { Ddm } from './ddm';
import golden from './golden/detectors.json';
import { createDetector, DETECTORS, detectorFits } from './index';
import { KSWIN_DEFAULTS, Kswin } from './kswin';
import { PageHinkley } from './page-hinkley';

function drifts(detector: Detector, values: readonly number[]): number[] {
  return values.flatMap((value, place) => (detector.update(value) === 'drift' ? [place] : []));
}

function errors(rng: Rng, n: number, rate: number): number[] {
  return Array.from({ length: n }, () => (rng.uniform() < rate ? 1 : 0));
}

describe('detectors say drift where the published algorithms do', () => {
  for (const { name, values, seed, ...found } of golden.cases) {
    it(`ADWIN: ${name}`, () => {
      const adwin = new Adwin({ ...ADWIN_DEFAULTS, only_rising: false });
      const seen = values.flatMap((value, place) =>
        adwin.update(value) === 'drift' ? [[place, adwin.window.width]] : [],
      );
      expect(seen).toEqual(found.adwin.map(([place, , width]) => [place, width]));
      const rising = found.adwin.filter(([, rises]) => rises).map(([place]) => place);
      expect(drifts(new Adwin(), values)).toEqual(rising);
    });

    it(`KSWIN: ${name}`, () => {
      const both = new Kswin({ ...KSWIN_DEFAULTS, seed, only_rising: false });
      expect(drifts(both, values)).toEqual(found.kswin.map(([place]) => place));
      const rising = found.kswin.filter(([, rises]) => rises).map(([place]) => place);
      expect(drifts(new Kswin({ ...KSWIN_DEFAULTS, seed }), values)).toEqual(rising);
    });

    it(`Page–Hinkley: ${name}`, () => {
      expect(drifts(new PageHinkley(), values)).toEqual(found.page_hinkley);
    });

    if (found.ddm) {
      it(`DDM: ${name}`, () => {
        const ddm = new Ddm();
        const states = values.map((value) => ddm.update(value));
        const where = (state: string, before?: string) =>
          states.flatMap((now, place) => (now === state && (!before || states[place - 1] !== before) ? [place] : []));
        expect(where('drift')).toEqual(found.ddm);
        expect(where('warning', 'warning')).toEqual(found.ddm_warnings);
      });
    }
  }

  it('and where the documentation of river and CapyMOA prints it', () => {
    for (const { by, detector, values, delta, printed } of golden.documented) {
      if (detector === 'ddm') {
        const ddm = new Ddm();
        const states = values.map((value) => ddm.update(value));
        const drift = states.indexOf('drift');
        expect([states.indexOf('warning'), drift, states.indexOf('warning', drift)], by).toEqual(printed);
      } else {
        const one = detector === 'adwin' ? new Adwin({ ...ADWIN_DEFAULTS, delta: delta! }) : new PageHinkley();
        expect(drifts(one, values), `${by}: ${detector}`).toEqual(printed);
      }
    }
  });

  it('finds something in the sequences, so that agreement says something', () => {
    const of = (name: string) => golden.cases.find((one) => one.name === name)!;
    for (const found of [of('abrupt').adwin, of('abrupt').ddm, of('abrupt').page_hinkley, of('recurring').kswin]) {
      expect(found?.length).toBeGreaterThan(0);
    }
    expect(of('learning').adwin.some(([, rises]) => !rises)).toBe(true);
  });
});

describe('a detector', () => {
  const ids = fc.constantFrom(...DETECTORS);
  const sequences = fc.tuple(fc.integer(), fc.constantFrom(0, 0.1, 0.5), fc.constantFrom(0.4, 0.9, 1));

  it('goes on from what was kept as if it had never stopped', () => {
    fc.assert(
      fc.property(ids, sequences, fc.integer({ min: 0, max: 400 }), (id, [seed, before, after], at) => {
        const rng = new Rng(seed);
        const values = [...errors(rng, 200, before), ...errors(rng, 200, after)];
        const whole = createDetector(id, seed);
        values.slice(0, at).forEach((value) => {
          whole.update(value);
        });
        const again = createDetector(id, seed, JSON.parse(JSON.stringify(whole.save())));
        for (const value of values.slice(at)) {
          expect(again.update(value)).toBe(whole.update(value));
          expect(again.statistic).toBe(whole.statistic);
          expect(again.threshold).toBe(whole.threshold);
        }
        expect(again.save()).toEqual(whole.save());
      }),
      { numRuns: 40 },
    );
  });

  it('says its statistic in finite numbers, above the threshold at drift', () => {
    fc.assert(
      fc.property(ids, sequences, (id, [seed, before, after]) => {
        const rng = new Rng(seed);
        const detector = createDetector(id, seed);
        for (const value of [...errors(rng, 300, before), ...errors(rng, 300, after)]) {
          const state = detector.update(value);
          expect(Number.isFinite(detector.statistic) && Number.isFinite(detector.threshold)).toBe(true);
          if (state === 'drift' && id !== 'adwin') {
            expect(detector.statistic).toBeGreaterThanOrEqual(detector.threshold - 1e-12);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('finds a jump of errors from one in ten to four in five', () => {
    const rng = new Rng(4);
    const values = [...errors(rng, 2000, 0.1), ...errors(rng, 1000, 0.8)];
    for (const id of DETECTORS) {
      expect(drifts(createDetector(id, 1), values).some((place) => place >= 2000 && place < 2200)).toBe(true);
    }
  });

  it('is not alarmed by errors that become fewer', () => {
    const rng = new Rng(5);
    const values = [...errors(rng, 1000, 0.5), ...errors(rng, 1000, 0.1)];
    for (const id of ['adwin', 'page-hinkley', 'ddm'] as const)
      expect(drifts(createDetector(id, 1), values)).toEqual([]);
  });

  it('passes over values that are not finite', () => {
    for (const id of DETECTORS) {
      const detector = createDetector(id, 0);
      detector.update(1);
      const before = detector.save();
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(detector.update(value)).toBe('stable');
      expect(detector.save()).toEqual(before);
    }
  });

  it('refuses states that are none of its own', () => {
    for (const id of DETECTORS) {
      for (const state of [null, 'x', {}, { n: 1 }, { rows: [[1, 0]], width: 5 }]) {
        expect(() => createDetector(id, 0, state)).toThrow(TypeError);
      }
    }
  });

  it('fits its task: DDM counts errors only', () => {
    expect(DETECTORS.filter((id) => detectorFits(id, { kind: 'regression' }))).toEqual([
      'adwin',
      'page-hinkley',
      'kswin',
    ]);
    expect(DETECTORS.every((id) => detectorFits(id, { kind: 'classification', n_classes: 3 }))).toBe(true);
    expect(() => new Ddm().update(0.5)).toThrow(RangeError);
  });

  it("ADWIN's memory grows with the logarithm of its window", () => {
    const adwin = new Adwin();
    const rng = new Rng(6);
    for (let i = 0; i < 100_000; i++) adwin.update(rng.uniform() < 0.2 ? 1 : 0);
    expect(adwin.window.width).toBe(100_000);
    expect(Math.abs(adwin.window.mean - 0.2)).toBeLessThan(0.01);
    expect(JSON.stringify(adwin.save()).length).toBeLessThan(4000);
  });
});
