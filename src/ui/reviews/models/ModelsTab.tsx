// Which model answers, what each is, and new ones to begin from nothing.

import { Button, Radio } from '@mantine/core';
import { service } from '../../../client';
import type { TextModelSummary } from '../../../wire/reviews';
import { attempt, attempted } from '../../components/attempt';
import { ItemTools } from '../../components/items/ItemTools';
import { Note, Section } from '../../components/Section';
import { useSoon } from '../../components/useSoon';
import { serveModel } from '../actions';
import { compareWith } from '../scoring';
import { useReviews } from '../store';
import { accuracyWords, modelFacts } from '../verdict/words';
import classes from './Models.module.css';
import { NewModel } from './NewModel';

export function ModelsTab() {
  const state = useReviews((all) => all.state);
  const soon = useSoon(state !== null);
  if (!state || !soon) return null;
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
    <div data-testid={`model-${id}`}>
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
          <Button size="compact-xs" variant="default" component="a" href={`#/models/${id}`}>
            Take it away
          </Button>
          {!shipped && <OwnModelTools model={model} />}
        </div>
      </div>
    </div>
  );
}

function OwnModelTools({ model: { id, name } }: { readonly model: TextModelSummary }) {
  return (
    <ItemTools
      name={name}
      rename={(wanted) => attempted('rename the model', () => service.reviews.rename(id, wanted))}
      remove={() => attempt('delete the model', () => service.reviews.remove(id))}
    />
  );
}
