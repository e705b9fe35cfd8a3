// Bringing in one's own table: open, drop or paste it; see what was found; then replace or append.

import { Button, Textarea } from '@mantine/core';
import { ClipboardPaste } from 'lucide-react';
import { ServiceError } from '../../../wire/errors';
import { MAX_DIMENSIONS } from '../../../wire/limits';
import { wordsOf } from '../../components/errors';
import { FileDrop } from '../../components/FileDrop';
import { plural } from '../../components/format';
import { ProgressLine } from '../../components/ProgressLine';
import { Note } from '../../components/Section';
import { openSource } from '../share/open';
import { ImportPreview } from './ImportPreview';
import classes from './ImportSection.module.css';
import { AUTO, closeImport, readAgain, useImporting } from './importing';
import { readPasted, usePasting } from './pasting';

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
  if (at.stage === 'read') return <ImportPreview name={at.name} result={at.result} options={at.options} />;
  return (
    <div className={classes.root}>
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

function PasteBox() {
  const { open, text } = usePasting();
  if (!open) {
    return (
      <Button
        size="xs"
        variant="subtle"
        className={classes.paste ?? ''}
        leftSection={<ClipboardPaste size={14} aria-hidden />}
        onClick={() => usePasting.setState({ open: true })}
      >
        Paste a table
      </Button>
    );
  }
  return (
    <div className={classes.root}>
      <Textarea
        size="xs"
        label="A table, with or without a header"
        placeholder={'x, y\n1.2, 3.4\n5.6, 7.8'}
        data-autofocus
        rows={5}
        value={text}
        onChange={(event) => usePasting.setState({ text: event.currentTarget.value })}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Button size="xs" variant="light" disabled={text.trim() === ''} onClick={() => void readPasted()}>
        Read it
      </Button>
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
