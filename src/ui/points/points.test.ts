// The page's small calculations: numbers in words, curves thinned, stale start values, notes read back.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, type Mixture } from '../../ml/gmm/types';
import { componentCovariance } from '../../ml/gmm/view';
import { packedIn, sharedLink } from '../components/sharedLink';
import { columnOrder, reordered } from './data/columns';
import { readCoordinate } from './data/coordinates';
import { areDefaults, defaultsFor } from './defaults';
import { formatBelonging, formatChange, formatLogLikelihood, formatValue, formatWeight, placeInRow } from './numbers';
import { readPrefs } from './prefs';
import { curveOf, robustFloor } from './progress/curve';
import { changesBetween, spreadOf } from './result/changes';
import { nextPair } from './result/seen';
import { staleStarts } from './stale';
import { scoresCsv } from './use/scoresCsv';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [1234, '1234'],
    [123456, '123456'],
    [0.012345, '0.01235'],
    [-1.5, '−1.5'],
    [1.2345e12, '1.235e12'],
    [-1e-9, '−1e−9'],
    [2000000, '2e6'],
    [Number.NaN, '–'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%d as a value is %s', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it('keeps the digits in which log-likelihoods differ', () => {
    expect(formatLogLikelihood(-5150.91)).toBe('−5,150.9');
    expect(formatLogLikelihood(-12.3456)).toBe('−12.346');
  });

  it('calls nothing all that is not', () => {
    expect([1 / 3, 0.9972, 0.0028, 1].map(formatWeight)).toEqual(['33 %', '99.7 %', '0.28 %', '100.0 %']);
    expect([0.5, 0.995, 0.99999, 0.02, 1].map(formatBelonging)).toEqual([
      ...['50 %', '99.5 %', '> 99.9 %', '2.0 %', '100.0 %'],
    ]);
  });

  it('counts no further than there are', () => {
    expect([0, 9, 10].map((done) => placeInRow({ done, total: 10 }))).toEqual(['1 of 10', '10 of 10', '10 of 10']);
  });

  it('shows changes with their sign', () => {
    expect([formatChange(0.5), formatChange(-0.5), formatChange(0)]).toEqual(['+0.5', '−0.5', '0']);
  });
});

describe('scores as a file', () => {
  it('count components from 0, as the service does', async () => {
    const scores = {
      log_density: Float64Array.of(-1, -2),
      labels: Uint8Array.of(1, 0),
      responsibilities: Float64Array.of(0.25, 0.75, 1, 0),
      outlier: Uint8Array.of(0, 1),
    };
    const csv = scoresCsv({ data: Float64Array.of(1, 2, 3, 4), n: 2, d: 2 }, ['a', 'b'], scores);
    expect((await csv.text()).trim().split('\r\n')).toEqual([
      'a,b,component,log_density,outlier,p0,p1',
      '1,2,1,-1,0,0.25,0.75',
      '3,4,0,-2,1,1,0',
    ]);
  });
});

describe('the likelihood curve', () => {
  it('keeps first and last, in order, at most 240 points', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 2000 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (history, stride) => {
        const curve = curveOf(history, stride);
        expect(curve.length).toBe(Math.min(240, history.length));
        expect(curve[0]).toEqual({ iteration: 1, value: history[0] });
        expect(curve.at(-1)).toEqual({ iteration: 1 + (history.length - 1) * stride, value: history.at(-1) });
        for (let i = 1; i < curve.length; i++) expect(curve[i]!.iteration).toBeGreaterThan(curve[i - 1]!.iteration);
      }),
    );
  });

  it('leaves out what cannot be drawn', () => {
    expect(curveOf([Number.NEGATIVE_INFINITY, 1, Number.NaN], 1)).toEqual([{ iteration: 2, value: 1 }]);
  });

  it('cuts off a first value far below the rest, and only that', () => {
    const climb = Array.from({ length: 40 }, (_, i) => 100 - 20 * 0.8 ** i);
    expect(robustFloor(climb)).toBeUndefined();
    expect(robustFloor([-1e6, ...climb])).toBeGreaterThan(0);
    expect(robustFloor([1, 1, 1, 1, 1, 1, 1, 1, 1])).toBeUndefined();
  });
});

describe('what changed', () => {
  const before: Mixture = {
    covariance_type: 'full',
    n_components: 1,
    n_features: 2,
    weights: Float64Array.of(1),
    means: Float64Array.of(0, 0),
    covariances: Float64Array.of(2, 1, 1, 2),
  };
  const spreads = (mixture: Mixture, c: number) => spreadOf(componentCovariance(mixture, c), mixture.n_features);

  it('measures a mean that moved and a group that grew', () => {
    const now = { ...before, means: Float64Array.of(3, 4), covariances: before.covariances.map((value) => 4 * value) };
    const [change] = changesBetween(before, now, spreads)!;
    expect(change!.moved).toBe(5);
    expect(change!.weight).toBe(0);
    expect(change!.spread).toBeCloseTo(1, 12);
  });

  it('the spread is the determinant’s root', () => {
    expect(spreadOf(before.covariances, 2)).toBeCloseTo(3 ** 0.25, 14);
    expect(spreadOf(Float64Array.of(1, 1, 1, 1), 2)).toBe(0);
  });

  it('remembers the update before, until a fit begins again', () => {
    const at = (iteration: number, first = -500) => ({ iteration, mixture: before, first });
    const first = nextPair({ now: null, before: null }, at(1));
    expect(first).toEqual({ now: at(1), before: null });
    const later = nextPair(first, at(4));
    expect(later).toEqual({ now: at(4), before: at(1) });
    expect(nextPair(later, at(4))).toEqual(later);
    expect(nextPair(later, at(1))).toEqual({ now: at(1), before: null });
    expect(nextPair(later, null)).toEqual({ now: null, before: null });
  });

  it('does not take another start, or another fit, for the one that goes on', () => {
    const at = (iteration: number, first: number | undefined) => ({ iteration, mixture: before, first });
    const pair = { now: at(15, -500), before: at(9, -500) };
    expect(nextPair(pair, at(85, -510))).toEqual({ now: at(85, -510), before: null });
    expect(nextPair(pair, at(15, -510))).toEqual({ now: at(15, -510), before: null });
    // From a mixture that was there: its curve begins with the first iteration.
    const warm = nextPair(pair, at(0, undefined));
    expect(warm).toEqual({ now: at(0, undefined), before: null });
    expect(nextPair(warm, at(1, -400))).toEqual({ now: at(1, -400), before: at(0, undefined) });
  });

  it('says nothing about mixtures that cannot be compared', () => {
    expect(changesBetween(before, { ...before, covariance_type: 'tied' }, spreads)).toBeNull();
  });
});

describe('start values', () => {
  const options = { ...DEFAULT_OPTIONS, means_init: [[0], [1], [2]], precisions_init: [1, 1, 1] };

  it('go with the number of groups they were for', () => {
    expect(staleStarts(options, { n_components: 4 })).toHaveProperty('means_init', undefined);
    expect(staleStarts(options, { n_components: 3 })).toEqual({});
  });

  it('keep the means when only the shape changes', () => {
    expect(Object.keys(staleStarts(options, { covariance_type: 'diag' }))).toEqual(['precisions_init']);
  });
});

describe('going back to the defaults', () => {
  const left = {
    ...DEFAULT_OPTIONS,
    n_components: 5,
    method: 'gradient' as const,
    seed: 7,
    reg_covar: 1,
    means_init: [[0]],
  };

  it('changes all but the number of groups', () => {
    expect(areDefaults(left)).toBe(false);
    const back = { ...left, ...defaultsFor(5) };
    expect(back).toEqual({ ...DEFAULT_OPTIONS, n_components: 5 });
    expect(back.means_init).toBeUndefined();
    expect(areDefaults(back)).toBe(true);
  });

  it.each([{ method: 'incremental' as const }, { seed: 2 }, { means_init: [[0], [1], [2]] }])(
    'is needed after %j',
    (one) => {
      expect(areDefaults({ ...DEFAULT_OPTIONS, ...one })).toBe(false);
    },
  );
});

describe('the view that was left', () => {
  it('comes back', () => {
    const view = {
      tool: 'pan',
      layers: { colouring: 'hard', ellipses: false, density: true, contours: true },
      axes: { x: 2, y: 0 },
      outlierLevel: 0.05,
    };
    expect(readPrefs(JSON.stringify(view))).toEqual(view);
  });

  it('drops what it does not know', () => {
    const odd = { tool: 'hammer', layers: { colouring: 'hard' }, axes: { x: -1, y: 0 }, outlierLevel: 7 };
    expect(readPrefs(JSON.stringify(odd))).toEqual({});
    for (const text of [null, '', '{', '[]', 'null', '3']) expect(readPrefs(text)).toEqual({});
  });
});

describe('links', () => {
  it('carry their load in the hash', () => {
    const link = sharedLink('https://example.org/app/#/points?s=old', 'points', 'AbC-_9');
    expect(link).toBe('https://example.org/app/#/points?s=AbC-_9');
    expect(packedIn(new URL(link).hash, 'points')).toBe('AbC-_9');
    expect(packedIn('#/points', 'points')).toBeNull();
    expect(packedIn('#/points?x=1', 'points')).toBeNull();
  });

  it('carry it to their page alone', () => {
    expect(packedIn('#/stream?s=AbC', 'points')).toBeNull();
    expect(packedIn('#/stream?s=AbC', 'stream')).toBe('AbC');
  });
});

describe('appending a table', () => {
  it('goes by name where the names are the same, else by place', () => {
    expect(columnOrder(['b', 'a'], ['a', 'b'])).toEqual([1, 0]);
    expect(columnOrder(['b', 'c'], ['a', 'b'])).toBeNull();
    expect(columnOrder(['a', 'a'], ['a', 'b'])).toBeNull();
    expect(columnOrder(['a', 'b', 'c'], ['a', 'b'])).toBeNull();
  });

  it('puts columns in order', () => {
    const points = { data: Float64Array.of(1, 2, 3, 4), n: 2, d: 2 };
    expect([...reordered(points, [1, 0]).data]).toEqual([2, 1, 4, 3]);
    expect(reordered(points, [0, 1]).data).toBe(points.data);
  });
});

describe('a coordinate as it is typed', () => {
  it.each([
    ['1.5', 1.5],
    [' -1,5 ', -1.5],
    ['−2', -2],
    ['1e-7', 1e-7],
    // As the page itself writes them, and with a comma.
    ['−1.5e−7', -1.5e-7],
    ['1,5e-3', 1.5e-3],
    ['0x10', null],
    ['', null],
    ['1,2,3', null],
    ['x', null],
    ['1e101', null],
    ['Infinity', null],
  ])('%j is %s', (text, value) => {
    expect(readCoordinate(text)).toBe(value);
  });
});
