// What a file or folder holds, before it is kept: what it is, what will be otherwise than in the file, and its name here.

import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { BusyButton } from '../../components/BusyButton';
import { formatBytes, plural } from '../../components/format';
import { Note } from '../../components/Section';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { keepIncoming, leaveIncoming } from '../actions';
import type { Incoming } from '../store';
import { KIND_WORDS } from '../words';
import { Arriving } from './Arriving';
import classes from './Incoming.module.css';

/** Names shown of a long list of files. */
const MOST = 200;

export function Found({ incoming }: { readonly incoming: Extract<Incoming, { stage: 'found' }> }) {
  const { id, preview, source, keeping } = incoming;
  const [name, setName] = useState(preview.name);
  const field = useFocusOnMount<HTMLInputElement>();
  const possible = name.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (possible && !keeping) void keepIncoming(name.trim());
  };
  return (
    <form className={classes.found} aria-label="What is in it" onSubmit={submit}>
      <p className={classes.what}>
        <strong>{preview.description}</strong>
        <span>
          <bdi>{source.name}</bdi>: {KIND_WORDS[preview.kind].toLowerCase()}, {preview.format},{' '}
          {formatBytes(preview.bytes)}
        </span>
      </p>
      {preview.remarks.length > 0 && (
        <ul className={classes.remarks}>
          {preview.remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      <details className={classes.more}>
        <summary>{plural(preview.files.length, 'file')}</summary>
        <ul>
          {preview.files.slice(0, MOST).map((path) => (
            <li key={path}>
              <code>{path}</code>
            </li>
          ))}
        </ul>
        {preview.files.length > MOST && <Note>and {preview.files.length - MOST} more</Note>}
      </details>
      {preview.manifest && (
        <details className={classes.more}>
          <summary>What its manifest says</summary>
          <pre>{JSON.stringify(preview.manifest, null, 2)}</pre>
        </details>
      )}
      <TextInput
        ref={field}
        size="xs"
        label="Name here"
        maxLength={100}
        value={name}
        onChange={({ currentTarget: { value } }) => setName(value)}
      />
      <div className={classes.buttons}>
        <BusyButton type="submit" size="xs" busy={keeping} possible={possible}>
          Keep it
        </BusyButton>
        <Button size="xs" variant="default" disabled={keeping} onClick={leaveIncoming}>
          Leave it
        </Button>
      </div>
      {keeping && <Arriving id={id} label="Keeping it" />}
    </form>
  );
}
