// How far what was handed over is read, and how to give it up.

import { ExportLine, inMegabytes } from '../../components/ExportLine';
import { cancelArriving } from '../actions';
import { useModels } from '../store';

/** One that somebody else brings in, or that was begun before a reload of this tab: it goes on. */
export function ArrivingElsewhere() {
  const arriving = useModels(({ state }) => Boolean(state?.importing));
  return arriving ? <Arriving label="Bringing a model in" onCancel={() => void cancelArriving()} /> : null;
}

interface ArrivingProps {
  readonly label: string;
  readonly onCancel: () => void;
}

export function Arriving({ label, onCancel }: ArrivingProps) {
  const progress = useModels(({ state }) => state?.importing ?? null);
  return <ExportLine label={label} unit="MB" progress={inMegabytes(progress)} onCancel={onCancel} />;
}
