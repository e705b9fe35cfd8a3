// One dataset: its name and what can be done with it, the seven figures, its parts, its texts.

import { Tooltip } from '@mantine/core';
import { Download, Pencil, Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import { service } from '../../../../client';
import type { DatasetSummary } from '../../../../wire/datasets';
import { attempt } from '../../../components/attempt';
import { BusyButton } from '../../../components/BusyButton';
import { ConfirmDelete } from '../../../components/ConfirmDelete';
import { ExportLine } from '../../../components/ExportLine';
import { formatDate } from '../../../components/format';
import { Tool } from '../../../components/items/ItemTools';
import { RenameForm } from '../../../components/RenameForm';
import { EXPORTS } from '../../exporting/exports';
import { useExport } from '../../exporting/useExport';
import { Problems } from '../import/ImportProgress';
import { useDatasets } from '../store';
import { Examples } from './Examples';
import { Figures } from './Figures';
import classes from './Look.module.css';
import { Splits } from './Splits';

export const Look = memo(function Look({ dataset }: { readonly dataset: DatasetSummary }) {
  return (
    <article className={classes.look} aria-label={dataset.name}>
      <header className={classes.head}>
        <Name dataset={dataset} />
        <p className={classes.origin}>
          from <bdi>{dataset.source}</bdi>, {formatDate(dataset.created_at)}
        </p>
        <Problems skipped={dataset.skipped} problems={dataset.problems} />
        <Actions dataset={dataset} />
      </header>
      <Figures dataset={dataset} />
      <Splits dataset={dataset} />
      <Examples dataset={dataset} />
    </article>
  );
});

interface Props {
  readonly dataset: DatasetSummary;
}

function Name({ dataset: { id, name } }: Props) {
  // Null: not asked yet. What was asked and answered has the focus again.
  const [renaming, setRenaming] = useState<boolean | null>(null);
  if (renaming) {
    const rename = (wanted: string) => renameDataset(id, wanted);
    return <RenameForm name={name} rename={rename} onDone={() => setRenaming(false)} />;
  }
  return (
    <div className={classes.row}>
      <h2 className={classes.name}>
        <bdi>{name}</bdi>
      </h2>
      <Tool icon={Pencil} label="Rename" of={name} focused={renaming === false} onClick={() => setRenaming(true)} />
    </div>
  );
}

async function renameDataset(id: string, name: string): Promise<boolean> {
  const done = await attempt('rename the dataset', async () => {
    await service.datasets.rename(id, name);
    return true;
  });
  return done === true;
}

function Actions({ dataset }: Props) {
  const [deleting, setDeleting] = useState<boolean | null>(null);
  const { id, name } = dataset;
  const { busy, take, cancel } = useExport({
    what: `export ${name}`,
    run: (format) => service.datasets.export(id, format),
    giveUp: () => service.datasets.cancelExport(),
  });
  const progress = useDatasets(({ state }) => state?.exporting ?? null);
  return (
    <div className={classes.actions}>
      <span className={classes.actionsName}>
        <Download size={14} aria-hidden /> Download as
      </span>
      {EXPORTS.map(({ format, label, about }) => (
        <Tooltip key={format} label={about}>
          <BusyButton
            size="compact-xs"
            variant="default"
            busy={busy === format}
            possible={busy === null}
            aria-label={`Download as ${label}`}
            onClick={() => void take(format, name)}
          >
            {label}
          </BusyButton>
        </Tooltip>
      ))}
      {deleting ? (
        <ConfirmDelete remove={() => deleteDataset(id)} onDone={() => setDeleting(false)} />
      ) : (
        <Tool icon={Trash2} label="Delete" of={name} focused={deleting === false} onClick={() => setDeleting(true)} />
      )}
      {busy !== null && (
        <div className={classes.exporting}>
          <ExportLine label="Writing the file" unit="texts" progress={progress} onCancel={cancel} />
        </div>
      )}
    </div>
  );
}

function deleteDataset(id: string): Promise<unknown> {
  return attempt('delete the dataset', () => service.datasets.remove(id));
}
