// One page of the points' rows, fetched again whenever the points change.

import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { Matrix } from '../../../ml/gmm/types';
import { showError } from '../../components/notify';
import { usePoints } from '../store';

export interface TablePage {
  readonly first: number;
  readonly matrix: Matrix;
  /** Revision of the points that it shows. */
  readonly rev: number;
}

/** Rows first … first + count - 1; null until the first are there. While others load, the last stay. */
export function useTablePage(first: number, count: number): TablePage | null {
  const rev = usePoints((state) => state.state?.dataset.rev);
  const [page, setPage] = useState<TablePage | null>(null);
  useEffect(() => {
    if (rev === undefined) return;
    let ended = false;
    const indices = Uint32Array.from({ length: Math.max(0, count) }, (_, i) => first + i);
    service.points.rows(indices).then(
      (matrix) => {
        // They may have changed since they were asked for.
        if (!ended) setPage({ first, matrix, rev: matrix.rev });
      },
      (error: unknown) => {
        if (!ended) showError(error, 'load the rows');
      },
    );
    return () => {
      ended = true;
    };
  }, [first, count, rev]);
  return page;
}
