// Deleting everything: says exactly what goes, and asks for a typed word.

import { Button, TextInput, useMantineColorScheme } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { service } from '../../client';
import { BusyButton } from '../components/BusyButton';
import { plural } from '../components/format';
import { showDone, showError } from '../components/notify';
import { whenPossible } from '../components/possible';
import { useFocusOnMount } from '../components/useFocusOnMount';
import classes from './confirm.module.css';
import { forgetNotes } from './notes';
import { Section } from './Section';
import { refreshStorage, useStorage } from './storageState';

const WORD = 'delete';

export function DeleteSection() {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  /** The confirmation was open before: the button that comes back takes focus. */
  const [returned, setReturned] = useState(false);
  const { clearColorScheme } = useMantineColorScheme();

  const remove = async () => {
    setBusy(true);
    try {
      await service.data.deleteEverything();
      forgetNotes();
      clearColorScheme();
      setOpen(false);
      showDone(
        'Everything is deleted',
        'Nothing of yours is left in this browser. The app itself stays, for use offline.',
      );
      await refreshStorage();
    } catch (error) {
      showError(error, 'delete everything');
    } finally {
      setBusy(false);
    }
  };

  return (
    <Section
      title="Delete"
      about="Removes everything of yours from this browser, at once and for good. Files you downloaded are not touched."
    >
      {open ? (
        <Confirm busy={busy} onYes={() => void remove()} onNo={() => setOpen(false)} />
      ) : (
        <Opener
          takesFocus={returned}
          onClick={() => {
            setReturned(true);
            setOpen(true);
            // It says what goes: as it is now, not as it was a moment ago.
            void refreshStorage();
          }}
        />
      )}
    </Section>
  );
}

function Opener({ takesFocus, onClick }: { readonly takesFocus: boolean; readonly onClick: () => void }) {
  const button = useFocusOnMount<HTMLButtonElement>(takesFocus);
  return (
    <Button ref={button} variant="outline" color="red" leftSection={<Trash2 size={16} aria-hidden />} onClick={onClick}>
      Delete everything…
    </Button>
  );
}

interface ConfirmProps {
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

function Confirm({ busy, onYes, onNo }: ConfirmProps) {
  const [typed, setTyped] = useState('');
  const state = useStorage((storage) => storage.state);
  const input = useFocusOnMount<HTMLInputElement>();
  const agreed = typed.trim().toLowerCase() === WORD;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (agreed && !busy) onYes();
  };

  return (
    <form className={classes.panel} data-danger="" aria-label="Confirm the deletion" onSubmit={submit}>
      <p>This cannot be undone. Gone will be:</p>
      <ul>
        {state?.parts.map((part) => (
          <li key={part.label}>{describePart(part.label, part.count)}</li>
        ))}
        <li>the fit with its progress and history, in every open tab</li>
        <li>settings: theme, what is shown, how to compute</li>
      </ul>
      <TextInput
        ref={input}
        className={classes.word!}
        label={`Type “${WORD}” to go on`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        autoCapitalize="off"
      />
      <div className={classes.actions}>
        <BusyButton type="submit" color="red" busy={busy} possible={agreed}>
          Delete everything
        </BusyButton>
        <Button variant="default" {...whenPossible(!busy, onNo)}>
          Keep everything
        </Button>
      </div>
    </form>
  );
}

function describePart(label: string, count: number): string {
  if (label === 'Points') return plural(count, 'point');
  if (label === 'Saved mixtures') return plural(count, 'saved mixture');
  if (label === 'Reviews') return plural(count, 'review');
  if (label === 'Datasets') return plural(count, 'dataset');
  if (label === 'Image sets') return plural(count, 'set of images', 'sets of images');
  if (label === 'Text models') return plural(count, 'text model');
  if (label === 'Stream files') return plural(count, 'file to stream', 'files to stream');
  if (label === 'Configurations') return plural(count, 'configuration');
  if (label === 'Training runs') return plural(count, 'training run');
  if (label === 'Modules') return plural(count, 'module of your own', 'modules of your own');
  return `${label}: ${count}`;
}
