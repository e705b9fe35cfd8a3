// A coordinate in the table of points, edited in place. What is half typed stays while other numbers change.

import { useRef, useState } from 'react';
import { service } from '../../../client';
import { attempt } from '../../components/attempt';
import { isEscape } from '../../components/escape';
import { useDraft } from '../../components/useDraft';
import { readCoordinate } from './coordinates';
import classes from './PointsTable.module.css';

interface CellProps {
  readonly index: number;
  /** The revision of the points that `index` and `value` are of. */
  readonly rev: number;
  readonly column: number;
  readonly name: string;
  readonly value: number;
}

/** What is no number goes back to what it was. */
export function Cell({ index, rev, column, name, value }: CellProps) {
  const [text, setText] = useDraft(String(value));
  /** The points as they were when the typing began: its row may have another number by the end. */
  const began = useRef(rev);
  /** Typed since it was sent: leaving the cell after Enter sends nothing again. */
  const typed = useRef(false);
  /** The revision that holds what was sent. Undone at once, its number may never be shown: `value` stays as it was. */
  const [made, setMade] = useState(Number.POSITIVE_INFINITY);
  if (rev >= made) {
    setMade(Number.POSITIVE_INFINITY);
    setText(String(value));
  }
  const commit = async () => {
    if (!typed.current) return;
    typed.current = false;
    const next = readCoordinate(text);
    if (next === null || next === value) return setText(String(value));
    const sent = await attempt('change the point', () => service.points.setValue(index, column, next, began.current));
    if (typed.current) return;
    if (sent === undefined) setText(String(value));
    else setMade(sent);
  };
  return (
    <input
      className={classes.cell}
      inputMode="decimal"
      aria-label={`Point ${index + 1}, ${name}`}
      value={text}
      onChange={(event) => {
        if (!typed.current || text === String(value)) began.current = rev;
        typed.current = true;
        setMade(Number.POSITIVE_INFINITY);
        setText(event.currentTarget.value);
      }}
      onBlur={() => void commit()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void commit();
        if (isEscape(event)) setText(String(value));
      }}
    />
  );
}
