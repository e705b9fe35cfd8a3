// Folders and parts of a configuration read as places in a dataset, and those refused that mean none or several.

import { describe, expect, it } from 'vitest';
import { type NamedData, placesOf } from './places';

const NONE: NamedData = { dataset: null, train_data_dir: null, val_data_dir: null, test_data_dir: null };

describe('the places of a run’s data', () => {
  it('are the parts of a named dataset', () => {
    expect(placesOf({ ...NONE, dataset: 'Shapes' })).toEqual({
      ...{ dataset: 'Shapes', field: 'data.dataset' },
      parts: { train: 'train', val: null, test: 'test' },
    });
  });

  it.each([
    'data/MNIST/train',
    './data/MNIST/train/',
    'MNIST/train',
    '/data/MNIST/train',
    'MNIST',
    'data\\MNIST\\train',
  ])('are understood from the folder %s', (train_data_dir) => {
    expect(placesOf({ ...NONE, train_data_dir })).toEqual({
      ...{ dataset: 'MNIST', field: 'data.train_data_dir' },
      parts: { train: 'train', val: null, test: 'test' },
    });
  });

  it('may be judged while training by the test part, and keep folders with slashes in their names', () => {
    const folders = {
      train_data_dir: 'data/sets/a/train',
      val_data_dir: 'data/sets/a/test',
      test_data_dir: 'data/sets/a/test',
    };
    expect(placesOf({ dataset: null, ...folders })).toEqual({
      ...{ dataset: 'sets/a', field: 'data.train_data_dir' },
      parts: { train: 'train', val: 'test', test: 'test' },
    });
  });

  it('follow the folders where the configuration’s own dataset is another', () => {
    expect(placesOf({ ...NONE, dataset: 'Drawn digits', train_data_dir: 'data/MNIST/train' }).dataset).toBe('MNIST');
  });

  it('are refused where they are of several datasets, of none, or name a part alone', () => {
    const refusal = (data: Partial<NamedData>) => () => placesOf({ ...NONE, ...data });
    expect(refusal({ train_data_dir: 'data/A/train', test_data_dir: 'data/B/test' })).toThrow(
      'data.train_data_dir is of “A”, data.test_data_dir of “B”',
    );
    expect(refusal({})).toThrow('A dataset is required');
    expect(refusal({ train_data_dir: 'data/train' })).toThrow('must be like data/<name>/train');
    expect(refusal({ val_data_dir: '/' })).toThrow('must be like data/<name>/val');
  });
});
