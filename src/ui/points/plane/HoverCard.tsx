// What is known of the point under the pointer: its values, which groups it may belong to, how likely a
// place it is in, and whether that makes it an outlier at the chosen level.

import { useLayoutEffect, useRef, useState } from 'react';
import { plural } from '../../components/format';
import { ComponentMark } from '../ComponentMark';
import { formatBelonging, formatValue } from '../numbers';
import type { Hover } from '../store';
import { usePoints } from '../store';
import classes from './HoverCard.module.css';
import { placeOf } from './placeOf';

/** Rows shown; the rest are summed up. */
const MOST_COLUMNS = 6;
const MOST_GROUPS = 5;

export function HoverCard({ width, height }: { readonly width: number; readonly height: number }) {
  const hover = usePoints((state) => state.hover);
  const columns = usePoints((state) => state.state?.dataset.columns);
  const card = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  // As large as what is known of the point makes it: found out before it is seen.
  useLayoutEffect(() => {
    const { offsetWidth = 0, offsetHeight = 0 } = card.current ?? {};
    setSize((now) =>
      now.width === offsetWidth && now.height === offsetHeight ? now : { width: offsetWidth, height: offsetHeight },
    );
  });
  if (!hover || !columns) return null;
  return (
    <div
      ref={card}
      className={classes.card}
      style={placeOf(hover.at, { width, height }, size)}
      data-testid="hover-card"
    >
      <dl className={classes.values}>
        {hover.row.slice(0, MOST_COLUMNS).map((value, j) => (
          <div key={columns[j] ?? j}>
            <dt>{columns[j]}</dt>
            <dd>{formatValue(value, 5)}</dd>
          </div>
        ))}
      </dl>
      {hover.row.length > MOST_COLUMNS && (
        <p className={classes.more}>and {plural(hover.row.length - MOST_COLUMNS, 'more column')}</p>
      )}
      {hover.inspection && <Inspected inspection={hover.inspection} />}
    </div>
  );
}

function Inspected({ inspection }: { readonly inspection: NonNullable<Hover['inspection']> }) {
  const level = usePoints((state) => state.outlierLevel);
  const { responsibilities, log_density, outlier, threshold } = inspection;
  const groups = responsibilities
    .map((share, component) => ({ share, component }))
    .sort((a, b) => b.share - a.share)
    .filter(({ share }, i) => i === 0 || share >= 0.005);
  return (
    <>
      <ul className={classes.groups} aria-label="Responsibilities">
        {groups.slice(0, MOST_GROUPS).map(({ share, component }) => (
          <li key={component}>
            <ComponentMark index={component} />
            <span>{component + 1}</span>
            <span className={classes.track}>
              <span className={classes.bar} style={{ width: `${100 * share}%` }} />
            </span>
            <span className={classes.share}>{formatBelonging(share)}</span>
          </li>
        ))}
      </ul>
      <p className={classes.density}>
        How likely here (log-density): <b>{formatValue(log_density, 4)}</b>. Outliers lie below{' '}
        {formatValue(threshold, 4)}.
      </p>
      <p className={outlier ? classes.outlier : classes.inlier}>
        {outlier ? '⚠ Outlier' : 'Not an outlier'} at {formatValue(100 * level, 3)} %, set under “What is drawn”
      </p>
    </>
  );
}
