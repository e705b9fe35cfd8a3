// A training under way, paused, or found again after a reload.

import { Button } from '@mantine/core';
import type { TrainingStatus } from '../../../wire/reviews';
import { formatCount, plural } from '../../components/format';
import { ProgressLine } from '../../components/ProgressLine';
import { Note, Section } from '../../components/Section';
import { controlTraining } from '../actions';
import { accuracyWords } from '../verdict/words';
import { Curves } from './Curves';
import classes from './Train.module.css';

type Active = Extract<TrainingStatus, { phase: 'preparing' | 'running' | 'paused' | 'interrupted' }>;

const WORDS: Readonly<Record<Active['phase'], string>> = {
  preparing: 'Getting ready',
  running: 'Training',
  paused: 'Paused',
  interrupted: 'Interrupted',
};

export function Running({ training }: { readonly training: Active }) {
  const { phase, name, step, steps, epoch, epochs, rate, secondsLeft, held_out, engine } = training;
  const going = phase === 'preparing' || phase === 'running';
  const share = steps > 0 ? step / steps : phase === 'preparing' ? null : 0;
  const last = held_out.at(-1)?.evaluation ?? null;
  return (
    <Section title={`${WORDS[phase]}: ${name}`}>
      <ProgressLine
        label={
          steps > 0
            ? `Step ${formatCount(step)} of ${formatCount(steps)}, epoch ${epoch} of ${epochs}`
            : 'Reading the texts'
        }
        share={share}
        rate={{ perSecond: rate, unit: 'texts' }}
        secondsLeft={going ? secondsLeft : null}
      />
      {phase === 'interrupted' && (
        <Note>It was stopped from outside. Go on from its last checkpoint, or cancel it.</Note>
      )}
      <div className={classes.buttons} data-testid="training-controls">
        <Button size="xs" onClick={() => void controlTraining(going ? 'pause' : 'play')}>
          {going ? 'Pause' : 'Go on'}
        </Button>
        <Button size="xs" variant="default" onClick={() => void controlTraining('cancel')}>
          Cancel
        </Button>
      </div>
      <Curves progress={training} />
      {last && <Note>Last judged: {accuracyWords(last)}.</Note>}
      <Note>
        {plural(training.n_train, 'text')} to learn from, {formatCount(training.n_held_out)} held out
        {engine && ` · ${engine}`}. Scoring goes on meanwhile; you may close the tab, and it goes on next time.
      </Note>
    </Section>
  );
}
