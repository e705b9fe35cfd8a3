// Points and pictures as files.

import { useState } from 'react';
import { service } from '../../../client';
import { attempt } from '../../components/attempt';
import { BusyButton } from '../../components/BusyButton';
import { downloadBlob, stampedName } from '../../components/download';
import { Note } from '../../components/Section';
import { exportPng, exportSvg } from '../plane/Plane';
import { usePoints } from '../store';
import classes from './UseTab.module.css';

interface Export {
  readonly label: string;
  readonly extension: string;
  readonly needsModel: boolean;
  readonly make: () => Promise<Blob>;
}

const EXPORTS: readonly Export[] = [
  { label: 'Points, CSV', extension: 'csv', needsModel: false, make: () => service.points.exportCsv(false) },
  { label: 'With groups, CSV', extension: 'csv', needsModel: true, make: () => service.points.exportCsv(true) },
  { label: 'Picture, PNG', extension: 'png', needsModel: false, make: () => exportPng() },
  { label: 'Picture, SVG', extension: 'svg', needsModel: false, make: () => exportSvg() },
];

export function Exports() {
  const empty = usePoints((state) => (state.state?.dataset.n ?? 0) === 0);
  const hasModel = usePoints((state) => state.state !== null && state.state.mixture !== null);
  const [busy, setBusy] = useState<string | null>(null);
  const take = async ({ label, extension, make }: Export) => {
    setBusy(label);
    const blob = await attempt('make the file', make);
    setBusy(null);
    if (blob) downloadBlob(blob, `${stampedName('points', new Date())}.${extension}`);
  };
  return (
    <div className={classes.stack}>
      <div className={classes.buttons}>
        {EXPORTS.map((item) => (
          <BusyButton
            key={item.label}
            size="xs"
            variant="default"
            busy={busy === item.label}
            possible={item.needsModel ? hasModel && !empty : !empty || (hasModel && item.extension !== 'csv')}
            onClick={() => void take(item)}
          >
            {item.label}
          </BusyButton>
        ))}
      </div>
      {hasModel && <Note>Files and code count from 0, as scikit-learn does: group 1 is component 0 in them.</Note>}
    </div>
  );
}
