// Texts that are pasted, or that come with the page, on their way into the reviews.

import { service } from '../../../../client';
import { MAX_REVIEWS_ADDED } from '../../../../wire/limits';
import { attempted } from '../../../components/attempt';
import { offer } from '../../datasets/import/importing';
import { blobOffer } from '../../datasets/import/sources';

/** All or none: whoever tries again has none twice. */
export function addTexts(texts: readonly string[], source: string): Promise<boolean> {
  const reviews = texts.map((text) => ({ text, sentiment: null, source }));
  return attempted('add the reviews', async () => {
    const added: (readonly string[])[] = [];
    try {
      for (let from = 0; from < reviews.length; from += MAX_REVIEWS_ADDED) {
        added.push(await service.reviews.add(reviews.slice(from, from + MAX_REVIEWS_ADDED)));
      }
    } catch (error) {
      for (const ids of added) await service.reviews.removeReviews(ids).catch(() => {});
      throw error;
    }
  });
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
