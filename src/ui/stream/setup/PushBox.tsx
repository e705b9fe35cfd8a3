// A batch to learn from as JSON: typed, pasted, or a sample one click away. What is not in order is told in place.

import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { service } from '../../../client';
import { ServiceError } from '../../../wire/errors';
import { BusyButton } from '../../components/BusyButton';
import { wordsOf } from '../../components/errors';
import { plural } from '../../components/format';
import { Note, Section, Term } from '../../components/Section';
import { isOn } from '../actions';
import { useStream } from '../store';
import { readPushed, sampleJson } from './pushed';
import classes from './Setup.module.css';

interface Outcome {
  readonly ok: boolean;
  readonly words: string;
  readonly help?: string;
}

const SAMPLE_COLUMNS = 2;

export function PushBox() {
  const text = useStream((ui) => ui.batch);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [pushing, setPushing] = useState(false);
  const phase = useStream((ui) => ui.state?.status.phase);
  const columns = useStream((ui) => {
    const status = ui.state?.status;
    return (status && status.phase !== 'idle' && status.X_shape?.[1]) || SAMPLE_COLUMNS;
  });
  const needsY = useStream((ui) => ui.state?.config.learner.id !== 'mixture');
  const edit = (changed: string) => {
    useStream.setState({ batch: changed });
    setOutcome(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pushing || text.trim() === '') return;
    setPushing(true);
    setOutcome(await push(text, needsY, isOn(phase)));
    setPushing(false);
  };
  return (
    <Section title="Push a batch" aside={<Term word="" term="{ X, y }" />}>
      <form className={classes.stack} onSubmit={(event) => void submit(event)}>
        <Textarea
          className={classes.json ?? ''}
          size="xs"
          aria-label="A batch as JSON"
          placeholder={'{ "X": [[1.2, 0.5], [0.1, 2]], "y": [1, 0] }'}
          rows={9}
          spellCheck={false}
          value={text}
          onChange={(event) => edit(event.currentTarget.value)}
        />
        <div className={classes.row}>
          <BusyButton type="submit" size="xs" busy={pushing} possible={text.trim() !== ''}>
            Push
          </BusyButton>
          <Button size="xs" variant="default" onClick={() => edit(sampleJson(columns))}>
            Put in a sample
          </Button>
        </div>
        <div aria-live="polite">{outcome && <OutcomeWords outcome={outcome} />}</div>
        {outcome === null && <What needsY={needsY} />}
      </form>
    </Section>
  );
}

function What({ needsY }: { readonly needsY: boolean }) {
  if (!needsY) {
    return (
      <Note>
        Rows of numbers in <code>X</code>; a mixture needs no <code>y</code>.
      </Note>
    );
  }
  return (
    <Note>
      Rows of numbers in <code>X</code>, one answer a row in <code>y</code>: classes from 0, or numbers.
    </Note>
  );
}

function OutcomeWords({ outcome: { ok, words, help } }: { readonly outcome: Outcome }) {
  if (ok) return <p className={classes.done}>{words}</p>;
  return (
    <p className={classes.problem} data-testid="push-problem">
      <strong>{words}</strong>
      {help} Nothing was learnt.
    </p>
  );
}

/** Never rejects. */
async function push(text: string, needsY: boolean, on: boolean): Promise<Outcome> {
  const read = readPushed(text, needsY);
  if (!read.ok) return { ok: false, words: read.problem, help: read.help };
  try {
    await service.stream.push(read.batch);
    const rows = plural(read.batch.X.length, 'row');
    return { ok: true, words: on ? `${rows} taken.` : `${rows} taken: learning begins.` };
  } catch (error) {
    const words = wordsOf(error);
    return { ok: false, words, help: adviceFor(error) };
  }
}

function adviceFor(error: unknown): string {
  // It says when there will be room.
  if (error instanceof ServiceError && error.code === 'busy') return '';
  if (error instanceof ServiceError && error.code === 'too_large') return 'Push it in smaller batches.';
  return 'Correct it and push again.';
}
