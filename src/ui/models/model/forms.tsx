// A note or tags for a model: Enter or the button keeps them, Escape leaves all as it was.

import { Button, Textarea, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { LibraryModel } from '../../../wire/library';
import { useFocusBack } from '../../components/useFocusBack';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { tagsOf } from '../../runs/start/overrides';
import { changeModel } from '../actions';
import classes from './Model.module.css';

interface FormProps {
  readonly model: LibraryModel;
  readonly onDone: () => void;
}

export function NoteForm({ model, onDone }: FormProps) {
  const [note, setNote] = useState(model.note);
  const form = useFocusBack<HTMLFormElement>();
  const field = useFocusOnMount<HTMLTextAreaElement>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await changeModel(model.id, 'keep the note', { note: note.trim() })) onDone();
  };
  return (
    <form ref={form} className={classes.form} onSubmit={(event) => void submit(event)}>
      <Textarea
        ref={field}
        className={classes.wide ?? ''}
        size="xs"
        aria-label="Note"
        placeholder="What is it for, what is to be minded?"
        autosize
        minRows={1}
        maxRows={8}
        maxLength={10_000}
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

export function TagForm({ model, onDone }: FormProps) {
  const [text, setText] = useState('');
  const form = useFocusBack<HTMLFormElement>();
  const field = useFocusOnMount<HTMLInputElement>();
  const change = (tags: readonly string[]) => changeModel(model.id, 'change the tags', { tags });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const added = tagsOf(text);
    if (added.length === 0) return onDone();
    if (await change([...new Set([...model.tags, ...added])])) setText('');
  };
  return (
    <form ref={form} className={classes.form} onSubmit={(event) => void submit(event)}>
      {model.tags.map((tag) => (
        <Button
          key={tag}
          size="compact-xs"
          variant="default"
          rightSection={<X size={12} aria-hidden />}
          aria-label={`Take the tag ${tag} away`}
          onClick={() => {
            field.current?.focus();
            void change(model.tags.filter((other) => other !== tag));
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
