// How far the labelling is, and which reviews come first.

import { Progress, SegmentedControl } from '@mantine/core';
import { memo } from 'react';
import type { QueueOrder } from '../../../../wire/labelling';
import { formatCount, plural } from '../../../components/format';
import { NumberField } from '../../../components/NumberField';
import { Note, Term } from '../../../components/Section';
import { useReviews } from '../../store';
import { MAX_SEED } from '../prefs';
import { orderBy } from '../queue';
import { isChecking, prefer, useLabel } from '../store';
import classes from './Hand.module.css';

const CHOICES: readonly { readonly value: QueueOrder; readonly label: string }[] = [
  { value: 'uncertainty', label: 'Unsure first' },
  { value: 'extreme', label: 'Surest first' },
  { value: 'given', label: 'As they came' },
  { value: 'chance', label: 'By chance' },
  { value: 'disagreement', label: 'Check my labels' },
];

const ABOUT: Readonly<Record<QueueOrder, { readonly word: string; readonly term?: string }>> = {
  uncertainty: {
    word: 'Those the model is least sure of come first: a label teaches it most there.',
    term: 'active learning, uncertainty sampling',
  },
  extreme: { word: 'Those the model is surest of come first: quick to check, and its gross mistakes show.' },
  given: { word: 'In the order they came in.' },
  chance: {
    word: 'Drawn at random: only so do the labels, and what is held out of them, stand for all of your texts.',
    term: 'simple random sampling',
  },
  disagreement: {
    word: 'The model would label these otherwise. The same label again, or Skip, keeps yours; the other one changes it.',
    term: 'disagreement, label noise',
  },
};

export const Progressed = memo(function Progressed() {
  const order = useLabel((state) => state.order);
  return (
    <>
      <div className={classes.bar}>
        <Count />
        <SegmentedControl
          size="xs"
          className={classes.orders ?? ''}
          aria-label="Which comes next"
          value={order}
          data={[...CHOICES]}
          onChange={(value) => {
            const chosen = CHOICES.find((choice) => choice.value === value);
            if (chosen) orderBy(chosen.value);
          }}
        />
      </div>
      <Note>
        <Term {...ABOUT[order]} />
        {order !== 'given' && order !== 'chance' && <Looked />}
        {order === 'disagreement' && <Learnt />}
      </Note>
      {order === 'chance' && <Seed />}
    </>
  );
});

/** How many the model has looked at, while it has not looked at all. */
function Looked() {
  const total = useReviews(({ state }) => state?.reviews.total ?? 0);
  const scored = useReviews(({ state }) => state?.reviews.scored ?? 0);
  if (scored >= total) return null;
  return (
    <span className="tabular">
      {' '}
      The model has looked at {formatCount(scored)} of {formatCount(total)} so far.
    </span>
  );
}

/** A model agrees with what it was taught, wrong labels among it. */
function Learnt() {
  const learnt = useLabel((state) => state.learnt);
  if (learnt === 0) return null;
  return <> It has learnt from {plural(learnt, 'label')} of yours, and hardly doubts those.</>;
}

function Seed() {
  const seed = useLabel((state) => state.seed);
  return (
    <NumberField
      label={<Term word="Seed" term="seed" />}
      value={seed}
      min={0}
      max={MAX_SEED}
      onCommit={(value) => {
        prefer({ seed: value });
        orderBy('chance');
      }}
    />
  );
}

function Count() {
  return useLabel(isChecking) ? <Doubted /> : <Labelled />;
}

function Doubted() {
  const doubted = useLabel((state) => state.doubted);
  return (
    <div className={classes.count}>
      <p data-testid="label-progress">
        {doubted === null ? '…' : <strong className="tabular">{formatCount(doubted)}</strong>}
        {doubted === 1 ? ' label to look at again' : ' labels to look at again'}
      </p>
    </div>
  );
}

function Labelled() {
  const progress = useLabel((state) => state.progress);
  const { labelled, left } = progress ?? { labelled: 0, left: 0 };
  const total = labelled + left;
  return (
    <div className={classes.count}>
      <p data-testid="label-progress">
        <strong className="tabular">{formatCount(labelled)}</strong> of {formatCount(total)} labelled
        {left > 0 && `, ${formatCount(left)} left`}
      </p>
      <Progress
        size="xs"
        value={total > 0 ? (100 * labelled) / total : 0}
        aria-label="Share labelled"
        transitionDuration={0}
      />
    </div>
  );
}
