// Models kept under a name on this device: save, load, rename, delete.

import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { service } from '../../../client';
import type { ModelSummary } from '../../../wire/service';
import { attempt, attempted } from '../../components/attempt';
import { BusyButton } from '../../components/BusyButton';
import { formatBytes, formatDate } from '../../components/format';
import { Item, Items } from '../../components/items/Items';
import { showDone } from '../../components/notify';
import { Note } from '../../components/Section';
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
        <Items>
          {models.map((model) => (
            <SavedModel key={model.id} model={model} />
          ))}
        </Items>
      )}
    </div>
  );
}

function SaveForm() {
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || name.trim() === '') return;
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
      <BusyButton type="submit" size="xs" variant="light" busy={busy} possible={name.trim() !== ''}>
        Save the model
      </BusyButton>
    </form>
  );
}

function SavedModel({ model }: { readonly model: ModelSummary }) {
  const { id, name, description, version, bytes, created_at } = model;
  return (
    <Item
      name={name}
      facts={`${description} · v${version} · ${formatBytes(bytes)} · ${formatDate(created_at)}`}
      rename={(wanted) => attempted('rename the model', () => service.models.rename(id, wanted))}
      remove={() => attempt('delete the model', () => service.models.remove(id))}
    >
      <Button
        size="compact-xs"
        variant="light"
        aria-label={`Load ${name}`}
        onClick={() => void attempt('load the model', () => service.models.loadMixture(id))}
      >
        Load
      </Button>
    </Item>
  );
}
