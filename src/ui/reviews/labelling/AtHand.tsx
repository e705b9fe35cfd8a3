// The review at hand, large; what the model thinks of it; and what can be done, each under its key.

import { Button, Kbd, Progress, SegmentedControl, Switch } from '@mantine/core';
import { useState } from 'react';
import type { QueueOrder } from '../../../wire/labelling';
import type { Review } from '../../../wire/reviews';
import { formatCount, plural } from '../../components/format';
import { MarkedText } from '../explain/MarkedText';
import { useExplanation } from '../explain/useExplanation';
import { formatScore, verdictOf } from '../verdict/words';
import { KeysPanel } from './KeysPanel';
import { ACTION_WORDS, type Action } from './keymap';
import classes from './Label.module.css';
import { decide, orderBy, undo } from './queue';
import { useLabel } from './store';

interface AtHandProps {
  readonly total: number;
  readonly unlabelled: number;
  readonly scored: number;
}

export function AtHand({ total, unlabelled, scored }: AtHandProps) {
  const { ahead, known, problem, said } = useLabel();
  const review = ahead[0];
  return (
    <section className={classes.hand} aria-label="Label the next review">
      <Progressed total={total} unlabelled={unlabelled} scored={scored} />
      {problem !== null && (
        <p className={classes.problem} role="alert">
          The next reviews could not be fetched: {problem}
        </p>
      )}
      {review && <Text key={review.id} review={review} />}
      {!review && known && unlabelled === 0 && (
        <p className={classes.through} data-testid="through">
          Every review has its label. Bring in more below, or let the model{' '}
          <a href="#/reviews/monitor">learn from them</a>.
        </p>
      )}
      <Choices none={!review} />
      <p className="visually-hidden" aria-live="polite">
        {said} {plural(unlabelled, 'review')} left.
      </p>
    </section>
  );
}

const ORDERS: readonly { readonly value: QueueOrder; readonly label: string }[] = [
  { value: 'uncertainty', label: 'Unsure first' },
  { value: 'extreme', label: 'Surest first' },
  { value: 'given', label: 'As they came' },
];

function Progressed({ total, unlabelled, scored }: AtHandProps) {
  const order = useLabel((state) => state.order);
  const done = total - unlabelled;
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.count} data-testid="label-progress">
          <strong className="tabular">{formatCount(done)}</strong> of {formatCount(total)} labelled
          {unlabelled > 0 && `, ${formatCount(unlabelled)} left`}
        </p>
        <SegmentedControl
          size="xs"
          aria-label="Which comes next"
          value={order}
          data={[...ORDERS]}
          onChange={(value) => {
            const chosen = ORDERS.find((it) => it.value === value);
            if (chosen) orderBy(chosen.value);
          }}
        />
      </div>
      <Progress size="xs" value={total > 0 ? (100 * done) / total : 0} aria-label="Share labelled" />
      {order === 'uncertainty' && (
        <p className={classes.note}>
          Those the model is least sure of come first: a label teaches it most there (active learning).
          {scored < total && ` ${formatCount(scored)} of ${formatCount(total)} looked at so far.`}
        </p>
      )}
    </>
  );
}

function Text({ review }: { readonly review: Review }) {
  const { hint, marking } = useLabel();
  const asked = useExplanation(review.text, undefined, marking);
  const score = review.score;
  return (
    <article className={classes.card}>
      <div className={classes.text} data-testid="at-hand">
        {review.text.trim() === '' ? (
          <p className={classes.note}>(empty)</p>
        ) : (
          <MarkedText text={review.text} reply={asked && 'reply' in asked ? asked.reply : null} />
        )}
      </div>
      <footer className={classes.foot}>
        {hint && (
          <span data-testid="hint">
            {score === null ? (
              'The model has not looked at it yet'
            ) : (
              <>
                The model says <strong>{verdictOf(score)}</strong>,{' '}
                <span className="tabular">{formatScore(score)}</span>
              </>
            )}
          </span>
        )}
        <span className={classes.switches}>
          <Switch
            size="xs"
            label="Show what the model thinks"
            checked={hint}
            onChange={(event) => useLabel.setState({ hint: event.currentTarget.checked })}
          />
          <Switch
            size="xs"
            label="Mark the words"
            checked={marking}
            onChange={(event) => useLabel.setState({ marking: event.currentTarget.checked })}
          />
        </span>
      </footer>
    </article>
  );
}

function Choices({ none }: { readonly none: boolean }) {
  const past = useLabel((state) => state.history.length);
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.reach}>
      <div className={classes.choices}>
        <Choice action="negative" disabled={none} onClick={() => decide(0)} />
        <Choice action="positive" disabled={none} onClick={() => decide(1)} />
        <Choice action="skip" disabled={none} onClick={() => decide('skip')} />
        <Choice action="undo" disabled={past === 0} onClick={undo} />
        <Button variant="subtle" size="md" aria-expanded={open} onClick={() => setOpen(!open)}>
          Keys
        </Button>
      </div>
      {open && <KeysPanel />}
    </div>
  );
}

interface ChoiceProps {
  readonly action: Action;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function Choice({ action, disabled, onClick }: ChoiceProps) {
  const key = useLabel((state) => state.keys[action]);
  return (
    <Button
      size="md"
      variant="default"
      className={classes.choice ?? ''}
      data-action={action}
      disabled={disabled}
      aria-keyshortcuts={key.toUpperCase()}
      rightSection={<Kbd size="xs">{key.toUpperCase()}</Kbd>}
      onClick={onClick}
    >
      {ACTION_WORDS[action]}
    </Button>
  );
}
