// Finds the reviews that hold a piece of text, by walking the store; the answer is kept for the next page of it,
// and for a longer piece of text that holds this one.

import { normalised } from '../../ml/text/normal';
import { type ReviewRecord, readReviewsById, reviewPieces } from '../../storage/reviews';
import type { ReviewIndex } from './review-index';

interface Found {
  readonly needle: string;
  /** The index's count of changed texts it goes for. */
  readonly texts: number;
  readonly ids: Promise<ReadonlySet<number>>;
}

/** Found reviews that are looked through one by one when the search is narrowed. */
const FEW = 2000;
const PART = 200;

export class Search {
  private found: Found | null = null;

  constructor(private readonly index: ReviewIndex) {}

  /** Whatever the case and however accents are put together. */
  find(text: string): Promise<ReadonlySet<number>> {
    const needle = folded(text);
    const { found } = this;
    const { texts } = this.index;
    if (found?.needle === needle && found.texts === texts) return found.ids;
    const wider = found?.texts === texts && needle.includes(found.needle) ? found.ids : null;
    const ids = this.walk(needle, wider);
    this.found = { needle, texts, ids };
    ids.catch(() => {
      if (this.found?.ids === ids) this.found = null;
    });
    return ids;
  }

  private async walk(needle: string, wider: Promise<ReadonlySet<number>> | null): Promise<ReadonlySet<number>> {
    const within = await wider?.catch(() => null);
    const pieces = within && within.size <= FEW ? piecesOf([...within]) : reviewPieces();
    const ids = new Set<number>();
    for await (const piece of pieces) {
      for (const { id, text } of piece) if (folded(text).includes(needle)) ids.add(id);
    }
    return ids;
  }
}

async function* piecesOf(ids: readonly number[]): AsyncGenerator<readonly ReviewRecord[]> {
  for (let from = 0; from < ids.length; from += PART) yield await readReviewsById(ids.slice(from, from + PART));
}

function folded(text: string): string {
  return normalised(text, 'NFC').toLowerCase();
}
