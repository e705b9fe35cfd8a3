// A note or tags for one run or several at once: Enter or the button keeps them, Escape leaves all as it was.

import { Button, Textarea, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { plural } from '../../components/format';
import { useFocusBack } from '../../components/useFocusBack';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { changeRuns } from '../actions';
import { tagsOf } from '../start/overrides';
import classes from './Table.module.css';

interface FormProps {
  readonly runs: readonly RunSummary[];
  readonly onDone: () => void;
}

export function NoteForm({ runs, onDone }: FormProps) {
  const same = runs.every((run) => run.note === runs[0]!.note);
  const [note, setNote] = useState(same ? runs[0]!.note : '');
  const form = useFocusBack<HTMLFormElement>();
  const field = useFocusOnMount<HTMLTextAreaElement>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const words = { doing: 'keep the note', done: note.trim() === '' ? 'Note taken away' : 'Note kept' };
    if (await changeRuns(runs, words, () => ({ note: note.trim() }))) onDone();
  };
  return (
    <form ref={form} className={classes.form} onSubmit={(event) => void submit(event)}>
      <Textarea
        ref={field}
        className={classes.wide ?? ''}
        size="xs"
        aria-label="Note"
        placeholder={same ? 'What was it for, what came of it?' : 'Replaces the notes of all that are chosen'}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={5000}
        value={note}
        onChange={({ currentTarget: { value } }) => setNote(value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
      />
      <Button type="submit" size="xs" variant="light">
        Keep
      </Button>
      <Button size="xs" variant="default" onClick={onDone}>
        Cancel
      </Button>
    </form>
  );
}

export function TagForm({ runs, onDone }: FormProps) {
  const [text, setText] = useState('');
  const form = useFocusBack<HTMLFormElement>();
  const field = useFocusOnMount<HTMLInputElement>();
  const all = [...new Set(runs.flatMap((run) => run.tags))];
  const change = (done: string, tags: (run: RunSummary) => readonly string[]) =>
    changeRuns(runs, { doing: 'change the tags', done }, (run) => ({ tags: tags(run) }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const added = tagsOf(text);
    if (added.length === 0) return onDone();
    const done = `Tagged ${plural(runs.length, 'run')}: ${added.join(', ')}`;
    if (await change(done, (run) => [...new Set([...run.tags, ...added])])) setText('');
  };
  return (
    <form ref={form} className={classes.form} onSubmit={(event) => void submit(event)}>
      {all.map((tag) => (
        <Button
          key={tag}
          size="compact-xs"
          variant="default"
          rightSection={<X size={12} aria-hidden />}
          aria-label={`Take the tag ${tag} away`}
          onClick={() => {
            field.current?.focus();
            void change(`Tag ${tag} taken away`, (run) => run.tags.filter((other) => other !== tag));
          }}
        >
          {tag}
        </Button>
      ))}
      <TextInput
        ref={field}
        size="xs"
        aria-label="New tags, separated by commas"
        placeholder="first try, small"
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
      />
      <Button type="submit" size="xs" variant="light">
        Add
      </Button>
      <Button size="xs" variant="default" onClick={onDone}>
        Done
      </Button>
    </form>
  );
}
