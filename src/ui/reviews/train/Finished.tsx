// What came of a training: before and after on the texts held out, and which model shall answer.

import { Button } from '@mantine/core';
import type { Evaluation } from '../../../ml/trainer/types';
import type { TrainingStatus } from '../../../wire/reviews';
import { Note, Section } from '../../components/Section';
import { serveModel } from '../actions';
import { modelName, useReviews } from '../store';
import { formatPercent } from '../verdict/words';
import { Curves } from './Curves';
import classes from './Train.module.css';

type Done = Extract<TrainingStatus, { phase: 'finished' }>;

export function Finished({ training }: { readonly training: Done }) {
  const state = useReviews((all) => all.state);
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
          <thead>
            <tr>
              <th>Of {after.n} held out</th>
              <th>before</th>
              <th>after</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>right</td>
              <td>{share(before)}</td>
              <td>{share(after)}</td>
            </tr>
            <tr>
              <td>loss</td>
              <td>{before.loss.toFixed(3)}</td>
              <td>{after.loss.toFixed(3)}</td>
            </tr>
          </tbody>
        </table>
      )}
      {reason === 'early-stopping' && <Note>It ended early: the texts held out were no longer judged better.</Note>}
      <div className={classes.buttons}>
        <Button size="xs" disabled={serving} onClick={() => void serveModel(result)}>
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
