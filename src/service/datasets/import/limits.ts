// What an import takes, so that a hostile or mistaken file ends in a clear word and not in a full memory.

import { formatBytes } from '../../../ml/bytes';
import { ServiceError } from '../../../wire/errors';
import { MAX_REVIEW_CHARACTERS } from '../../../wire/limits';

export interface Limits {
  /** Texts of one dataset. */
  readonly texts: number;
  /** Files of an archive or a folder, whatever they are. */
  readonly entries: number;
  /** Bytes that a compressed source unpacks to. */
  readonly unpacked: number;
  /** UTF-16 units of one text. */
  readonly characters: number;
  /** Bytes of a JSON file that is not one object a line: it is read whole. */
  readonly json: number;
}

export const LIMITS: Limits = {
  texts: 1_000_000,
  entries: 2_000_000,
  unpacked: 9e9,
  characters: MAX_REVIEW_CHARACTERS,
  json: 270e6,
};

/** Longest encoding of a text: four bytes for a character of two units, three for one of one. */
export function maxTextBytes(limits: Limits): number {
  return 3 * limits.characters;
}

export function tooManyTexts(limits: Limits): ServiceError {
  return new ServiceError(
    'too_large',
    `There are more than ${limits.texts.toLocaleString('en')} texts in it, the most a dataset takes. Nothing was kept.`,
  );
}

export function tooManyEntries(limits: Limits): ServiceError {
  const most = limits.entries.toLocaleString('en');
  return new ServiceError('too_large', `There are more than ${most} files in it, the most that are read.`);
}

/** Passes bytes through and fails past the limit: a small file must not unpack to fill the memory. */
export function limitUnpacked(limits: Limits): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let total = 0;
  return new TransformStream({
    transform(chunk, controller) {
      total += chunk.length;
      if (total > limits.unpacked) throw unpacksTooLarge(limits);
      controller.enqueue(chunk);
    },
  });
}

/** Packed bytes at a time. */
const MORSEL = 16 * 1024;

/**
 * Passes bytes on in small pieces. A browser unpacks a piece whole, whoever waits for it or not: a thousandfold of the
 * file's own large pieces would fill the memory before anything is counted.
 */
export function inMorsels(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(chunk, controller) {
      for (let at = 0; at < chunk.length; at += MORSEL) controller.enqueue(chunk.subarray(at, at + MORSEL));
    },
  });
}

export function unpacksTooLarge(limits: Limits): ServiceError {
  const most = formatBytes(limits.unpacked);
  return new ServiceError('too_large', `It unpacks to more than ${most}, the most that is read.`);
}
