// What follows from a batch's scores, and what the view keeps.

import { beforeEach, describe, expect, it } from 'vitest';
import { Rng } from '../../../ml/rng';
import type { BatchScores } from '../../../wire/batch';
import type { SplitName } from '../../../wire/datasets';
import { analyse, figuresAt, HISTOGRAM_BINS, isWrong, listed } from './analyse';
import { type Offered, resolved, type Source } from './setup/resolve';
import { choose, EMPTY, forgetView, look, standardDataset, useBatch } from './store';

const pause = async () => {};

function scoresOf(rows: readonly (readonly [label: number, score: number])[]): BatchScores {
  return {
    rev: 1,
    index: Uint32Array.from(rows.keys()),
    label: Int8Array.from(rows, ([label]) => label),
    score: Float32Array.from(rows, ([, score]) => score),
  };
}

const FEW = scoresOf([
  [1, 0.9],
  [0, 0.8],
  [1, 0.1],
  [0, 0.4],
  [1, 0.5],
]);

describe('what is listed', () => {
  it('is what is wrong at the threshold, the farthest from its label first', async () => {
    const analysed = await analyse(FEW, pause);
    expect([...listed(analysed, 0.5, 'wrong', 'error')]).toEqual([2, 1]);
    expect([...listed(analysed, 0.6, 'wrong', 'error')]).toEqual([2, 1, 4]);
    expect([...listed(analysed, 0, 'wrong', 'error')]).toEqual([1, 3]);
    expect([...listed(analysed, 0.5, 'tp', 'high')]).toEqual([0, 4]);
    expect([...listed(analysed, 0.5, 'all', 'low')]).toEqual([2, 3, 4, 1, 0]);
  });

  it('agrees with the figures, whatever the scores and the threshold', async () => {
    const rng = new Rng(3);
    const rows = Array.from({ length: 5000 }, () => [rng.integer(3) - 1, rng.uniform()] as const);
    const analysed = await analyse(scoresOf(rows), pause);
    const { score, label } = analysed.scores;
    for (const threshold of [0, 0.25, 0.5, 0.99, 1]) {
      const { confusion, rates } = figuresAt(analysed, threshold);
      expect(rates.n).toBe(analysed.labelled);
      for (const cell of ['tp', 'fp', 'tn', 'fn'] as const) {
        expect(listed(analysed, threshold, cell, 'low')).toHaveLength(confusion[cell]);
      }
      const wrong = listed(analysed, threshold, 'wrong', 'error');
      expect(wrong).toHaveLength(confusion.fp + confusion.fn);
      const errors = Array.from(wrong, (at) => Math.abs(score[at] - label[at]));
      errors.slice(1).forEach((error, i) => {
        expect(error).toBeLessThanOrEqual(errors[i] + 1e-6);
      });
    }
  });
});

describe('without labels', () => {
  it('there are scores only, and nothing is wrong', async () => {
    const analysed = await analyse(
      scoresOf([
        [-1, 0.2],
        [-1, 1],
        [-1, 0.51],
      ]),
      pause,
    );
    expect(analysed).toMatchObject({ labelled: 0, auc: null });
    expect(listed(analysed, 0.5, 'wrong', 'error')).toHaveLength(0);
    expect([...listed(analysed, 0.5, 'all', 'high')]).toEqual([1, 2, 0]);
    expect(isWrong(-1, 0.9, 0.5)).toBe(false);
    expect(analysed.histogram.unlabelled[HISTOGRAM_BINS - 1]).toBe(1);
    expect(analysed.histogram.positive.every((n) => n === 0)).toBe(true);
  });

  it('the least sure come first', async () => {
    const rows = [0.2, 1, 0.51].map((score) => [-1, score] as const);
    expect([...listed(await analyse(scoresOf(rows), pause), 0.5, 'all', 'error')]).toEqual([2, 0, 1]);
  });
});

describe('the view', () => {
  beforeEach(() => useBatch.setState(EMPTY, true));

  it('runs on the labels given here, or else on the newest dataset', () => {
    const datasets = [{ id: 'new' }, { id: 'old' }];
    expect(standardDataset(3, datasets)).toBe('reviews');
    expect(standardDataset(0, datasets)).toBe('new');
    expect(standardDataset(0, [])).toBe('reviews');
  });

  it('begins at the first page when another list is looked at', () => {
    useBatch.setState({ page: 4, opened: 17 });
    look({ threshold: 0.7 });
    expect(useBatch.getState()).toMatchObject({ threshold: 0.7, page: 0, opened: null, show: 'wrong' });
  });

  it('keeps what was chosen when the next batch begins', async () => {
    choose({ num_files: 25, dataset: 'reviews' });
    look({ threshold: 0.3, show: 'fp' });
    useBatch.setState({ analysed: await analyse(FEW, pause) });
    forgetView();
    expect(useBatch.getState()).toMatchObject({
      ...{ analysed: null, threshold: 0.5, show: 'wrong' },
      choice: { num_files: 25, dataset: 'reviews' },
    });
  });
});

describe('what was chosen', () => {
  const choice = { ...EMPTY.choice, seed: 3, num_files: 5 };
  const sourceOf = (id: string, ...splits: readonly SplitName[]): Source => {
    const parts = splits.map((split) => ({ split, labelled: 1, unlabelled: 0 }));
    return { id, name: id, n: splits.length, parts };
  };
  const offered: Offered = {
    kept: sourceOf('reviews'),
    datasets: [sourceOf('new', 'none'), sourceOf('old', 'train', 'test')],
    models: [{ id: 'nano', name: 'Nano' }],
  };
  const alone = { ...offered, datasets: offered.datasets.slice(1) };

  it('is run on as it is while all of it is there', () => {
    const asked = { dataset: 'old', split: 'train', model: 'nano' } as const;
    expect(resolved({ ...choice, ...asked }, offered)).toEqual({ ...asked, num_files: 5, seed: 3 });
    // The reviews kept here stay chosen where a dataset would suit.
    expect(resolved({ ...choice, dataset: 'reviews' }, offered)).toMatchObject({ dataset: 'reviews', split: null });
  });

  it('gives way to what suits where its dataset, part or model is gone', () => {
    const gone = { ...choice, dataset: 'gone', split: 'test', model: 'gone' } as const;
    expect(resolved(gone, offered)).toEqual({ dataset: 'new', split: null, num_files: 5, seed: 3 });
    const labelled = { ...offered, kept: sourceOf('reviews', 'none') };
    expect(resolved(gone, labelled)).toMatchObject({ dataset: 'reviews', split: null });
    // Its parts were made anew.
    expect(resolved({ ...choice, dataset: 'old', split: 'validation' }, offered)).toMatchObject({ split: 'test' });
  });

  it('may be a part alone, of the dataset that suits', () => {
    expect(resolved({ ...choice, split: 'train' }, alone)).toMatchObject({ dataset: 'old', split: 'train' });
  });

  it('is what no model has learnt from, unless said', () => {
    const splitOf = (...splits: readonly SplitName[]) =>
      resolved(choice, { ...offered, kept: sourceOf('reviews', ...splits) }).split;
    expect(splitOf('train', 'test', 'none')).toBe('test');
    expect(splitOf('train', 'validation')).toBe('validation');
    expect(splitOf('train', 'none')).toBe('none');
    // There is nothing to choose from.
    expect(splitOf('train')).toBeNull();
    expect(resolved({ ...choice, split: 'all' }, alone)).toMatchObject({ dataset: 'old', split: null });
  });

  it('may be those without a label, which lie in all parts and judge nothing', () => {
    const parts = [
      { split: 'train', labelled: 2, unlabelled: 0 },
      { split: 'none', labelled: 3, unlabelled: 9 },
    ] as const;
    const mixed = { ...offered, kept: { ...offered.kept, parts } };
    expect(resolved(choice, mixed)).toEqual({ dataset: 'reviews', split: 'none', num_files: 5, seed: 3 });
    expect(resolved({ ...choice, labelled: false }, mixed)).toMatchObject({ split: null, labelled: false });
    // Where all have one, there is nothing to choose.
    expect(resolved({ ...choice, labelled: false }, alone)).toEqual({
      ...{ dataset: 'old', split: 'test', num_files: 5, seed: 3 },
    });
  });
});
