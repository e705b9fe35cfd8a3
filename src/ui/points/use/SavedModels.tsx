// Models kept under a name on this device: save, load, rename, delete.

import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { service } from '../../../client';
import type { ModelSummary } from '../../../wire/service';
import { formatBytes, formatDate } from '../../components/format';
import { showDone } from '../../components/notify';
import { Note } from '../../components/Section';
import { attempt } from '../actions';
import classes from './UseTab.module.css';
import { useModels } from './useModels';

export function SavedModels({ canSave }: { readonly canSave: boolean }) {
  const models = useModels();
  return (
    <div className={classes.stack}>
      {canSave && <SaveForm />}
      {models?.length === 0 && (
        <Note>None yet.{canSave ? ' Give this one a name to keep it on this device.' : ''}</Note>
      )}
      {models && models.length > 0 && (
        <ul className={classes.models}>
          {models.map((model) => (
            <SavedModel key={model.id} model={model} />
          ))}
        </ul>
      )}
    </div>
  );
}

function SaveForm() {
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const saved = await attempt('save the model', () => service.models.saveMixture(name.trim()));
    setBusy(false);
    if (!saved) return;
    setName('');
    showDone(`Saved “${saved.name}”, version ${saved.version}`);
  };
  return (
    <form className={classes.row} onSubmit={(event) => void save(event)}>
      <TextInput
        size="xs"
        label="Name"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="light" loading={busy} disabled={name.trim() === ''}>
        Save the model
      </Button>
    </form>
  );
}

function SavedModel({ model }: { readonly model: ModelSummary }) {
  const [mode, setMode] = useState<'plain' | 'rename' | 'delete'>('plain');
  if (mode === 'rename') return <RenameForm model={model} onDone={() => setMode('plain')} />;
  return (
    <li className={classes.model}>
      <span className={classes.name}>
        {model.name}
        <small>
          {model.description} · v{model.version} · {formatBytes(model.bytes)} · {formatDate(model.created_at)}
        </small>
      </span>
      {mode === 'delete' ? (
        <>
          <Button
            size="compact-xs"
            color="red"
            data-autofocus
            onClick={() => void attempt('delete the model', () => service.models.remove(model.id))}
          >
            Delete
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => setMode('plain')}>
            Keep
          </Button>
        </>
      ) : (
        <>
          <Button
            size="compact-xs"
            variant="light"
            aria-label={`Load ${model.name}`}
            onClick={() => void attempt('load the model', () => service.models.loadMixture(model.id))}
          >
            Load
          </Button>
          <Tooltip label="Rename">
            <ActionIcon size="sm" aria-label={`Rename ${model.name}`} onClick={() => setMode('rename')}>
              <Pencil size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Delete">
            <ActionIcon size="sm" aria-label={`Delete ${model.name}`} onClick={() => setMode('delete')}>
              <Trash2 size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </>
      )}
    </li>
  );
}

function RenameForm({ model, onDone }: { readonly model: ModelSummary; readonly onDone: () => void }) {
  const [name, setName] = useState(model.name);
  const rename = async (event: FormEvent) => {
    event.preventDefault();
    const done = await attempt('rename the model', async () => {
      await service.models.rename(model.id, name.trim());
      return true;
    });
    if (done) onDone();
  };
  return (
    <li className={classes.model}>
      <form className={classes.row} onSubmit={(event) => void rename(event)}>
        <TextInput
          size="xs"
          aria-label="New name"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onDone();
          }}
        />
        <Button type="submit" size="xs" variant="light" disabled={name.trim() === ''}>
          Rename
        </Button>
      </form>
    </li>
  );
}
