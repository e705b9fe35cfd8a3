// A word at the present batch, kept with the run and marked on its charts.

import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { service } from '../../../client';
import { attempt } from '../../components/attempt';
import { BusyButton } from '../../components/BusyButton';
import classes from './Charts.module.css';

/** Characters of a word on a chart. */
const LONGEST = 40;

export function Annotate() {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const word = text.trim();
    if (busy || word === '') return;
    setBusy(true);
    const done = await attempt('mark this batch', async () => {
      await service.stream.annotate(word);
      return true;
    });
    setBusy(false);
    if (done) setText('');
  };
  return (
    <form className={classes.annotate} onSubmit={(event) => void submit(event)}>
      <TextInput
        size="xs"
        aria-label="A word at this batch"
        placeholder="A word at this batch"
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <BusyButton type="submit" size="xs" variant="default" busy={busy} possible={text.trim() !== ''}>
        Mark
      </BusyButton>
    </form>
  );
}
