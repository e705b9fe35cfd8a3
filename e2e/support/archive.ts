// An archive as people have them, made for a test: text files in folders, packed and zipped.

import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export async function tarGz(files: readonly TextFile[]): Promise<Buffer> {
  const entries = files.map(({ path, text }) => {
    const body = Buffer.from(text);
    return { header: { name: path, size: body.length, type: 'file' as const }, body };
  });
  return gzipSync(await packTar(entries));
}

const GOOD = ['A wonderful film', 'Warm and funny', 'I loved every minute', 'Brilliant from start to end'];
const BAD = ['A dreadful mess', 'Dull and far too long', 'I wanted my money back', 'Badly acted, badly cut'];

/** Laid out as aclImdb is: so many reviews for each label of train and test, twice as many without one, and more files. */
export function aclImdb(each: number): TextFile[] {
  const texts = (words: readonly string[], folder: string, rating: number) =>
    Array.from({ length: each }, (_, i) => ({
      path: `aclImdb/${folder}/${i}_${rating}.txt`,
      text: `${words[i % words.length]}, number ${i} of ${folder.replace('/', ' ')}.`,
    }));
  return [
    { path: 'aclImdb/README', text: 'A set of reviews.' },
    { path: 'aclImdb/imdb.vocab', text: 'the\nand\n' },
    { path: 'aclImdb/train/labeledBow.feat', text: '9 0:9 1:1' },
    ...texts(GOOD, 'train/pos', 9),
    ...texts(BAD, 'train/neg', 2),
    ...texts([...GOOD, ...BAD], 'train/unsup', 0),
    ...texts(GOOD, 'test/pos', 8),
    ...texts(BAD, 'test/neg', 1),
  ];
}
