// Runs side by side: keys that differ between configurations, and coordinates of runs on parallel axes.

import { describe, expect, it } from 'vitest';
import { differences, flat, sameInWords, shownValue } from './difference';
import { axesOf, coordinateOf } from './parallel';

const base = { name: 'A', seed: 1, model: { filters: [8, 16], dropout: 0.2 }, trainer: { epochs: 3, stop: null } };

describe('differences of configurations', () => {
  it('are the keys that differ, whatever the runs are called', () => {
    const other = { ...base, name: 'B', model: { filters: [8], dropout: 0.2 }, trainer: { epochs: 3, stop: 2 } };
    expect(differences([base, other])).toEqual([
      { path: 'model.filters', values: [[8, 16], [8]] },
      { path: 'trainer.stop', values: [null, 2] },
    ]);
  });

  it('tell a key that one of them lacks', () => {
    expect(differences([{ a: 1 }, {}])).toEqual([{ path: 'a', values: [1, undefined] }]);
  });

  it('pass over runs without a configuration, and keep their place', () => {
    expect(differences([{ a: 1 }, null, { a: 2 }])).toEqual([{ path: 'a', values: [1, undefined, 2] }]);
    expect(differences([{ a: 1 }, null])).toEqual([]);
  });

  it('are none for a reason, once all configurations are known', () => {
    expect(sameInWords([base, base])).toMatch(/say the same/);
    expect(sameInWords([base, null])).toMatch(/Fewer than two/);
    expect(sameInWords([base, undefined])).toBeNull();
  });

  it('take lists as values and sections apart', () => {
    expect([...flat(base).keys()]).toEqual([
      'name',
      'seed',
      'model.filters',
      'model.dropout',
      'trainer.epochs',
      'trainer.stop',
    ]);
  });

  it('are shown in words', () => {
    expect([undefined, null, [8, 16], [], true, 0.5, 'adam'].map(shownValue)).toEqual([
      '–',
      'none',
      '8, 16',
      'none',
      'yes',
      '0.5',
      'adam',
    ]);
  });
});

describe('coordinates', () => {
  it('of numbers lie in proportion', () => {
    expect(coordinateOf('epochs', [1, 3, 5], String).at).toEqual([0, 0.5, 1]);
  });

  it('of numbers far apart lie by their ratio', () => {
    const { at } = coordinateOf('learning_rate', [1e-4, 1e-3, 1e-2], String);
    expect(at[0]).toBe(0);
    expect(at[1]).toBeCloseTo(0.5, 12);
    expect(at[2]).toBe(1);
  });

  it('of words have a place each', () => {
    const { at, ticks } = coordinateOf('optimizer', ['sgd', 'adam', 'sgd', undefined], String);
    expect(at).toEqual([1, 0, 1, null]);
    expect(ticks).toEqual([
      { at: 0, text: 'adam' },
      { at: 1, text: 'sgd' },
    ]);
  });

  it('of one value lie in the middle, of none nowhere', () => {
    expect(coordinateOf('x', [4, undefined], String).at).toEqual([0.5, null]);
    expect(coordinateOf('x', [null, 3], String).at[0]).toBeNull();
  });

  it('leave labels out that would cover others, never the ends', () => {
    const { ticks } = coordinateOf('x', [1, 1.01, 1.5, 1.99, 2], String);
    expect(ticks.map(({ text }) => text)).toEqual(['1', '1.5', '2']);
  });

  it('take what concerns the learning first', () => {
    const found = ['seed', 'data.limit', 'trainer.epochs'].map((path) => ({ path, values: [1, 2] }));
    expect(axesOf(found).map(({ path }) => path)).toEqual(['trainer.epochs', 'data.limit', 'seed']);
  });

  it('take what most runs have first, and leave out what does not differ among those that have it', () => {
    const found = [
      { path: 'model.a', values: [1, 2, undefined] },
      { path: 'model.b', values: [1, 1, undefined] },
      { path: 'seed', values: [1, 1, 2] },
    ];
    expect(axesOf(found).map(({ path }) => path)).toEqual(['seed', 'model.a']);
  });
});
