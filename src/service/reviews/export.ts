// The reviews as files: laid out as aclImdb is, or as a table. Texts are read as they are written.

import { type ReviewRecord, reviewPieces } from '../../storage/reviews';
import { writeArchive, writeCsv, writeJsonLines } from '../texts/write';

export type ExportFormat = 'archive' | 'csv' | 'jsonl';

const COLUMNS = ['id', 'text', 'sentiment', 'rating', 'source', 'ref', 'created_at', 'labelled_at'] as const;

/** Of a score: those that single precision has. */
const DIGITS = 7;

/** pos/12_9.txt as in aclImdb: number and rating, or the number alone; unsup/ without a label. */
export function reviewPath({ id, sentiment, rating }: Pick<ReviewRecord, 'id' | 'sentiment' | 'rating'>): string {
  const folder = sentiment === null ? 'unsup' : sentiment === 1 ? 'pos' : 'neg';
  return `${folder}/${id}${rating === null ? '' : `_${rating}`}.txt`;
}

/** What the serving model makes of the reviews. */
export interface Scored {
  /** Its name. */
  readonly model: string;
  /** 0 … 1; null where it is not known yet. */
  score(id: number): number | null;
}

/** `wrote` is told how many were written before each review; what it throws ends the export. */
export function exportReviews(format: ExportFormat, scored: Scored, wrote: (reviews: number) => void): Promise<Blob> {
  if (format === 'archive')
    return writeArchive(all(wrote, (review) => ({ path: reviewPath(review), text: review.text })));
  if (format === 'csv')
    return writeCsv(
      [...COLUMNS, 'score', 'model'],
      all(wrote, (review) => Object.values(row(review, scored))),
    );
  return writeJsonLines(all(wrote, (review) => row(review, scored)));
}

/** In the order of the columns. A model is said where its score is. */
function row(review: ReviewRecord, { model, score }: Scored): Readonly<Record<string, string | number | null>> {
  const plain = Object.fromEntries(COLUMNS.map((column) => [column, review[column] ?? null]));
  const known = score(review.id);
  return { ...plain, score: known && Number(known.toPrecision(DIGITS)), model: known === null ? null : model };
}

async function* all<T>(wrote: (reviews: number) => void, row: (review: ReviewRecord) => T): AsyncGenerator<T> {
  let count = 0;
  for await (const piece of reviewPieces()) {
    for (const review of piece) {
      wrote(count++);
      yield row(review);
    }
  }
}
