// How far a model on its way out is.

import { ExportLine, inMegabytes } from '../../../components/ExportLine';
import { useModels } from '../../store';
import classes from './Away.module.css';

/** One that was begun before the tab was left, or by somebody else: it goes on, and need not be the one that is shown. */
export function LeavingElsewhere({ onCancel }: Pick<LeavingProps, 'onCancel'>) {
  const leaving = useModels(({ state }) => Boolean(state?.exporting));
  return leaving ? <Leaving label="Packing a model" onCancel={onCancel} /> : null;
}

interface LeavingProps {
  readonly label?: string;
  readonly onCancel: () => void;
}

export function Leaving({ label = 'Packing the model', onCancel }: LeavingProps) {
  const progress = useModels(({ state }) => state?.exporting ?? null);
  return (
    <div className={classes.leaving}>
      <ExportLine label={label} unit="MB" progress={inMegabytes(progress)} onCancel={onCancel} />
    </div>
  );
}
