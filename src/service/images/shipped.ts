// The set that comes with the app: drawn digits (src/ml/samples/images.ts), drawn when they are first asked for. Its
// images are numbered through its parts, the training part first.

import type { ImageShape } from '../../ml/image/config';
import { SAMPLE_IMAGES, sampleImages } from '../../ml/samples/images';
import { IMAGE_PARTS, type ImagePart, type ImageSetSummary } from '../../wire/images';
import type { Listing } from './listing';

export const SHIPPED_ID = 'shipped';

const { shape, classes, train, test } = SAMPLE_IMAGES;
const TOTAL = train.n + test.n;
const EACH = shape.height * shape.width * shape.channels;

export const SHIPPED_SHAPE: ImageShape = shape;

export const SHIPPED_SUMMARY: ImageSetSummary = {
  id: SHIPPED_ID,
  name: SAMPLE_IMAGES.name,
  source: 'Drawn by this app, always the same',
  shipped: true,
  created_at: '2026-01-01T00:00:00.000Z',
  classes: [...classes],
  parts: [summaryOf('train', train.n), summaryOf('test', test.n)],
  bytes: TOTAL * EACH,
  size: { width: shape.width, height: shape.height, same: true },
  unreadable: [],
  unreadable_count: 0,
};

/** Digits go round in their order (`sampleImages`). */
function summaryOf(part: ImagePart, n: number) {
  return { part, n, counts: classes.map((_, label) => Math.ceil((n - label) / classes.length)) };
}

let listing: Listing | null = null;

export function shippedListing(): Listing {
  listing ??= list();
  return listing;
}

function list(): Listing {
  const paths: string[] = [];
  const labels = new Uint16Array(TOTAL);
  const parts = new Uint8Array(TOTAL);
  for (const [part, from, n] of [['train', 0, train.n] as const, ['test', train.n, test.n] as const]) {
    for (let i = 0; i < n; i++) {
      labels[from + i] = i % classes.length;
      parts[from + i] = IMAGE_PARTS.indexOf(part);
      paths.push(`${part}/${i % classes.length}/${String(i).padStart(4, '0')}.png`);
    }
  }
  return { paths, labels, parts };
}

let drawn: Uint8Array | null = null;

/** [images, 28, 28, 1] of the whole set. */
export function shippedPixels(): Uint8Array {
  if (!drawn) {
    drawn = new Uint8Array(TOTAL * EACH);
    drawn.set(sampleImages(train).pixels);
    drawn.set(sampleImages(test).pixels, train.n * EACH);
  }
  return drawn;
}

/** [28, 28, 1] of one image. */
export function shippedImage(item: number): Uint8Array {
  return shippedPixels().subarray(item * EACH, (item + 1) * EACH);
}
