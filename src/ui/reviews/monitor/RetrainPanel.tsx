// Retraining: what there is to learn from, how it stands, and how it is to be done.

import { Anchor, Button, Collapse } from '@mantine/core';
import { useState } from 'react';
import { service } from '../../../client';
import type { RetrainState } from '../../../wire/retrain';
import type { ReviewsState } from '../../../wire/reviews';
import { attempt } from '../../components/attempt';
import { plural } from '../../components/format';
import { ProgressLine } from '../../components/ProgressLine';
import { Trouble } from '../../components/part/Part';
import { Note, Section } from '../../components/Section';
import { useFocusStays } from '../../components/useFocusStays';
import { controlTraining } from '../actions';
import { modelName, useReviews } from '../store';
import classes from './Monitor.module.css';
import { RetrainFields } from './RetrainFields';
import { useMonitor } from './store';
import { inPerCent, restingWords } from './words';

const start = () => void attempt('retrain', () => service.retrain.start());

export function RetrainPanel() {
  const state = useMonitor((all) => all.retrain);
  const reviews = useReviews((all) => all.state);
  const [open, setOpen] = useState(false);
  // Most of its buttons go when they are pressed.
  const rest = useFocusStays<HTMLDivElement>();
  if (!state) return null;
  const { status, available, options } = state;
  const idle = status.phase === 'idle' || status.phase === 'proposed' || status.phase === 'failed';
  return (
    <Section
      title="Retrain"
      aside={
        <Button size="compact-sm" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
          How
        </Button>
      }
    >
      <div ref={rest} tabIndex={-1} className={classes.standing}>
        <Status state={state} reviews={reviews} />
        {idle && (
          <div className={classes.row}>
            <Button size="sm" disabled={available.new_texts === 0} onClick={start}>
              {available.new_texts === 0 ? 'Retrain' : `Retrain on ${plural(available.new_texts, 'new label')}`}
            </Button>
            {available.new_texts === 0 && (
              <Anchor size="sm" href="#/reviews/label">
                Label some reviews first
              </Anchor>
            )}
          </div>
        )}
      </div>
      <Note>
        New labels and {inPerCent(options.replay)} % old texts are learnt from together. The new version serves only if
        it is right on at least {inPerCent(options.min_accuracy)} % of the texts held out and not significantly worse
        than the present one on the old ones: those held out earlier, the test parts chosen under How
        {options.probe && ', and 200 short English reviews that come with the app'}.
        {idle && available.old_texts === 0 && options.replay > 0 && (
          <> There are no old texts to learn from yet: a dataset can be chosen under How.</>
        )}{' '}
        To say yourself what is learnt, and by which model, train it by hand beside what you{' '}
        <a href="#/reviews">write</a>.
      </Note>
      <Collapse expanded={open}>
        <RetrainFields options={options} />
      </Collapse>
    </Section>
  );
}

interface StatusProps {
  readonly state: RetrainState;
  readonly reviews: ReviewsState | null;
}

function Status({ state, reviews }: StatusProps) {
  const { status } = state;
  if (status.phase === 'proposed') {
    return (
      <div className={classes.headline} data-tone="bad" data-testid="retrain-proposed">
        <div aria-live="polite">
          <p className={classes.verdict}>Learn from the new reviews?</p>
          <p className={classes.about}>{status.reason}</p>
        </div>
        <span />
        <Button size="xs" variant="default" onClick={() => void attempt('put it off', () => service.retrain.dismiss())}>
          Not now
        </Button>
      </div>
    );
  }
  if (status.phase === 'training') {
    const training = reviews?.training;
    const step = training && 'step' in training ? training : null;
    const resting = training?.phase === 'interrupted' || training?.phase === 'paused' ? training.phase : null;
    return (
      <ProgressLine
        label={`Training on ${plural(status.new_texts, 'new text')} and ${plural(status.old_texts, 'old one')}`}
        share={step && step.steps > 0 ? step.step / step.steps : null}
        rate={step ? { perSecond: step.rate, unit: 'texts' } : undefined}
        secondsLeft={step?.secondsLeft ?? null}
        onCancel={() => void controlTraining('cancel')}
      >
        <Note>
          {modelName(reviews, status.champion)} serves meanwhile.{' '}
          {resting ? restingWords(resting) : 'You may close the tab: it goes on next time.'}
        </Note>
        {resting && (
          <div className={classes.row}>
            <Button size="xs" onClick={() => void controlTraining('play')}>
              Go on
            </Button>
          </div>
        )}
      </ProgressLine>
    );
  }
  if (status.phase === 'judging') {
    return (
      <ProgressLine
        label="Comparing the new version with the present one"
        share={status.share}
        rate={{ perSecond: status.rate, unit: 'texts' }}
        secondsLeft={status.secondsLeft}
        onCancel={() => void attempt('stop comparing', () => service.retrain.cancel())}
      />
    );
  }
  if (status.phase === 'failed') {
    return <Trouble>{status.message}</Trouble>;
  }
  return null;
}
