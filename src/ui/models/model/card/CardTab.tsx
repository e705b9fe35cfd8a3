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
import { changeModel, draftCard, keepCard } from '../../actions';
import { type CardDraft, useModels } from '../../store';
import classes from './Card.module.css';
import { Markdown } from './Markdown';

export function CardTab({ model }: { readonly model: ModelDetail }) {
  const { id, name, card, card_edited: edited } = model;
  const draft = useModels((ui) => ui.cards.get(id));
  /** It was opened here, and not found open. */
  const [opened, setOpened] = useState(false);
  const edit = () => {
    setOpened(true);
    draftCard(id, { before: card, text: card });
  };
  const save = () => downloadBlob(new Blob([card], { type: 'text/markdown' }), `${fileStem(name, 'model-card')}.md`);
  return (
    <Section title="Model card">
      {draft ? (
        <Edit id={id} draft={draft} takesFocus={opened} />
      ) : (
        <>
          <div className={classes.tools}>
            <Button size="compact-sm" variant="default" leftSection={<Pencil size={14} aria-hidden />} onClick={edit}>
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
  readonly draft: CardDraft;
  readonly takesFocus: boolean;
}

function Edit({ id, draft, takesFocus }: EditProps) {
  const form = useFocusBack<HTMLFormElement>();
  const field = useFocusOnMount<HTMLTextAreaElement>(takesFocus);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void keepCard(id, draft);
  };
  return (
    <form ref={form} className={classes.edit} onSubmit={submit}>
      <Textarea
        ref={field}
        classNames={{ input: classes.source ?? '' }}
        label="Markdown"
        autosize
        minRows={12}
        maxRows={40}
        maxLength={100_000}
        value={draft.text}
        onChange={({ currentTarget: { value } }) => draftCard(id, { ...draft, text: value })}
      />
      <div className={classes.tools}>
        <Button type="submit" size="xs">
          Keep it
        </Button>
        <Button size="xs" variant="default" onClick={() => draftCard(id, null)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
