// One text with its label and score; opened, the whole of it, and which words push the score.

import { memo } from 'react';
import { shortened } from '../../../../ml/text/beginning';
import type { BatchRow } from '../../../../wire/batch';
import { formatScore, labelWord } from '../../verdict/words';
import { useBatch } from '../store';
import { Explained } from './Explained';
import classes from './Rows.module.css';

interface RowProps {
  readonly at: number;
  /** −1 without one. */
  readonly label: number;
  readonly score: number;
  /** On the other side of the threshold than its label. */
  readonly wrong: boolean;
  /** Null while it is read, and for a review that is gone. */
  readonly row: BatchRow | null;
  readonly open: boolean;
  readonly model: string | undefined;
}

/** Of a long text, what is shown of it in the list. */
const BEGINNING = 240;

export const Row = memo(function Row({ at, label, score, wrong, row, open, model }: RowProps) {
  const details = `batch-row-${at}`;
  return (
    <>
      <tr data-wrong={wrong || undefined} data-testid="batch-row">
        <td>
          <button
            type="button"
            className={classes.opener}
            aria-expanded={open}
            aria-controls={open ? details : undefined}
            disabled={row === null}
            onClick={() => useBatch.setState({ opened: open ? null : at })}
          >
            <bdi>{row === null ? '…' : beginningOf(row.text)}</bdi>
          </button>
        </td>
        <td>
          <Label label={label} />
        </td>
        <td className={classes.score}>
          <span className="tabular">{formatScore(score)}</span>
          {wrong && <span className={classes.wrong}>wrong</span>}
        </td>
      </tr>
      {open && row && (
        <tr id={details}>
          <td colSpan={3} className={classes.details}>
            {row.name !== '' && (
              <p className={classes.note}>
                <bdi>{row.name}</bdi>
              </p>
            )}
            <Explained key={at} text={row.text} model={model} />
          </td>
        </tr>
      )}
    </>
  );
});

function Label({ label }: { readonly label: number }) {
  if (label !== 0 && label !== 1) return <span className={classes.quiet}>none</span>;
  return (
    <span className={classes.label} data-sign={label === 1 ? 'positive' : 'negative'}>
      {labelWord(label)}
    </span>
  );
}

function beginningOf(text: string): string {
  return text.trim() === '' ? '(empty)' : shortened(text, BEGINNING);
}
