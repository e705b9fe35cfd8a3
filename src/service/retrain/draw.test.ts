// Old texts drawn from datasets: by the seed alone, in balance, none of them twice or of those left out.

import { describe, expect, it } from 'vitest';
import { describeOld, drawRows, findAsked } from './draw';
import { productReviews } from './products.fixture';
import { asRows, datasetsOf } from './retrain.fixture';

const texts = (n: number, label: 0 | 1, name: string) =>
  Array.from({ length: n }, (_, i) => ({ text: `${name} ${i}`, label }));
const SHOP = [...asRows(productReviews(100, 1), 'train'), ...asRows(productReviews(20, 2), 'test')];
const datasets = datasetsOf({
  shop: SHOP,
  bare: asRows(productReviews(10, 3), 'none'),
  uneven: asRows([...texts(90, 1, 'good'), ...texts(10, 0, 'bad')], 'train'),
});

describe('datasets that are asked for', () => {
  it('are found by id or name, each once; those chosen earlier may be gone', async () => {
    const asked = { earlier: ['gone'], field: 'datasets' };
    expect(await findAsked(datasets, ['The bare', 'shop', 'gone', 'the SHOP'], asked)).toEqual([
      'bare',
      'shop',
      'gone',
    ]);
    await expect(findAsked(datasets, ['shop', 'none'], asked)).rejects.toMatchObject({
      ...{ code: 'not_found', details: [{ field: 'datasets.1' }] },
    });
  });
});

describe('rows of datasets', () => {
  it('are drawn by the seed alone, as many of each label, each at most once', async () => {
    const parts = [{ id: 'shop', split: 'train' as const }];
    const drawn = await drawRows(datasets, parts, 40, 5);
    expect(drawn.filter(({ label }) => label === 1)).toHaveLength(20);
    expect(new Set(drawn.map(({ text }) => text)).size).toBe(40);
    expect(await drawRows(datasets, parts, 40, 5)).toEqual(drawn);
    expect(await drawRows(datasets, parts, 40, 6)).not.toEqual(drawn);
    expect(await drawRows(datasets, parts, 500, 5)).toHaveLength(100);
    expect(await drawRows(datasets, parts, 0, 5)).toEqual([]);
  });

  it('make up with one label for what the other lacks, and leave out what is excluded', async () => {
    const parts = [{ id: 'uneven', split: 'train' as const }];
    const drawn = await drawRows(datasets, parts, 40, 1);
    expect(drawn.filter(({ label }) => label === 0)).toHaveLength(10);
    expect(drawn).toHaveLength(40);
    const good = await drawRows(datasets, parts, 40, 1, (text) => text.startsWith('bad'));
    expect(good.every(({ label }) => label === 1)).toBe(true);
  });

  it('come from the training part, or from all of what is not parted; datasets that are gone are passed over', async () => {
    expect(await describeOld(datasets, ['shop', 'gone', 'bare'])).toEqual([
      { id: 'shop', name: 'The shop', teaching: 'train', train: 100, test: 20 },
      { id: 'bare', name: 'The bare', teaching: 'none', train: 10, test: 0 },
    ]);
  });
});
