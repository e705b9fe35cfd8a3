// Scored points as CSV: the coordinates, then what the model says of each. Components count from 0, as in every file.

import type { Matrix } from '../../../ml/gmm/types';
import { csvText } from '../../../wire/csv';
import type { Scores } from '../../../wire/service';

export function scoresCsv(points: Matrix, names: readonly string[], scores: Scores): Blob {
  const { data, n, d } = points;
  const k = scores.responsibilities.length / Math.max(1, n);
  const shares = Array.from({ length: k }, (_, c) => `p${c}`);
  const lines = [[...names.map(csvText), 'component', 'log_density', 'outlier', ...shares].join(',')];
  for (let i = 0; i < n; i++) {
    const row = [...data.subarray(i * d, (i + 1) * d)];
    const said = [scores.labels[i], scores.log_density[i], scores.outlier[i]];
    lines.push([...row, ...said, ...scores.responsibilities.subarray(i * k, (i + 1) * k)].join(','));
  }
  return new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' });
}
