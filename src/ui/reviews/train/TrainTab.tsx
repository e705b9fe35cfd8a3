// Training: what to learn from and how, then how it goes, then what came of it.

import type { TrainingStatus } from '../../../wire/reviews';
import { Note, Section } from '../../components/Section';
import { useSaid } from '../../components/useSaid';
import { useReviews } from '../store';
import { Finished } from './Finished';
import { Running } from './Running';
import classes from './Train.module.css';
import { TrainForm } from './TrainForm';

export function TrainTab() {
  const state = useReviews((all) => all.state);
  const training = state?.training;
  useSaid(training ? (training.phase === 'finished' ? `Trained: ${training.name}` : '') : null);
  if (!state || !training) return null;
  return (
    <>
      <Status training={training} />
      {!underWay(training) && <TrainForm state={state} />}
    </>
  );
}

function Status({ training }: { readonly training: TrainingStatus }) {
  switch (training.phase) {
    case 'idle':
      return null;
    case 'failed':
      return (
        <Section title="The training stopped">
          <p role="alert" className={classes.problem}>
            {training.message}
          </p>
          <Note>Your labels and models are as they were. Change something below, or try again.</Note>
        </Section>
      );
    case 'finished':
      return <Finished training={training} />;
    default:
      return <Running training={training} />;
  }
}

function underWay({ phase }: TrainingStatus): boolean {
  return phase !== 'idle' && phase !== 'finished' && phase !== 'failed';
}
