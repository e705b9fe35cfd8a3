// Folders to judge by are refused where their dataset has no such part, and taken where it has.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { putDataset } from '../../storage/datasets';
import { configFrom } from '../configs';
import { checkNamedParts } from './named-parts';
import { openFresh, rest } from './runs.fixture';

afterEach(rest);

const check = (kind: 'image' | 'text', data: string) =>
  checkNamedParts(configFrom(`kind: ${kind}\ndata:\n  dataset: Drawn digits\n  ${data}\n`));

const count = (split: string, positive: number) => ({ split, positive, negative: 0, unlabelled: 0 });

async function putTexts(name: string, splits: readonly unknown[]): Promise<void> {
  const length = { median: 1, p95: 1, max: 1, bins: [] };
  const figures = { splits, length, vocabulary: 1, duplicates: 0, contradictions: 0, leaks: 0, empty: 0 };
  const about = { figures, skipped: 0, ignored: 0, problems: [], starts: [0] };
  await putDataset({ id: name, name, source: '', created_at: 't', n: 1, bytes: 1, about });
}

describe('folders to judge by', () => {
  it('must be parts of a set of images', async () => {
    await openFresh();
    await expect(check('image', 'val_data_dir: data/Drawn digits/val')).rejects.toMatchObject({
      message: '“Drawn digits” has no part val; it has train, test. Leave it out to do without one.',
      details: [expect.objectContaining({ field: 'data.val_data_dir' })],
    });
    await expect(check('image', 'test_data_dir: data/Drawn digits/validation')).rejects.toThrow('no part val');
    await check('image', 'val_data_dir: data/Drawn digits/test');
    await check('image', 'test_data_dir: Drawn digits');
    await check('image', 'held_out: 0.1');
  });

  it('must be parts of a dataset of texts', async () => {
    await openFresh();
    await putTexts('Parted', [count('train', 2), count('validation', 0), count('test', 1)]);
    await putTexts('Whole', [count('none', 2)]);
    await expect(check('text', 'val_data_dir: data/Parted/val')).rejects.toThrow('it has train, test.');
    await expect(check('text', 'test_data_dir: Whole')).rejects.toThrow('“Whole” has no part test; it is not parted.');
    await check('text', 'test_data_dir: data/Parted/test');
    // All of it is trained on.
    await check('text', 'train_data_dir: data/Whole/train');
    // Those that come with the app have all parts.
    await check('text', 'val_data_dir: Sample reviews/val');
  });
});
