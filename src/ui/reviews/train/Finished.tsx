// What came of a training: before and after on the texts held out, and which model shall answer.

import { Button } from '@mantine/core';
import type { Evaluation } from '../../../ml/trainer/types';
import type { TrainingStatus } from '../../../wire/reviews';
import { whenPossible } from '../../components/possible';
import { Note, Section } from '../../components/Section';
import { useFocusStays } from '../../components/useFocusStays';
import { serveModel } from '../actions';
import { modelName, useReviews } from '../store';
import { formatPercent } from '../verdict/words';
import { Curves } from './Curves';
import classes from './Train.module.css';

type Done = Extract<TrainingStatus, { phase: 'finished' }>;

export function Finished({ training }: { readonly training: Done }) {
  const state = useReviews((all) => all.state);
  const rest = useFocusStays<HTMLDivElement>();
  const { result, name, model, before, held_out, reason } = training;
  const after = held_out.reduce<Evaluation | null>(
    (best, { evaluation }) => (best && best.loss <= evaluation.loss ? best : evaluation),
    null,
  );
  const serving = state?.serving.model === result;
  return (
    <Section title={`Trained: ${name}`}>
      {before && after && (
        <table className={classes.compare} data-testid="before-after">
          <caption className="visually-hidden">Before and after the training</caption>
          <thead>
            <tr>
              <th scope="col">Of {after.n} held out</th>
              <th scope="col">before</th>
              <th scope="col">after</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">right</th>
              <td>{share(before)}</td>
              <td>{share(after)}</td>
            </tr>
            <tr>
              <th scope="row">loss</th>
              <td>{before.loss.toFixed(3)}</td>
              <td>{after.loss.toFixed(3)}</td>
            </tr>
          </tbody>
        </table>
      )}
      {reason === 'early-stopping' && <Note>It ended early: the texts held out were no longer judged better.</Note>}
      <div ref={rest} tabIndex={-1} className={classes.buttons}>
        <Button size="xs" {...whenPossible(!serving, () => void serveModel(result))}>
          {serving ? 'It answers now' : 'Let it answer'}
        </Button>
        {serving && (
          <Button size="xs" variant="default" onClick={() => void serveModel(model)}>
            Back to {modelName(state, model)}
          </Button>
        )}
      </div>
      <Curves progress={training} />
    </Section>
  );
}

function share({ accuracy }: Evaluation): string {
  return accuracy === null ? '–' : formatPercent(accuracy);
}
