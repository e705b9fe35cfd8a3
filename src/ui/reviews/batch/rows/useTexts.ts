// The texts of the rows on show.

import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import type { BatchRow, BatchScores } from '../../../../wire/batch';
import { wordsOf } from '../../../components/errors';

interface Texts {
  /** By position. */
  readonly texts: ReadonlyMap<number, BatchRow>;
  readonly problem: string | null;
}

const NONE: Texts = { texts: new Map(), problem: null };

/** Those before stay on show until the next are there. */
export function useTexts(scores: BatchScores, positions: readonly number[]): Texts {
  const [shown, setShown] = useState(NONE);
  useEffect(() => {
    let over = false;
    const at = new Map(positions.map((position) => [scores.index[position], position]));
    service.batch.rows(positions).then(
      (rows) => {
        if (!over) setShown({ texts: new Map(rows.map((row) => [at.get(row.index) ?? -1, row])), problem: null });
      },
      (error: unknown) => {
        if (!over) setShown({ texts: new Map(), problem: wordsOf(error) });
      },
    );
    return () => {
      over = true;
    };
  }, [scores, positions]);
  return shown;
}
