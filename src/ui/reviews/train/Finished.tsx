// What came of a training: before and after on the texts held out, and which model shall answer.

import { Button } from '@mantine/core';
import type { Evaluation } from '../../../ml/trainer/types';
import type { TrainingStatus } from '../../../wire/reviews';
import { formatPercent } from '../../components/format';
import { whenPossible } from '../../components/possible';
import { Note, Section } from '../../components/Section';
import { useFocusStays } from '../../components/useFocusStays';
import { serveModel } from '../actions';
import { modelName, useReviews } from '../store';
import { intervalOf } from '../verdict/words';
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
              <th scope="row">95 % interval</th>
              <td>{interval(before)}</td>
              <td>{interval(after)}</td>
            </tr>
            <tr>
              <th scope="row">loss</th>
              <td>{before.loss.toFixed(3)}</td>
              <td>{after.loss.toFixed(3)}</td>
            </tr>
          </tbody>
        </table>
      )}
      {after === null ? (
        <Note>{NOTHING_HELD_OUT}</Note>
      ) : (
        held_out.length > 1 && (
          <Note>
            The best of {held_out.length} epochs was chosen on these same texts, so it looks a little better than it is.
            Try it on others under <a href="#/reviews/batch">Batch</a>.
          </Note>
        )
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
        <Button size="xs" variant="default" component="a" href={`#/models/${result}`}>
          Take it away
        </Button>
      </div>
      <Curves progress={training} />
    </Section>
  );
}

const NOTHING_HELD_OUT =
  'Nothing was held out, so nobody knows how good it is: with 20 % held out, it takes at least 3 texts of a label to hold out one.';

function interval({ accuracy, n }: Evaluation): string {
  return accuracy === null ? '–' : intervalOf(accuracy, n);
}

function share({ accuracy }: Evaluation): string {
  return accuracy === null ? '–' : formatPercent(accuracy);
}
