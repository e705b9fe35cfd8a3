// The review at hand, large; what the model thinks of it; and what can be done, each under its key.

import { memo, useRef } from 'react';
import { plural } from '../../../components/format';
import { LinkButton } from '../../../components/LinkButton';
import { useLabelKeys } from '../keys';
import { orderBy, refill } from '../queue';
import { isChecking, useLabel } from '../store';
import { Choices } from './Choices';
import classes from './Hand.module.css';
import { Hint } from './Hint';
import { Progressed } from './Progressed';
import { Text } from './Text';

export const AtHand = memo(function AtHand() {
  const root = useRef<HTMLElement>(null);
  const review = useLabel((state) => state.ahead[0]);
  useLabelKeys(root);
  return (
    <section ref={root} className={classes.hand} aria-label="Label the next review">
      <Progressed />
      <Problem />
      {review ? (
        <article className={classes.card}>
          <Text key={review.id} review={review} />
          <Hint review={review} />
        </article>
      ) : (
        <NoneAtHand />
      )}
      <Choices none={!review} />
      <Said />
    </section>
  );
});

function Problem() {
  const problem = useLabel((state) => state.problem);
  if (problem === null) return null;
  return (
    <p className={classes.problem} role="alert">
      The next reviews could not be fetched: {problem} What you labelled is safe.{' '}
      <LinkButton onClick={refill}>Try again</LinkButton>
    </p>
  );
}

function NoneAtHand() {
  const left = useLabel((state) => state.progress?.left ?? 0);
  const known = useLabel((state) => state.known);
  const checking = useLabel(isChecking);
  if (checking && known) return <NoneToCheck />;
  if (!known || left > 0) {
    return <p className={classes.through}>{left > 0 ? `Fetching the next of ${plural(left, 'review')} …` : '…'}</p>;
  }
  return (
    <div className={classes.through} data-testid="through">
      <p>Every review has its label.</p>
      <p>
        Bring in more below, let the model <a href="#/reviews/monitor">learn from them</a>, or{' '}
        <LinkButton onClick={() => orderBy('disagreement')}>check the labels it doubts</LinkButton>.
      </p>
    </div>
  );
}

function NoneToCheck() {
  const { labelled, left } = useLabel((state) => state.progress) ?? { labelled: 0, left: 0 };
  const learnt = useLabel((state) => state.learnt);
  return (
    <div className={classes.through} data-testid="checked">
      <p>
        {labelled === 0
          ? 'You have not labelled any yet: what you label can be checked here.'
          : 'No label is left that the model would give otherwise.'}
      </p>
      {learnt > 0 && (
        <p>
          That says little of the {plural(learnt, 'label')} it has learnt from, right or wrong. To have those checked,
          let another model answer: under Models, beside what you <a href="#/reviews">write</a>.
        </p>
      )}
      {left > 0 && (
        <p>
          <LinkButton onClick={() => orderBy('uncertainty')}>Label the {plural(left, 'review')} left</LinkButton>
        </p>
      )}
    </div>
  );
}

function Said() {
  const said = useLabel((state) => state.said);
  return (
    <p className="visually-hidden" aria-live="polite" data-testid="said">
      <bdi>{said}</bdi>
    </p>
  );
}
