// Bringing in one's own table: open, drop or paste it; see what was found; then replace or append.

import { Button, Textarea } from '@mantine/core';
import { ClipboardPaste } from 'lucide-react';
import { useState } from 'react';
import { ServiceError } from '../../../wire/errors';
import { MAX_DIMENSIONS } from '../../../wire/limits';
import { wordsOf } from '../../components/errors';
import { isEscape } from '../../components/escape';
import { FileDrop } from '../../components/FileDrop';
import { plural } from '../../components/format';
import { ProgressLine } from '../../components/ProgressLine';
import { whenPossible } from '../../components/possible';
import { Note } from '../../components/Section';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { openSource } from '../share/open';
import { ImportPreview } from './ImportPreview';
import classes from './ImportSection.module.css';
import { AUTO, closeImport, type ImportStage, readAgain, useImporting } from './importing';
import { readPasted, usePasting } from './pasting';
import { useArrival } from './useArrival';

const ACCEPT =
  '.csv,.tsv,.txt,.dat,.json,.jsonl,.ndjson,text/csv,text/tab-separated-values,application/json,text/plain';

export function ImportSection() {
  const at = useImporting((state) => state.at);
  if (at.stage === 'reading') {
    return (
      <ProgressLine
        label={`Reading ${at.name}: ${plural(at.progress.rows, 'row')}`}
        share={at.progress.share}
        onCancel={closeImport}
      />
    );
  }
  return at.stage === 'read' ? <ImportPreview at={at} /> : <Sources at={at} />;
}

function Sources({ at }: { readonly at: ImportStage }) {
  const root = useArrival<HTMLDivElement>(at, whereToGoOn);
  return (
    <div ref={root} className={classes.root}>
      {at.stage === 'failed' && (
        <ImportFailure
          name={at.name}
          error={at.error}
          {...(at.options.columns || at.options.header !== 'auto' ? { onRetry: () => readAgain(AUTO) } : {})}
        />
      )}
      <FileDrop accept={ACCEPT} label="Open a file" onFile={(file) => void openSource(file, file.name)}>
        or drop it anywhere: CSV, TSV or JSON with up to {MAX_DIMENSIONS} columns of numbers.
      </FileDrop>
      <PasteBox />
      <Note>The file is read on this device and goes nowhere else.</Note>
    </div>
  );
}

/** What was pasted and could not be read is mended; else there may be another file. */
function whereToGoOn(sources: HTMLElement, { stage }: ImportStage): HTMLElement | null {
  const field = stage === 'failed' ? sources.querySelector('textarea') : null;
  return field ?? sources.querySelector<HTMLElement>('fieldset button');
}

function PasteBox() {
  const open = usePasting((pasting) => pasting.open);
  /** It was opened or closed here: what comes takes the focus of what was pressed. */
  const [pressed, setPressed] = useState(false);
  const turn = (wanted: boolean) => {
    setPressed(true);
    usePasting.setState({ open: wanted });
  };
  return open ? (
    <PasteField takesFocus={pressed} onCancel={() => turn(false)} />
  ) : (
    <PasteButton takesFocus={pressed} onClick={() => turn(true)} />
  );
}

function PasteButton({ takesFocus, onClick }: { readonly takesFocus: boolean; readonly onClick: () => void }) {
  const button = useFocusOnMount<HTMLButtonElement>(takesFocus);
  return (
    <Button
      ref={button}
      size="xs"
      variant="subtle"
      className={classes.paste ?? ''}
      leftSection={<ClipboardPaste size={14} aria-hidden />}
      onClick={onClick}
    >
      Paste a table
    </Button>
  );
}

/** What is in it stays when it is closed. */
function PasteField({ takesFocus, onCancel }: { readonly takesFocus: boolean; readonly onCancel: () => void }) {
  const text = usePasting((pasting) => pasting.text);
  const field = useFocusOnMount<HTMLTextAreaElement>(takesFocus);
  return (
    <div className={classes.root}>
      <Textarea
        ref={field}
        size="xs"
        label="A table, with or without a header"
        placeholder={'x, y\n1.2, 3.4\n5.6, 7.8'}
        rows={5}
        value={text}
        onChange={(event) => usePasting.setState({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (isEscape(event)) onCancel();
        }}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <div className={classes.row}>
        <Button size="xs" variant="light" {...whenPossible(text.trim() !== '', () => void readPasted())}>
          Read it
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

interface ImportFailureProps {
  readonly name: string;
  readonly error: unknown;
  readonly onRetry?: () => void;
}

function ImportFailure({ name, error, onRetry }: ImportFailureProps) {
  const details = error instanceof ServiceError ? error.details : [];
  return (
    <div className={classes.failure} role="alert">
      <strong>Could not read {name}</strong>
      <p>{wordsOf(error)}</p>
      {details.length > 0 && (
        <ul>
          {details.map((detail) => (
            <li key={`${detail.field}:${detail.message}`}>
              {detail.field}: {detail.message}
            </li>
          ))}
        </ul>
      )}
      <p>Your points are as they were.</p>
      <div className={classes.row}>
        {onRetry && (
          <Button size="compact-xs" variant="light" onClick={onRetry}>
            Read it as before
          </Button>
        )}
        <Button size="compact-xs" variant="default" onClick={closeImport}>
          Dismiss
        </Button>
      </div>
    </div>
  );
}
