// Each detector's statistic against its threshold, and what it makes of it: stable, warning or drift.

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { StreamState } from '../../../wire/stream';
import { MarkIcon } from '../../components/ChartMarks';
import { formatCount, plural } from '../../components/format';
import { Note, Term } from '../../components/Section';
import { useStream } from '../store';
import { DETECTORS, FOUND_KEPT, formatFigure } from '../words';
import classes from './Watch.module.css';

type Detector = StreamState['detectors'][number];

const STATES = {
  stable: { word: 'stable', icon: CircleCheck },
  warning: { word: 'warning', icon: CircleAlert },
  drift: { word: 'drift', icon: TriangleAlert },
} as const;

export function Detectors() {
  const detectors = useStream((ui) => ui.state?.detectors);
  const chosen = useStream((ui) => ui.state?.config.detectors.length ?? 0);
  if (!detectors) return null;
  if (detectors.length === 0) {
    return (
      <Note>
        {chosen === 0
          ? 'No detector is chosen; Set-up has four.'
          : 'They begin with the first batch, and watch nothing but the model’s errors.'}
      </Note>
    );
  }
  return (
    <ul className={classes.detectors} data-testid="detectors">
      {detectors.map((detector) => (
        <DetectorRow key={detector.id} detector={detector} />
      ))}
    </ul>
  );
}

function DetectorRow({ detector: { id, state, statistic, threshold, found } }: { readonly detector: Detector }) {
  const naming = DETECTORS.find((one) => one.id === id);
  const { word, icon: Icon } = STATES[state];
  const share = threshold > 0 && Number.isFinite(statistic) ? Math.min(1, Math.max(0, statistic / threshold)) : 0;
  const last = found[found.length - 1];
  return (
    <li className={classes.detector} data-state={state}>
      <span className={classes.detectorName}>
        {naming && <MarkIcon shape={naming.shape} />} <Term word={naming?.word ?? id} term={naming?.name ?? ''} />
      </span>
      <span className={classes.state} data-state={state}>
        <Icon size={14} aria-hidden /> {word}
      </span>
      <span className={classes.meter} aria-hidden="true">
        <span style={{ width: `${100 * share}%` }} />
      </span>
      <span className={classes.figures}>
        {naming?.measures ?? 'statistic'} {formatFigure(statistic)}, drift from {formatFigure(threshold)}
        {last !== undefined &&
          ` · found ${found.length < FOUND_KEPT ? plural(found.length, 'time') : `${FOUND_KEPT} times or more`}, last at ${formatCount(last + 1)}`}
      </span>
    </li>
  );
}
