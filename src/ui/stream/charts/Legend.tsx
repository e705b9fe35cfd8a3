// What the marks on the charts mean, and which curve is which.

import { MarkIcon } from '../../components/ChartMarks';
import { useStream } from '../store';
import { DETECTORS, FOUND_KEPT } from '../words';
import classes from './Charts.module.css';

export function Legend() {
  const detectors = useStream((ui) => ui.state?.config.detectors);
  const changes = useStream((ui) => (ui.series?.drifts.length ?? 0) > 0);
  const noted = useStream((ui) => (ui.series?.notes.length ?? 0) > 0);
  const other = useStream((ui) => ui.state?.kept.find(({ id }) => id === ui.compared)?.name ?? null);
  const many = useStream((ui) => ui.state?.detectors.some(({ found }) => found.length >= FOUND_KEPT) ?? false);
  return (
    <ul className={classes.keys} aria-label="Legend">
      {changes && (
        <li>
          <MarkIcon shape="triangle" /> the stream changes
        </li>
      )}
      {DETECTORS.filter(({ id }) => detectors?.includes(id)).map(({ id, name, shape }) => (
        <li key={id}>
          <MarkIcon shape={shape} /> {name} finds drift
        </li>
      ))}
      {many && <li>(the latest {FOUND_KEPT} of each)</li>}
      {noted && (
        <li>
          <MarkIcon shape="flag" /> a word of yours
        </li>
      )}
      {other !== null && (
        <li>
          <svg width={18} height={12} aria-hidden="true" className={classes.dashes}>
            <line x1={0} x2={18} y1={6} y2={6} />
          </svg>{' '}
          {other}
        </li>
      )}
    </ul>
  );
}
