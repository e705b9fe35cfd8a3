// The confusion matrix as a table: a row for what an image is, a column for what it was taken for. Darker is a larger share
// of the row. Pressing a mistake lists the images.

import { Box } from '@mantine/core';
import { memo } from 'react';
import type { ImageEvaluationReport } from '../../../../wire/runs';
import { formatCount } from '../../../components/format';
import { Note } from '../../../components/Section';
import classes from './Evaluation.module.css';
import { type Cell, type Confused, confusionRows, mostConfused, sameCell } from './figures';

interface ConfusionProps {
  readonly report: ImageEvaluationReport;
  /** The one whose images are listed. */
  readonly cell: Cell | null;
  readonly onCell: (cell: Cell) => void;
}

/** With more classes than these, the pairs are listed that are confused most. */
const WIDE = 30;

export const Confusion = memo(function Confusion(props: ConfusionProps) {
  return props.report.classes.length > WIDE ? <Pairs {...props} /> : <Matrix {...props} />;
});

function Matrix({ report, cell, onCell }: ConfusionProps) {
  const { classes: names } = report;
  return (
    <>
      <Note>A row for what an image is, a column for what it was taken for. Press a mistake to see the images.</Note>
      {/* Focusable, because a region that scrolls must be reachable by keyboard. */}
      <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="Confusion matrix">
        <table className={classes.matrix} data-testid="confusion">
          <thead>
            <tr>
              <th scope="col">is \ taken for</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  <bdi>{name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {confusionRows(report).map((row, label) => (
              <tr key={names[label]}>
                <th scope="row">
                  <bdi>{names[label]}</bdi>
                </th>
                {row.map((one) => (
                  <MatrixCell
                    key={one.predicted}
                    names={names}
                    one={one}
                    chosen={sameCell(cell, one)}
                    {...{ onCell }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
    </>
  );
}

interface MatrixCellProps {
  readonly names: readonly string[];
  readonly one: Confused;
  readonly chosen: boolean;
  readonly onCell: (cell: Cell) => void;
}

/** The strongest colour under a number that stays readable, in per cent. */
const STRONGEST = 45;

function MatrixCell({ names, one: { label, predicted, count, share }, chosen, onCell }: MatrixCellProps) {
  const right = label === predicted;
  const hue = right ? 'var(--accent)' : 'var(--bad)';
  const shade =
    share === 0 ? undefined : `color-mix(in srgb, ${hue} ${(8 + (STRONGEST - 8) * share).toFixed(1)}%, transparent)`;
  const style = shade === undefined ? {} : { background: shade };
  if (right || count === 0) {
    return (
      <td style={style} data-right={right || undefined}>
        {count === 0 ? <span className={classes.none}>0</span> : formatCount(count)}
      </td>
    );
  }
  return (
    <td style={style}>
      <button
        type="button"
        className={classes.mistake}
        aria-pressed={chosen}
        aria-label={`${formatCount(count)} of ${names[label]} taken for ${names[predicted]}`}
        onClick={() => onCell({ label, predicted })}
      >
        {formatCount(count)}
      </button>
    </td>
  );
}

const LISTED = 20;

function Pairs({ report, cell, onCell }: ConfusionProps) {
  const { classes: names } = report;
  return (
    <>
      <Note>The classes that are confused most often. Press a pair to see the images.</Note>
      <ol className={classes.pairs}>
        {mostConfused(report, LISTED).map((one) => (
          <li key={`${one.label} ${one.predicted}`}>
            <button
              type="button"
              className={classes.pair}
              aria-pressed={sameCell(cell, one)}
              onClick={() => onCell({ label: one.label, predicted: one.predicted })}
            >
              <bdi>{names[one.label]}</bdi> taken for <bdi>{names[one.predicted]}</bdi>: {formatCount(one.count)}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
