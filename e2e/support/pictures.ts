// Folders of images and of texts as people have them, made for a test: generated digits as PNG files, and short reviews.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { SAMPLE_IMAGES, sampleImages } from '../../src/ml/samples/images';
import { sampleReviews } from '../../src/ml/samples/reviews';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A grey picture as a PNG file (ISO/IEC 15948): [height, width] bytes, 255 is white. */
export function greyPng(pixels: Uint8Array, width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits of grey.
  header[8] = 8;
  // Every line says first how it is filtered: not at all.
  const lines = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row++) {
    lines.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.of()),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

export interface NamedFile {
  /** With '/' between folders. */
  readonly path: string;
  readonly content: Buffer | string;
}

/**
 * `digits/train/<digit>/…` and `digits/test/<digit>/…`: so many PNG files of each of these digits, and one that is
 * no picture.
 */
export function digitFolder(digits: readonly number[], train: number, test: number): NamedFile[] {
  const part = (name: string, each: number, seed: number): NamedFile[] => {
    const { height, width } = SAMPLE_IMAGES.shape;
    const { pixels, labels } = sampleImages({ n: each * 10, seed });
    return Array.from(labels, (digit, i) => ({ digit, i }))
      .filter(({ digit }) => digits.includes(digit))
      .map(({ digit, i }) => ({
        path: `digits/${name}/${digit}/${i}.png`,
        content: greyPng(pixels.subarray(i * height * width, (i + 1) * height * width), width, height),
      }));
  };
  return [
    ...part('train', train, 11),
    ...part('test', test, 12),
    { path: `digits/train/${digits[0]}/broken.png`, content: 'This is no picture.' },
  ];
}

/** `films/train/pos/…`, `films/train/neg/…` and the same of `test`: short reviews, a text file each. */
export function reviewFolder(): NamedFile[] {
  return sampleReviews().map(({ text, label, split }, i) => ({
    path: `films/${split === 'test' ? 'test' : 'train'}/${label === 'positive' ? 'pos' : 'neg'}/${i}.txt`,
    content: text,
  }));
}

/** Writes them below a folder, whose path it gives back. */
export async function written(root: string, files: readonly NamedFile[]): Promise<string> {
  const folders = new Set(files.map(({ path }) => dirname(join(root, path))));
  await Promise.all([...folders].map((folder) => mkdir(folder, { recursive: true })));
  await Promise.all(files.map(({ path, content }) => writeFile(join(root, path), content)));
  return root;
}
