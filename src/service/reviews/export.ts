// The reviews as files: laid out as aclImdb is, or as a table. Texts are read as they are written.

import { type ReviewRecord, reviewPieces } from '../../storage/reviews';
import { writeArchive, writeCsv, writeJsonLines } from '../texts/write';

export type ExportFormat = 'archive' | 'csv' | 'jsonl';

const COLUMNS = ['id', 'text', 'sentiment', 'rating', 'source', 'created_at', 'labelled_at'] as const;

/** pos/12_9.txt as in aclImdb: number and rating, or the number alone; unsup/ without a label. */
export function reviewPath({ id, sentiment, rating }: Pick<ReviewRecord, 'id' | 'sentiment' | 'rating'>): string {
  const folder = sentiment === null ? 'unsup' : sentiment === 1 ? 'pos' : 'neg';
  return `${folder}/${id}${rating === null ? '' : `_${rating}`}.txt`;
}

/** `wrote` is told how many were written before each review; what it throws ends the export. */
export function exportReviews(format: ExportFormat, wrote: (reviews: number) => void): Promise<Blob> {
  if (format === 'archive')
    return writeArchive(all(wrote, (review) => ({ path: reviewPath(review), text: review.text })));
  if (format === 'csv')
    return writeCsv(
      COLUMNS,
      all(wrote, (review) => COLUMNS.map((column) => review[column])),
    );
  return writeJsonLines(all(wrote, (review) => Object.fromEntries(COLUMNS.map((column) => [column, review[column]]))));
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
