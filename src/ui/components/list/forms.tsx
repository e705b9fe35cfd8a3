// A note or tags for one thing or several at once: Enter or the button keeps them, Escape leaves all as it was.

import { Button, Textarea, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import { isEscape } from '../escape';
import { unlessBusy } from '../unlessBusy';
import { useFocusBack } from '../useFocusBack';
import { useFocusOnMount } from '../useFocusOnMount';
import classes from './forms.module.css';
import { tagsOf } from './tags';

interface NoteFormProps {
  readonly note: string;
  readonly placeholder: string;
  /** Characters. */
  readonly maxLength: number;
  /** Resolves true once it is kept; otherwise it has said why not, and the form stays. */
  readonly keep: (note: string) => Promise<boolean>;
  readonly onDone: () => void;
}

export function NoteForm({ note: before, placeholder, maxLength, keep, onDone }: NoteFormProps) {
  // Until something is typed it shows the note as it is, whoever changes it meanwhile.
  const [typed, setTyped] = useState<string | null>(null);
  const note = typed ?? before;
  const field = useFocusOnMount<HTMLTextAreaElement>();
  const submit = async () => {
    if (await keep(note.trim())) onDone();
  };
  return (
    <Form submit={submit} buttons={['Keep', 'Cancel']} onDone={onDone}>
      <Textarea
        ref={field}
        className={classes.wide ?? ''}
        size="xs"
        aria-label="Note"
        placeholder={placeholder}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={maxLength}
        value={note}
        onChange={({ currentTarget: { value } }) => setTyped(value)}
      />
    </Form>
  );
}

interface TagFormProps {
  /** Those there are: each can be taken away. */
  readonly tags: readonly string[];
  /** Resolve true once it is done, as NoteForm's. */
  readonly add: (tags: readonly string[]) => Promise<boolean>;
  readonly takeAway: (tag: string) => Promise<boolean>;
  readonly onDone: () => void;
}

export function TagForm({ tags, add, takeAway, onDone }: TagFormProps) {
  const [text, setText] = useState('');
  const field = useFocusOnMount<HTMLInputElement>();
  const submit = async () => {
    const added = tagsOf(text);
    if (added.length === 0) return onDone();
    if (await add(added)) setText('');
  };
  return (
    <Form submit={submit} buttons={['Add', 'Done']} onDone={onDone}>
      {tags.map((tag) => (
        <Tag key={tag} tag={tag} field={field} takeAway={takeAway} />
      ))}
      <TextInput
        ref={field}
        size="xs"
        aria-label="New tags, separated by commas"
        placeholder="first try, small"
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
    </Form>
  );
}

interface TagProps extends Pick<TagFormProps, 'takeAway'> {
  readonly tag: string;
  /** Has the focus once the tag's button goes. */
  readonly field: RefObject<HTMLInputElement | null>;
}

function Tag({ tag, field, takeAway }: TagProps) {
  return (
    <Button
      size="compact-xs"
      variant="default"
      rightSection={<X size={12} aria-hidden />}
      aria-label={`Take the tag ${tag} away`}
      onClick={() => {
        field.current?.focus();
        void takeAway(tag);
      }}
    >
      {tag}
    </Button>
  );
}

interface FormProps {
  readonly submit: () => Promise<void>;
  /** What submits, and what leaves it. */
  readonly buttons: readonly [string, string];
  readonly onDone: () => void;
  readonly children: ReactNode;
}

function Form({ submit, buttons: [does, leaves], onDone, children }: FormProps) {
  const form = useFocusBack<HTMLFormElement>();
  const busy = useRef(false);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void unlessBusy(busy, submit);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isEscape(event)) onDone();
  };
  return (
    <form ref={form} className={classes.form} onSubmit={onSubmit} onKeyDown={onKeyDown}>
      {children}
      <Button type="submit" size="xs" variant="light">
        {does}
      </Button>
      <Button size="xs" variant="default" onClick={onDone}>
        {leaves}
      </Button>
    </form>
  );
}
