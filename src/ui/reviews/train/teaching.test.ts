// What is handed over to learn from: imported at once where its labels are known, else by the person's word.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportPeek, ImportRequest } from '../../../wire/datasets';
import { change, closeForm } from '../datasets/import/importing';
import { blobOffer } from '../datasets/import/sources';
import { EMPTY as NO_DATASETS, useDatasets } from '../datasets/store';
import { TABLE } from '../datasets/table.fixture';
import { EMPTY, useReviews } from '../store';
import { chooseOtherwise, importLesson, learnFrom } from './teaching';

const fake = vi.hoisted(() => ({
  peek: null as unknown,
  imported: [] as unknown[],
  removed: [] as string[],
}));

vi.mock('../../../client', () => ({
  service: {
    datasets: {
      peek: async () => fake.peek,
      import: async (request: unknown) => `d${fake.imported.push(request)}`,
      remove: async (id: string) => {
        fake.removed.push(id);
      },
    },
  },
  persistQuietly: async () => null,
  subscribe: () => () => {},
}));

beforeEach(() => {
  closeForm('lesson');
  useDatasets.setState(NO_DATASETS, true);
  useReviews.setState(EMPTY, true);
  Object.assign(fake, { peek: TABLE, imported: [], removed: [] });
});

const form = () => useDatasets.getState().forms.lesson;
const dataset = () => useReviews.getState().lesson.dataset;
const table = blobOffer('mine.csv', new Blob(['x']));

describe('a table to learn from', () => {
  it('is in at once where its labels are known, and is what is learnt from', async () => {
    await learnFrom(table);
    const request = { name: 'mine', into: 'dataset', columns: TABLE.guess } satisfies Partial<ImportRequest>;
    expect(fake.imported).toEqual([expect.objectContaining(request)]);
    expect(dataset()).toBe('d1');
    expect(form().stage).toBe('choose');
  });

  it('waits for the choices where no label is known', async () => {
    fake.peek = { ...TABLE, guess: { text: 1, label: null, split: null, positive: null } } satisfies ImportPeek;
    await learnFrom(table);
    expect(form().stage).toBe('ready');
    expect(fake.imported).toEqual([]);
    change('lesson', { columns: { text: 1, label: 3, split: null, positive: ['Train'], negative: ['dev'] } });
    await importLesson();
    expect(fake.imported).toMatchObject([{ columns: { positive: ['Train'], negative: ['dev'] } }]);
    expect(dataset()).toBe('d1');
  });

  it('is read otherwise, and nothing of the first reading stays', async () => {
    await learnFrom(table);
    await chooseOtherwise();
    expect(fake.removed).toEqual(['d1']);
    expect(dataset()).toBeNull();
    expect(form()).toMatchObject({ stage: 'ready', name: 'mine', starting: false });
    await importLesson();
    expect(dataset()).toBe('d2');
  });
});
