// One dataset: its name and what can be done with it, the seven figures, its parts, its texts.

import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { Download, Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, memo, useState } from 'react';
import { service } from '../../../../client';
import type { DatasetSummary, ExportFormat } from '../../../../wire/datasets';
import { downloadBlob } from '../../../components/download';
import { formatDate } from '../../../components/format';
import { useFocusOnMount } from '../../../components/useFocusOnMount';
import { attempt } from '../../actions';
import { Problems } from '../import/ImportProgress';
import { Examples } from './Examples';
import { EXPORTS, exportName } from './exports';
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

function Name({ dataset }: Props) {
  const [renaming, setRenaming] = useState(false);
  if (renaming) return <RenameForm dataset={dataset} onDone={() => setRenaming(false)} />;
  return (
    <div className={classes.row}>
      <h2 className={classes.name}>
        <bdi>{dataset.name}</bdi>
      </h2>
      <Tooltip label="Rename">
        <ActionIcon size="sm" aria-label={`Rename ${dataset.name}`} onClick={() => setRenaming(true)}>
          <Pencil size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function RenameForm({ dataset: { id, name }, onDone }: Props & { readonly onDone: () => void }) {
  const [wanted, setWanted] = useState(name);
  const field = useFocusOnMount<HTMLInputElement>();
  const rename = async (event: FormEvent) => {
    event.preventDefault();
    const done = await attempt('rename the dataset', async () => {
      await service.datasets.rename(id, wanted.trim());
      return true;
    });
    if (done) onDone();
  };
  return (
    <form className={classes.row} onSubmit={(event) => void rename(event)}>
      <TextInput
        ref={field}
        size="xs"
        className={classes.search ?? ''}
        aria-label="New name"
        maxLength={100}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
      />
      <Button type="submit" size="xs" variant="light" disabled={wanted.trim() === ''}>
        Rename
      </Button>
    </form>
  );
}

function Actions({ dataset }: Props) {
  const [busy, setBusy] = useState<ExportFormat | null>(null);
  const [deleting, setDeleting] = useState(false);
  const { id, name } = dataset;
  const save = async (format: ExportFormat) => {
    setBusy(format);
    const blob = await attempt(`export ${name}`, () => service.datasets.export(id, format));
    setBusy(null);
    if (blob) downloadBlob(blob, exportName(name, format));
  };
  return (
    <div className={classes.actions}>
      <span className={classes.actionsName}>
        <Download size={14} aria-hidden /> Download as
      </span>
      {EXPORTS.map(({ format, label, about }) => (
        <Tooltip key={format} label={about}>
          <Button
            size="compact-xs"
            variant="default"
            loading={busy === format}
            disabled={busy !== null && busy !== format}
            aria-label={`Download as ${label}`}
            onClick={() => void save(format)}
          >
            {label}
          </Button>
        </Tooltip>
      ))}
      {deleting ? (
        <ConfirmDelete dataset={dataset} onDone={() => setDeleting(false)} />
      ) : (
        <Tooltip label="Delete">
          <ActionIcon size="sm" aria-label={`Delete ${name}`} onClick={() => setDeleting(true)}>
            <Trash2 size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}

function ConfirmDelete({ dataset: { id }, onDone }: Props & { readonly onDone: () => void }) {
  const keep = useFocusOnMount<HTMLButtonElement>();
  return (
    <>
      <Button
        size="compact-xs"
        color="red"
        onClick={() => void attempt('delete the dataset', () => service.datasets.remove(id)).then(onDone)}
      >
        Delete for good
      </Button>
      <Button ref={keep} size="compact-xs" variant="default" onClick={onDone}>
        Keep
      </Button>
    </>
  );
}
