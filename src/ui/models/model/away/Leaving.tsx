// How far a model on its way out is.

import { ExportLine, inMegabytes } from '../../../components/ExportLine';
import { useModels } from '../../store';
import classes from './Away.module.css';

/** One that was begun before the tab was left, or by somebody else: it goes on. */
export function LeavingElsewhere({ onCancel }: { readonly onCancel: () => void }) {
  const leaving = useModels(({ state }) => Boolean(state?.exporting));
  return leaving ? <Leaving onCancel={onCancel} /> : null;
}

export function Leaving({ onCancel }: { readonly onCancel: () => void }) {
  const progress = useModels(({ state }) => state?.exporting ?? null);
  return (
    <div className={classes.leaving}>
      <ExportLine label="Packing the model" unit="MB" progress={inMegabytes(progress)} onCancel={onCancel} />
    </div>
  );
}
