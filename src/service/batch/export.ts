// A batch as CSV: what was scored, in the dataset's order. Texts are read as they are written.

import type { BatchScores } from '../../wire/batch';
import { writeCsv } from '../texts/write';
import type { Texts } from './texts';

const COLUMNS = ['name', 'label', 'predicted', 'score', 'text', 'ref'] as const;
/** Texts read at once. */
const PIECE = 500;
/** Digits of a score: those that single precision has. */
const DIGITS = 7;

/**
 * @param threshold scores at or above it are called positive (1)
 * @param wrote is told how many were written before each piece; what it throws ends the export
 */
export function writeBatchCsv(
  scores: Omit<BatchScores, 'rev'>,
  texts: Pick<Texts, 'rowsAt'>,
  threshold: number,
  wrote: (texts: number) => void,
): Promise<Blob> {
  return writeCsv(COLUMNS, cells(scores, texts, threshold, wrote));
}

async function* cells(
  { index, label, score }: Omit<BatchScores, 'rev'>,
  texts: Pick<Texts, 'rowsAt'>,
  threshold: number,
  wrote: (texts: number) => void,
) {
  const order = Uint32Array.from(index.keys()).sort((a, b) => index[a] - index[b]);
  for (let from = 0; from < order.length; from += PIECE) {
    wrote(from);
    const piece = order.subarray(from, from + PIECE);
    const at = new Map(Array.from(piece, (position) => [index[position], position]));
    for (const { index: row, name, ref, text } of await texts.rowsAt(Uint32Array.from(piece, (p) => index[p]))) {
      const position = at.get(row) ?? 0;
      const said = label[position] < 0 ? null : label[position];
      const predicted = score[position] >= threshold ? 1 : 0;
      yield [name, said, predicted, Number(score[position].toPrecision(DIGITS)), text, ref ?? null];
    }
  }
}
