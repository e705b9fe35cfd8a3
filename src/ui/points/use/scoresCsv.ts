// Scored points as CSV: the coordinates, then what the model says of each.

import type { Matrix } from '../../../ml/gmm/types';
import { csvText } from '../../../wire/csv';
import type { Scores } from '../../../wire/service';

export function scoresCsv(points: Matrix, names: readonly string[], scores: Scores): Blob {
  const { data, n, d } = points;
  const k = scores.responsibilities.length / Math.max(1, n);
  const groups = Array.from({ length: k }, (_, c) => `responsibility_${c + 1}`);
  const lines = [[...names.map(csvText), 'log_density', 'group', 'outlier', ...groups].join(',')];
  for (let i = 0; i < n; i++) {
    const row = [...data.subarray(i * d, (i + 1) * d)];
    const shares = [...scores.responsibilities.subarray(i * k, (i + 1) * k)];
    lines.push([...row, scores.log_density[i], scores.labels[i] + 1, scores.outlier[i], ...shares].join(','));
  }
  return new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' });
}
