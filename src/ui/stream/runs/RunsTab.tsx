// Runs kept under a name: to compare the present one with, to take away as CSV, to remove.

import { Button, Checkbox, TextInput } from '@mantine/core';
import { Download } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { service } from '../../../client';
import type { StreamState } from '../../../wire/stream';
import { attempt } from '../../components/attempt';
import { downloadBlob, stampedName } from '../../components/download';
import { formatDate, plural } from '../../components/format';
import { Item, Items } from '../../components/items/Items';
import { Note, Section, Term } from '../../components/Section';
import { unlessBusy } from '../../components/unlessBusy';
import { useStream } from '../store';
import { batchesOf, isComparable } from '../sync';
import { SOURCE_WORDS } from '../words';
import classes from './Runs.module.css';

type Kept = StreamState['kept'][number];

export function RunsTab() {
  const kept = useStream((ui) => ui.state?.kept);
  const begun = useStream((ui) => batchesOf(ui.state) > 0);
  return (
    <>
      <Section title="This run">
        <Keep disabled={!begun} />
        <Button
          size="xs"
          variant="default"
          disabled={!begun}
          leftSection={<Download size={15} aria-hidden />}
          onClick={() => void exportCsv(null)}
        >
          Export CSV
        </Button>
        <Note>All curves and what happened, a row each. Nothing of your data is in it.</Note>
      </Section>
      <Section title="Kept runs" aside={<Term word="" term="compare" />}>
        {!kept || kept.length === 0 ? (
          <Note>
            Keep a run, start over with another set-up and the same seed, and its curve lies beside the new one.
          </Note>
        ) : (
          <Items testId="kept-runs">
            {kept.map((run) => (
              <KeptRun key={run.id} run={run} />
            ))}
          </Items>
        )}
      </Section>
    </>
  );
}

function Keep({ disabled }: { readonly disabled: boolean }) {
  const [name, setName] = useState('');
  const source = useStream((ui) => ui.state?.source ?? ui.state?.config.source.id ?? 'sea');
  const busy = useRef(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void unlessBusy(busy, keep);
  };
  const keep = async () => {
    const word = name.trim() || SOURCE_WORDS[source].word;
    const id = await attempt('keep the run', () => service.stream.keep(word));
    if (id !== undefined) setName('');
  };
  return (
    <form className={classes.keep} onSubmit={submit}>
      <TextInput
        size="xs"
        className={classes.name ?? ''}
        aria-label="Name to keep this run under"
        placeholder={SOURCE_WORDS[source].word}
        maxLength={60}
        disabled={disabled}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="light" disabled={disabled}>
        Keep
      </Button>
    </form>
  );
}

function KeptRun({ run }: { readonly run: Kept }) {
  const compared = useStream((ui) => ui.compared === run.id);
  const other = useStream((ui) => !isComparable(run, ui.state));
  const { name, batches, created_at } = run;
  const facts = [plural(batches, 'batch', 'batches'), formatDate(created_at), other && 'learns something else'];
  return (
    <Item
      name={name}
      choice={
        <Checkbox
          size="xs"
          label={name}
          aria-label={`Compare with ${name}`}
          checked={compared}
          disabled={other}
          onChange={() => useStream.setState({ compared: compared ? null : run.id, other: null })}
        />
      }
      facts={facts.filter(Boolean).join(' · ')}
      remove={() => attempt('remove the run', () => service.stream.removeKept(run.id))}
    >
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Download size={13} aria-hidden />}
        aria-label={`Export ${name} as CSV`}
        onClick={() => void exportCsv(run)}
      >
        CSV
      </Button>
    </Item>
  );
}

async function exportCsv(run: Kept | null): Promise<void> {
  const blob = await attempt('export the run', () => service.stream.exportCsv(run?.id));
  if (blob) downloadBlob(blob, `${stampedName('millrace-stream', new Date())}.csv`);
}
