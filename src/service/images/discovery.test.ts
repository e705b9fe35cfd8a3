// Folders looked through: datasets found wherever they lie and whatever they lie in, and what cannot be taken told in words.

import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { ImportSource } from '../../wire/datasets';
import { imdbFiles } from '../datasets/datasets.fixture';
import { discover } from './discovery';
import { asDirectory, asFiles, asTar, asZip, type Files, pictures } from './images.fixture';
import { IMAGES } from './limits';

const look = (source: ImportSource, limits = IMAGES) => discover(source, limits);
const problemOf = async (files: Files) => (await look(asFiles(files))).map(({ problem }) => problem);

const TWO: Files = {
  ...pictures('shapes/', ['circle', 'square']),
  ...imdbFiles(3, 'deep/er/reviews'),
  'README.txt': 'Two datasets.',
  'shapes/notes.json': '{}',
};

const FOUND = [
  {
    ...{ folder: 'deep/er/reviews', name: 'reviews', kind: 'texts', classes: ['neg', 'pos'], problem: null },
    parts: [
      { part: 'train', files: 9 },
      { part: 'test', files: 6 },
    ],
  },
  {
    ...{ folder: 'shapes', name: 'shapes', kind: 'images', classes: ['circle', 'square'], problem: null },
    parts: [
      { part: 'train', files: 8 },
      { part: 'test', files: 4 },
    ],
  },
];

describe('datasets in a source', () => {
  it('are found alike in files, archives and folders', async () => {
    for (const source of [asFiles(TWO), asZip(TWO), await asTar(TWO), await asTar(TWO, 'a.tar')]) {
      expect(await look(source)).toMatchObject(FOUND);
    }
    const below = FOUND.map((dataset) => ({ ...dataset, folder: `Folder/${dataset.folder}` }));
    expect(await look(asDirectory(TWO))).toMatchObject(below);
  });

  it('take the name of the source where they have no folder, and longer names where two have the same', async () => {
    expect(await look(await asTar(pictures('./', ['a', 'b']), 'mnist_png.tar.gz'))).toMatchObject([
      { name: 'mnist_png', folder: '', problem: null },
    ]);
    const twins = { ...pictures('x/mnist/', ['a', 'b']), ...pictures('y/mnist/', ['a', 'b']) };
    expect((await look(asFiles(twins))).map(({ name }) => name)).toEqual(['x/mnist', 'y/mnist']);
  });

  it('have parts by all names these go by, and classes that are named as parts', async () => {
    const [first] = [...Object.values(pictures('', ['a', 'b']))];
    const files = Object.fromEntries(
      ['Training/test/1', 'Training/train/2', 'valid/test/3', 'testing/train/4'].map((at) => [`d/${at}.PNG`, first]),
    );
    expect(await look(asFiles(files))).toMatchObject([
      {
        name: 'd',
        classes: ['test', 'train'],
        parts: [{ part: 'train', files: 2 }, { part: 'val' }, { part: 'test' }],
      },
    ]);
  });

  it('are none where there is nothing of the kind', async () => {
    expect(await look(asFiles({ 'a/b.txt': 'x', 'c.csv': '1,2', 'train/notes.txt': 'x' }))).toEqual([]);
    const table = { kind: 'file', name: 'a.csv', file: new Blob(['text,label\nGood,1\n']) } as const;
    await expect(look(table)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('Open a folder'),
    });
  });
});

describe('what cannot be taken', () => {
  it('is told in words', async () => {
    const png = pictures('', ['a', 'b'])['train/a/0.png'];
    expect(await problemOf({ 'd/train/a/1.png': png, 'd/test/a/1.png': png })).toEqual([
      'It has one class, “a”: there is nothing to tell apart.',
    ]);
    expect(await problemOf({ 'd/test/a/1.png': png, 'd/test/b/1.png': png })).toEqual([
      'It has no folder train to learn from.',
    ]);
    expect(await problemOf({ ...pictures('d/', ['a', 'b']), 'd/test/c/1.png': png })).toEqual([
      'The class “c” is in no folder of train: a model would not know it.',
    ]);
    expect(await problemOf({ 'd/train/1.png': png, 'd/test/2.png': png })).toEqual([
      'Its 2 files lie in no class folders: expected is train/<class>/<file>.',
    ]);
    expect(await problemOf({ 'd/cat/1.png': png, 'd/dog/2.png': png })).toEqual([
      'There are 2 images in it, but none in folders train/<class> and test/<class>.',
    ]);
    const three = { 'd/train/a/1.txt': 'x', 'd/train/b/1.txt': 'y', 'd/train/c/1.txt': 'z' };
    expect(await problemOf(three)).toEqual(['It has 3 classes, and models of texts tell two apart.']);
  });

  it('is told by the limits', async () => {
    const files = asFiles(pictures('d/', ['a', 'b', 'c']));
    const problems = [{ images: 5 }, { classes: 2 }, { bytes: 10 }].map(async (less) => {
      const [{ problem }] = await look(files, { ...IMAGES, ...less });
      return problem;
    });
    expect(await Promise.all(problems)).toEqual([
      'It has 18 images; 5 is the most.',
      'It has 3 classes; 2 is the most.',
      expect.stringContaining('is the most.'),
    ]);
  });

  it('says nothing of paths that lead out, have hidden characters, or were left by systems', async () => {
    const png = pictures('', ['a', 'b'])['train/a/0.png'];
    const paths = ['../d/train/a/1.png', '/d/train/a/2.png', 'C:\\d\\train\\a\\3.png', 'd/train/\u0007/4.png'];
    const left = ['__MACOSX/d/train/a/5.png', 'd/train/a/._6.png', 'd/train/a/.DS_Store'];
    expect(await look(asFiles(Object.fromEntries([...paths, ...left].map((path) => [path, png]))))).toEqual([]);
  });
});
