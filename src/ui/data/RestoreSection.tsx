// Putting a back-up in the place of everything: first the file is read and checked in full and its
// contents are shown, then it is confirmed here on the page, then it happens all or nothing.

import { Button, Loader } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { service } from '../../client';
import type { RestorePreview, StorageState } from '../../wire/service';
import { FileDrop } from '../components/FileDrop';
import { formatBytes, formatCount, formatDate } from '../components/format';
import { showDone, showError } from '../components/notify';
import { useFocusOnMount } from '../components/useFocusOnMount';
import classes from './confirm.module.css';
import { Section } from './Section';
import { refreshStorage, useStorage } from './storageState';

type Step =
  | { readonly at: 'idle' }
  | { readonly at: 'checking'; readonly name: string }
  | { readonly at: 'confirm'; readonly file: File; readonly preview: RestorePreview }
  | { readonly at: 'restoring' };

export function RestoreSection() {
  const [step, setStep] = useState<Step>({ at: 'idle' });
  /** A file was chosen before: the button that comes back takes the focus. */
  const [returned, setReturned] = useState(false);

  const check = async (file: File) => {
    setReturned(true);
    setStep({ at: 'checking', name: file.name });
    try {
      setStep({ at: 'confirm', file, preview: await service.data.inspectBackup(file) });
      // It says what is replaced: as it is now, not as it was a moment ago.
      void refreshStorage();
    } catch (error) {
      showError(error, `use ${file.name} as a back-up`);
      setStep({ at: 'idle' });
    }
  };

  const restore = async (file: File) => {
    setStep({ at: 'restoring' });
    try {
      await service.data.restore(file);
      showDone('The back-up is restored', 'Every page shows what was in it.');
    } catch (error) {
      showError(error, 'restore the back-up');
    }
    setStep({ at: 'idle' });
  };

  return (
    <Section
      title="Restore"
      about="Puts a back-up in the place of everything here. Nothing changes until the file has been checked and you have agreed."
    >
      {step.at === 'idle' && <Chooser takesFocus={returned} onFile={(file) => void check(file)} />}
      {step.at === 'checking' && <Busy>Checking {step.name}…</Busy>}
      {step.at === 'restoring' && <Busy>Putting the back-up in place…</Busy>}
      {step.at === 'confirm' && (
        <Confirm
          preview={step.preview}
          file={step.file}
          onYes={() => void restore(step.file)}
          onNo={() => setStep({ at: 'idle' })}
        />
      )}
    </Section>
  );
}

interface ChooserProps {
  readonly takesFocus: boolean;
  readonly onFile: (file: File) => void;
}

function Chooser({ takesFocus, onFile }: ChooserProps) {
  const root = useRef<HTMLDivElement>(null);
  const atMount = useRef(takesFocus);
  useEffect(() => {
    // Putting a back-up in place takes its time: where people went on meanwhile, the focus is theirs.
    if (atMount.current && document.activeElement === document.body) root.current?.querySelector('button')?.focus();
  }, []);
  return (
    <div ref={root} className={classes.chooser}>
      <FileDrop accept=".gz,.tgz,application/gzip" label="Choose a back-up" onFile={onFile}>
        or drop the file here
      </FileDrop>
    </div>
  );
}

function Busy({ children }: { readonly children: ReactNode }) {
  return (
    <p className={classes.busy} role="status">
      <Loader size="xs" aria-hidden /> {children}
    </p>
  );
}

interface ConfirmProps {
  readonly preview: RestorePreview;
  readonly file: File;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

function Confirm({ preview, file, onYes, onNo }: ConfirmProps) {
  const current = useStorage((storage) => storage.state);
  const panel = useFocusOnMount<HTMLFieldSetElement>();
  return (
    <fieldset ref={panel} tabIndex={-1} className={classes.panel} aria-label="Confirm the restore">
      <p>
        <strong>{file.name}</strong> ({formatBytes(file.size)}) is whole and readable. It was made on{' '}
        {formatDate(preview.createdAt)} with Millrace {preview.appVersion}.
      </p>
      <table className={classes.compare}>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Here now</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {preview.parts.map((part) => (
            <tr key={part.label}>
              <th scope="row">{part.label}</th>
              <td>{countOf(current, part.label)}</td>
              <td>{formatCount(part.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>What is here now is gone afterwards, unless you have a back-up of it.</p>
      <div className={classes.actions}>
        <Button onClick={onYes}>Replace everything with it</Button>
        <Button variant="default" onClick={onNo}>
          Keep what is here
        </Button>
      </div>
    </fieldset>
  );
}

function countOf(state: StorageState | null, label: string): string {
  const part = state?.parts.find((candidate) => candidate.label === label);
  return part ? formatCount(part.count) : '–';
}
