// How far what was handed over is read, and how to give it up.

import type { ExportProgress } from '../../../wire/labelling';
import type { Arrival } from '../../../wire/library';
import { ExportLine, inMegabytes } from '../../components/ExportLine';
import { leaveIncoming, stopKeeping } from '../actions';
import { useModels } from '../store';
import classes from './Incoming.module.css';

const NONE: readonly Arrival[] = [];

interface LookingIntoProps {
  readonly id: string;
  readonly name: string;
}

/** Said at once: the line comes late, and of what is over by then not at all. */
export function LookingInto({ id, name }: LookingIntoProps) {
  const progress = useProgress(id);
  return (
    <>
      <p className={classes.looking} role="status">
        Looking into <bdi>{name}</bdi>…
      </p>
      <ExportLine label="Reading it" unit="MB" progress={inMegabytes(progress)} onCancel={leaveIncoming} />
    </>
  );
}

/** Those that somebody else brings in, or that were begun before a reload of this tab or before another file: they go on. */
export function ArrivingElsewhere({ own }: { readonly own: string | null }) {
  const arriving = useModels(({ state }) => state?.arriving ?? NONE);
  const others = arriving.filter(({ id, kind }) => kind === 'import' && id !== own);
  return others.map(({ id }) => <Arriving key={id} id={id} label="Bringing a model in" />);
}

export function Arriving({ id, label }: { readonly id: string; readonly label: string }) {
  const progress = useProgress(id);
  return <ExportLine label={label} unit="MB" progress={inMegabytes(progress)} onCancel={() => void stopKeeping(id)} />;
}

/** Null where nothing arrives by that id. */
function useProgress(id: string): ExportProgress | null {
  return useModels(({ state }) => state?.arriving.find((one) => one.id === id)?.progress ?? null);
}
