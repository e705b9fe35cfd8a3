// The runs' table: what filters keep, orders with the best first and what is missing last, and groups.

import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../wire/runs';
import { runOf as run } from '../runs.fixture';
import { type Arrangement, arrange, FIRST_ARRANGEMENT, isFiltered } from './arrange';

const ids = (runs: readonly RunSummary[], patch: Partial<Arrangement>) =>
  arrange(runs, { ...FIRST_ARRANGEMENT, ...patch }).flatMap((group) => group.runs.map(({ id }) => id));

describe('filtering', () => {
  const runs = [
    run('1', { name: 'Small net', tags: ['sweep'], phase: 'failed' }),
    run('2', { name: 'Large net', note: 'small data', kind: 'text' }),
    run('3', { name: 'Old', archived: true }),
  ];

  it('finds all words, wherever they stand', () => {
    expect(ids(runs, { text: ' SMALL  net ' })).toEqual(['2', '1']);
    expect(ids(runs, { text: 'small failed' })).toEqual(['1']);
    expect(ids(runs, { text: 'nothing' })).toEqual([]);
  });

  it('is by status, kind and tag', () => {
    expect(ids(runs, { phase: 'failed' })).toEqual(['1']);
    expect(ids(runs, { kind: 'text' })).toEqual(['2']);
    expect(ids(runs, { tag: 'sweep' })).toEqual(['1']);
  });

  it('shows the archive by itself, and nothing of it otherwise', () => {
    expect(ids(runs, {})).toEqual(['2', '1']);
    expect(ids(runs, { archived: true })).toEqual(['3']);
    expect(isFiltered({ ...FIRST_ARRANGEMENT, archived: true })).toBe(true);
    expect(isFiltered({ ...FIRST_ARRANGEMENT, text: '  ' })).toBe(false);
  });
});

describe('sorting', () => {
  it('is by time at first, the newest first', () => {
    expect(ids([run('1'), run('3'), run('2')], {})).toEqual(['3', '2', '1']);
  });

  it('knows numbers in words', () => {
    const runs = [run('1', { name: 'run 10' }), run('2', { name: 'run 9' })];
    expect(ids(runs, { sort: 'name', descending: false })).toEqual(['2', '1']);
  });

  it('puts what has no value last, whichever way', () => {
    const runs = [run('1', { final_metrics: { lr: 1 } }), run('2'), run('3', { final_metrics: { lr: Number.NaN } })];
    expect(ids(runs, { sort: 'final:lr', descending: true })[0]).toBe('1');
    expect(ids(runs, { sort: 'final:lr', descending: false })[0]).toBe('1');
  });

  it('has the best first, be it large or small, each metric by itself', () => {
    const runs = [
      run('1', { best_metrics: { best_val_acc: 0.5 } }),
      run('2', { best_metrics: { best_val_acc: 0.9 } }),
      run('3', { best_metrics: { best_val_loss: 0.9 } }),
      run('4', { best_metrics: { best_val_loss: 0.1 } }),
      run('5'),
    ];
    expect(ids(runs, { sort: 'best', descending: true })).toEqual(['2', '1', '4', '3', '5']);
    expect(ids(runs, { sort: 'best', descending: false })).toEqual(['1', '2', '3', '4', '5']);
  });

  it('takes a metric’s whole name, colons and all', () => {
    const runs = [
      run('1', { final_metrics: { 'loss:a': 1, loss: 3 } }),
      run('2', { final_metrics: { 'loss:a': 2, loss: 0 } }),
    ];
    expect(ids(runs, { sort: 'final:loss:a', descending: true })).toEqual(['2', '1']);
  });

  it('leaves what it was given as it was', () => {
    const runs = [run('1'), run('2')];
    ids(runs, { sort: 'name' });
    expect(runs.map(({ id }) => id)).toEqual(['1', '2']);
  });
});

describe('grouping', () => {
  it('is in the order of the first run of each', () => {
    const runs = [
      run('1', { config: 'a' }),
      run('2', { config: 'b' }),
      run('3', { config: 'a' }),
      run('4', { config: '' }),
    ];
    const groups = arrange(runs, { ...FIRST_ARRANGEMENT, group: 'config' });
    expect(groups.map(({ name, size }) => [name, size])).toEqual([
      ['No configuration', 1],
      ['a', 2],
      ['b', 1],
    ]);
  });
});
