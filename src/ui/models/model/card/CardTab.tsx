// A model's card: what it is, what it learnt from, how good it is, what it is for. Written from what is known until people
// write another in its place.

import { Button, Textarea } from '@mantine/core';
import { Download, Pencil, RotateCcw } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { fileStem } from '../../../../wire/file-stem';
import type { ModelDetail } from '../../../../wire/library';
import { downloadBlob } from '../../../components/download';
import { Note, Section } from '../../../components/Section';
import { useFocusBack } from '../../../components/useFocusBack';
import { useFocusOnMount } from '../../../components/useFocusOnMount';
import { changeModel } from '../../actions';
import classes from './Card.module.css';
import { Markdown } from './Markdown';

export function CardTab({ model }: { readonly model: ModelDetail }) {
  const [editing, setEditing] = useState(false);
  const { id, name, card, card_edited: edited } = model;
  const done = () => setEditing(false);
  const save = () => downloadBlob(new Blob([card], { type: 'text/markdown' }), `${fileStem(name, 'model-card')}.md`);
  return (
    <Section title="Model card">
      {editing ? (
        <Edit id={id} card={card} onDone={done} />
      ) : (
        <>
          <div className={classes.tools}>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<Pencil size={14} aria-hidden />}
              onClick={() => setEditing(true)}
            >
              Edit
            </Button>
            <Button size="compact-sm" variant="default" leftSection={<Download size={14} aria-hidden />} onClick={save}>
              Markdown
            </Button>
            {edited && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<RotateCcw size={14} aria-hidden />}
                onClick={() => void changeModel(id, 'write the card anew', { card: null })}
              >
                The generated one
              </Button>
            )}
          </div>
          <Note>
            {edited
              ? 'Written by you. The generated one can be had again; then this one is gone.'
              : 'Written from what is known of the model, and kept up to date until you change it.'}
          </Note>
          <article aria-label="Model card" data-testid="card">
            <Markdown text={card} />
          </article>
        </>
      )}
    </Section>
  );
}

interface EditProps {
  readonly id: string;
  readonly card: string;
  readonly onDone: () => void;
}

function Edit({ id, card, onDone }: EditProps) {
  const [text, setText] = useState(card);
  const form = useFocusBack<HTMLFormElement>();
  const field = useFocusOnMount<HTMLTextAreaElement>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (text === card || (await changeModel(id, 'keep the card', { card: text }))) onDone();
  };
  return (
    <form ref={form} className={classes.edit} onSubmit={(event) => void submit(event)}>
      <Textarea
        ref={field}
        classNames={{ input: classes.source ?? '' }}
        label="Markdown"
        autosize
        minRows={12}
        maxRows={40}
        maxLength={100_000}
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <div className={classes.tools}>
        <Button type="submit" size="xs">
          Keep it
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
