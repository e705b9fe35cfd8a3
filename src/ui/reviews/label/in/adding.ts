// Texts that are pasted, or that come with the page, on their way into the reviews.

import { service } from '../../../../client';
import { MAX_REVIEWS_ADDED } from '../../../../wire/limits';
import { attempt } from '../../../components/attempt';
import { offer } from '../../datasets/import/importing';
import { blobOffer } from '../../datasets/import/sources';

export async function addTexts(texts: readonly string[], source: string): Promise<boolean> {
  const reviews = texts.map((text) => ({ text, sentiment: null, source }));
  for (let from = 0; from < reviews.length; from += MAX_REVIEWS_ADDED) {
    const part = reviews.slice(from, from + MAX_REVIEWS_ADDED);
    if (!(await attempt('add the reviews', () => service.reviews.add(part)))) return false;
  }
  return true;
}

/** A pasted table goes the way of a file: its columns are looked at and chosen. False where it was not taken. */
export function offerTable(text: string): Promise<boolean> {
  const name = text.trimStart().startsWith('{') ? 'pasted.jsonl' : 'pasted.csv';
  return offer('reviews', blobOffer(name, new Blob([text])));
}

/** One text a line; empty lines are none. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
