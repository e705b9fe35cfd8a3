// Which model answers, what each is, and new ones to begin from nothing.

import { ActionIcon, Button, Radio, TextInput, Tooltip } from '@mantine/core';
import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { service } from '../../../client';
import type { TextModelSummary } from '../../../wire/reviews';
import { Note, Section } from '../../components/Section';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { attempt, serveModel } from '../actions';
import { compareWith } from '../scoring';
import { useReviews } from '../store';
import { accuracyWords, modelFacts } from '../verdict/words';
import classes from './Models.module.css';
import { NewModel } from './NewModel';

export function ModelsTab() {
  const state = useReviews((all) => all.state);
  if (!state) return null;
  return (
    <>
      <Section title="Which model answers">
        <Radio.Group
          aria-label="Which model answers"
          value={state.serving.model}
          onChange={(model) => void serveModel(model)}
        >
          <div className={classes.list}>
            {state.models.map((model) => (
              <Model key={model.id} model={model} serving={state.serving.model === model.id} />
            ))}
          </div>
        </Radio.Group>
      </Section>
      <NewModel />
    </>
  );
}

function Model({ model, serving }: { readonly model: TextModelSummary; readonly serving: boolean }) {
  const compared = useReviews((state) => state.compared === model.id);
  const structure = useReviews((state) => state.structure === model.id);
  const { id, name, shipped, untrained, held_out, description } = model;
  return (
    <div className={classes.model} data-testid={`model-${id}`}>
      <Radio value={id} label={name} description={modelFacts(model)} />
      <div className={classes.about}>
        <Note>
          {untrained ? 'Untrained: its weights are random still.' : `${accuracyWords(held_out)}.`} {description}
        </Note>
        <div className={classes.actions}>
          {!serving && (
            <Button
              size="compact-xs"
              variant={compared ? 'light' : 'default'}
              aria-pressed={compared}
              onClick={() => compareWith(compared ? null : id)}
            >
              {untrained ? 'Test it on the text' : 'Compare on the text'}
            </Button>
          )}
          <Button
            size="compact-xs"
            variant={structure ? 'light' : 'default'}
            aria-pressed={structure}
            onClick={() => useReviews.setState({ structure: structure ? null : id })}
          >
            See its structure
          </Button>
          {!shipped && <OwnModelActions model={model} />}
        </div>
      </div>
    </div>
  );
}

function OwnModelActions({ model }: { readonly model: TextModelSummary }) {
  const { name } = model;
  const [mode, setMode] = useState<'plain' | 'rename' | 'delete'>('plain');
  const back = () => setMode('plain');
  if (mode === 'rename') return <RenameForm model={model} onDone={back} />;
  if (mode === 'delete') return <DeleteForm model={model} onDone={back} />;
  return (
    <>
      <Tooltip label="Rename">
        <ActionIcon size="sm" aria-label={`Rename ${name}`} onClick={() => setMode('rename')}>
          <Pencil size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Delete">
        <ActionIcon size="sm" aria-label={`Delete ${name}`} onClick={() => setMode('delete')}>
          <Trash2 size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

interface FormProps {
  readonly model: TextModelSummary;
  readonly onDone: () => void;
}

function RenameForm({ model: { id, name }, onDone }: FormProps) {
  const [wanted, setWanted] = useState(name);
  const field = useFocusOnMount<HTMLInputElement>();
  const rename = async (event: FormEvent) => {
    event.preventDefault();
    const done = await attempt('rename the model', async () => {
      await service.reviews.rename(id, wanted.trim());
      return true;
    });
    if (done) onDone();
  };
  return (
    <form className={classes.form} onSubmit={(event) => void rename(event)}>
      <TextInput
        ref={field}
        size="xs"
        aria-label="New name"
        maxLength={100}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
      />
      <Button type="submit" size="xs" variant="light" disabled={wanted.trim() === ''}>
        Rename
      </Button>
    </form>
  );
}

function DeleteForm({ model: { id }, onDone }: FormProps) {
  const keep = useFocusOnMount<HTMLButtonElement>();
  return (
    <>
      <Button
        size="compact-xs"
        color="red"
        onClick={() => void attempt('delete the model', () => service.reviews.remove(id)).then(onDone)}
      >
        Delete for good
      </Button>
      <Button ref={keep} size="compact-xs" variant="default" onClick={onDone}>
        Keep
      </Button>
    </>
  );
}
