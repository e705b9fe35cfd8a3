// How far what was handed over is read, and how to give it up.

import { ExportLine, inMegabytes } from '../../components/ExportLine';
import { leaveIncoming, stopKeeping } from '../actions';
import { useModels } from '../store';
import classes from './Incoming.module.css';

interface LookingIntoProps {
  readonly id: string;
  readonly name: string;
}

/** Said at once: the line comes late, and of what is over by then not at all. */
export function LookingInto({ id, name }: LookingIntoProps) {
  const progress = useModels(({ state }) => state?.looking[id] ?? null);
  return (
    <>
      <p className={classes.looking} role="status">
        Looking into <bdi>{name}</bdi>…
      </p>
      <ExportLine label="Reading it" unit="MB" progress={inMegabytes(progress)} onCancel={leaveIncoming} />
    </>
  );
}

/** One that somebody else brings in, or that was begun before a reload of this tab or before another file: it goes on. */
export function ArrivingElsewhere() {
  const arriving = useModels(({ state }) => Boolean(state?.importing));
  return arriving ? <Arriving label="Bringing a model in" /> : null;
}

export function Arriving({ label }: { readonly label: string }) {
  const progress = useModels(({ state }) => state?.importing ?? null);
  return <ExportLine label={label} unit="MB" progress={inMegabytes(progress)} onCancel={() => void stopKeeping()} />;
}
