// Precision, recall and F1 of each class.

import { memo } from 'react';
import type { ImageEvaluationReport } from '../../../../wire/runs';
import { NumberTable } from '../../../components/facts/NumberTable';
import { formatCount, formatFraction } from '../../../components/format';
import { Note } from '../../../components/Section';

export const PerClass = memo(function PerClass({ report }: { readonly report: ImageEvaluationReport }) {
  const { classes: names, per_class } = report;
  return (
    <>
      <Note>
        Precision: how many of those taken for the class are of it. Recall: how many of the class were found. F1: their
        harmonic mean.
      </Note>
      <NumberTable label="Figures of each class" testId="per-class">
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">precision</th>
            <th scope="col">recall</th>
            <th scope="col">F1</th>
            <th scope="col">images</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name, label) => {
            const figures = per_class[label];
            return (
              <tr key={name}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td>{three(figures?.precision)}</td>
                <td>{three(figures?.recall)}</td>
                <td>{three(figures?.f1)}</td>
                <td>{formatCount(figures?.support ?? 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </NumberTable>
    </>
  );
});

/** A class that was never told, or that there are no images of, has no figure. */
function three(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : formatFraction(value);
}
