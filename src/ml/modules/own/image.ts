// An image classifier as a module: config.json and model.safetensors. Pictures come as files, or as numbers in JSON; who
// decodes and computes is the caller's, a worker where there is one.

import type { InferenceModule, ModelDir } from '../protocol';
import { acceptedOf, jsonOf, mediaType, serialized, unsupported } from './content';
import { csvOf } from './rows';

export type Picture =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly type: string }
  /** [height, width, 4]: red, green, blue, alpha. */
  | { readonly kind: 'pixels'; readonly pixels: Uint8ClampedArray; readonly width: number; readonly height: number };

export interface ImageAnswer {
  readonly classes: readonly string[];
  readonly probabilities: ArrayLike<number>;
}

export interface ImageClassifier {
  answer(picture: Picture): Promise<ImageAnswer>;
}

const MOST_SIDE = 4096;

export function imageModule(
  load: (dir: ModelDir) => ImageClassifier | Promise<ImageClassifier>,
): InferenceModule<ImageClassifier, Picture, ImageAnswer> {
  return {
    load: (dir) => load(dir),
    deserialize(bytes, contentType) {
      const type = mediaType(contentType);
      if (type === 'application/json') return pictureIn(jsonOf(bytes));
      if (type === 'application/octet-stream' || /^image\/(png|jpeg|webp|gif|bmp|avif)$/.test(type)) {
        return { kind: 'file', bytes, type };
      }
      throw unsupported(type, 'image/png, image/jpeg, image/webp, image/gif, image/bmp and application/json');
    },
    predict: (picture, model) => model.answer(picture),
    serialize({ classes, probabilities }, accepted) {
      const type = acceptedOf(accepted, ['application/json', 'text/csv', 'text/plain']);
      const best = Array.from(probabilities).reduce((top, p, i) => (p > probabilities[top] ? i : top), 0);
      switch (type) {
        case null:
          return null;
        case 'application/json': {
          const answer = { label: best, class: classes[best], probabilities: Array.from(probabilities), classes };
          return serialized(type, JSON.stringify(answer));
        }
        case 'text/csv':
          return serialized(
            type,
            csvOf(
              ['class', 'probability'],
              classes.map((name, i) => [name, probabilities[i]]),
            ),
          );
        case 'text/plain':
          return serialized(type, `${classes[best]}\n`);
      }
    },
  };
}

/** {"pixels": [[…]]}: rows of grey values, or of [red, green, blue] or [red, green, blue, alpha], each 0 … 255. */
function pictureIn(value: unknown): Picture {
  const rows: unknown = Array.isArray(value) ? value : Object(value).pixels;
  if (!Array.isArray(rows) || !Array.isArray(rows[0])) throw wrongPicture();
  const [height, width] = [rows.length, rows[0].length];
  if (width === 0 || height > MOST_SIDE || width > MOST_SIDE) throw wrongPicture();
  const pixels = new Uint8ClampedArray(height * width * 4);
  rows.forEach((row: unknown, y) => {
    if (!Array.isArray(row) || row.length !== width) throw wrongPicture();
    row.forEach((value: unknown, x) => {
      pixels.set(colourOf(value), (y * width + x) * 4);
    });
  });
  return { kind: 'pixels', pixels, width, height };
}

function colourOf(value: unknown): readonly number[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value, value, value];
  const colour = values.length === 3 ? [...values, 255] : values;
  if (colour.length !== 4 || !colour.every((part) => typeof part === 'number' && part >= 0 && part <= 255)) {
    throw wrongPicture();
  }
  return colour as readonly number[];
}

function wrongPicture(): Error {
  return new Error(
    'A picture in JSON is {"pixels": rows of values 0 … 255, or of [red, green, blue]}, all rows of one length.',
  );
}
