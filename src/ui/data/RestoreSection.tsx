// Putting a back-up in the place of everything: first the file is read and checked in full and its
// contents are shown, then it is confirmed here on the page, then it happens all or nothing.

import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { service } from '../../client';
import type { RestorePreview, StorageState } from '../../wire/service';
import { attempted } from '../components/attempt';
import { inMegabytes } from '../components/ExportLine';
import { FileDrop } from '../components/FileDrop';
import { formatBytes, formatCount, formatDate } from '../components/format';
import { showDone, showError } from '../components/notify';
import { ProgressLine } from '../components/ProgressLine';
import { useFocusOnMount } from '../components/useFocusOnMount';
import { useBackup } from './backupState';
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
  /** What is given up says nothing. */
  const cancelled = useRef(false);

  const check = async (file: File) => {
    cancelled.current = false;
    setReturned(true);
    setStep({ at: 'checking', name: file.name });
    try {
      setStep({ at: 'confirm', file, preview: await service.data.inspectBackup(file) });
      // It says what is replaced: as it is now, not as it was a moment ago.
      void refreshStorage();
    } catch (error) {
      if (!cancelled.current) showError(error, `use ${file.name} as a back-up`);
      setStep({ at: 'idle' });
    }
  };

  const restore = async (file: File) => {
    cancelled.current = false;
    setStep({ at: 'restoring' });
    try {
      await service.data.restore(file);
      showDone('The back-up is restored', 'Every page shows what was in it.');
    } catch (error) {
      if (!cancelled.current) showError(error, 'restore the back-up');
    }
    setStep({ at: 'idle' });
  };

  const cancel = async () => {
    cancelled.current = true;
    if (!(await attempted('cancel it', () => service.data.cancelBackup()))) cancelled.current = false;
  };

  return (
    <Section
      title="Restore"
      about="Puts a back-up in the place of everything here. Nothing changes until the file has been checked and you have agreed. In a class, one such file puts everyone at the same start, and back there for the next group."
    >
      {step.at === 'idle' && <Chooser takesFocus={returned} onFile={(file) => void check(file)} />}
      {step.at === 'checking' && <Moving label={`Checking ${step.name}`} onCancel={() => void cancel()} />}
      {step.at === 'restoring' && <Moving label="Putting the back-up in place" onCancel={() => void cancel()} />}
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

interface MovingProps {
  readonly label: string;
  readonly onCancel: () => void;
}

/** How far it is; the file is read from its beginning to be put in place, too. */
function Moving({ label, onCancel }: MovingProps) {
  const state = useBackup((backup) => backup.state);
  const late = state.phase === 'replacing';
  const read = state.phase === 'reading' && state.rate > 0 ? inMegabytes(state) : null;
  return (
    <div className={classes.moving}>
      <ProgressLine
        label={label}
        share={read?.share ?? null}
        rate={read ? { perSecond: read.rate, unit: 'MB' } : undefined}
        secondsLeft={read?.secondsLeft}
        onCancel={late ? undefined : onCancel}
      >
        <p role="status">
          {late ? 'All of it is written at once: it is too late to cancel now.' : 'Nothing is changed yet.'}
        </p>
      </ProgressLine>
    </div>
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
