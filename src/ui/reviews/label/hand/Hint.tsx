// What the model thinks of the text at hand: where the score lies, in words, and how sure it is. It can be hidden, for
// whoever does not want to be led by it.

import { Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import { MAX_REVIEW_CHARACTERS } from '../../../../wire/limits';
import type { Review } from '../../../../wire/reviews';
import { formatScore, verdictOf } from '../../verdict/words';
import { prefer, useLabel } from '../store';
import classes from './Hand.module.css';

export function Hint({ review }: { readonly review: Review }) {
  const hint = useLabel((state) => state.hint);
  const marking = useLabel((state) => state.marking);
  return (
    <footer className={classes.foot}>
      {review.sentiment !== null && (
        <span data-testid="own-label">
          You said <strong>{review.sentiment === 1 ? 'positive' : 'negative'}</strong>.
        </span>
      )}
      {hint ? (
        <Opinion key={review.id} review={review} />
      ) : (
        <span className={classes.quiet}>Judge for yourself: what the model thinks is hidden.</span>
      )}
      <span className={classes.switches}>
        <Switch
          size="xs"
          label="Show what the model thinks"
          checked={hint}
          onChange={(event) => prefer({ hint: event.currentTarget.checked })}
        />
        <Switch
          size="xs"
          label="Mark the words"
          title="Which words push the score up (solid) or down (dashed)"
          checked={marking && hint}
          disabled={!hint}
          onChange={(event) => prefer({ marking: event.currentTarget.checked })}
        />
      </span>
    </footer>
  );
}

function Opinion({ review }: { readonly review: Review }) {
  const score = useScore(review);
  return (
    <span className={classes.opinion} data-testid="hint">
      <Gauge score={score} />
      {score === null ? (
        <span className={classes.quiet}>The model has not looked at it yet</span>
      ) : (
        <span>
          The model says <strong>{verdictOf(score)}</strong>, <span className="tabular">{formatScore(score)}</span>{' '}
          <span className={classes.quiet}>({sureness(score)})</span>
        </span>
      )}
    </span>
  );
}

/** How sure a score is of its side: a half says nothing. */
function sureness(score: number): string {
  const sure = Math.max(score, 1 - score);
  if (sure < 0.6) return 'a toss-up';
  return `${Math.min(99, Math.round(100 * sure))} % sure`;
}

/** From negative at the left to positive at the right. */
function Gauge({ score }: { readonly score: number | null }) {
  const at = 2 + 56 * (score ?? 0.5);
  return (
    <svg className={classes.gauge} viewBox="0 0 60 14" aria-hidden>
      <path className={classes.side} data-sign="negative" d="M2 9 H29" />
      <path className={classes.side} data-sign="positive" d="M31 9 H58" />
      {score !== null && <path className={classes.pointer} d={`M${at.toFixed(1)} 9 l-3.5 -7 h7 Z`} />}
    </svg>
  );
}

/** The score it came with; asked for where it came without one. Null until it is known. */
function useScore({ text, score }: Review): number | null {
  const [asked, setAsked] = useState<number | null>(null);
  const unknown = score === null && text.trim() !== '' && text.length <= MAX_REVIEW_CHARACTERS;
  useEffect(() => {
    if (!unknown) return;
    let over = false;
    service.reviews.score([text]).then(
      ({ scores }) => {
        if (!over) setAsked(scores[0]?.score ?? null);
      },
      // The label is what matters here: the view says that there is no score.
      () => {},
    );
    return () => {
      over = true;
    };
  }, [text, unknown]);
  return score ?? asked;
}
