// Which model answers, what each is, and new ones to begin from nothing.

import { ActionIcon, Button, Radio, Tooltip } from '@mantine/core';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { service } from '../../../client';
import type { TextModelSummary } from '../../../wire/reviews';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { RenameForm } from '../../components/RenameForm';
import { Note, Section } from '../../components/Section';
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

function OwnModelActions({ model: { id, name } }: { readonly model: TextModelSummary }) {
  const [mode, setMode] = useState<'plain' | 'rename' | 'delete'>('plain');
  const back = () => setMode('plain');
  if (mode === 'rename') return <RenameForm name={name} rename={(wanted) => renameModel(id, wanted)} onDone={back} />;
  if (mode === 'delete') return <ConfirmDelete remove={() => deleteModel(id)} onDone={back} />;
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

async function renameModel(id: string, name: string): Promise<boolean> {
  const done = await attempt('rename the model', async () => {
    await service.reviews.rename(id, name);
    return true;
  });
  return done === true;
}

function deleteModel(id: string): Promise<unknown> {
  return attempt('delete the model', () => service.reviews.remove(id));
}
