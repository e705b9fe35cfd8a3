// The reviews kept last, to relabel or remove at once; all of them are in the Label view.

import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { Tags, Trash2 } from 'lucide-react';
import { type MouseEvent, useEffect, useState } from 'react';
import { service } from '../../../client';
import { shortened } from '../../../ml/text/beginning';
import type { Review, Sentiment } from '../../../wire/reviews';
import { attempt } from '../../components/attempt';
import { EmptyState } from '../../components/EmptyState';
import { focusNext } from '../../components/focusNext';
import { formatCount } from '../../components/format';
import { Note, Section } from '../../components/Section';
import { removeReview } from '../actions';
import { placeText } from '../editing';
import { useReviews } from '../store';
import classes from './Labels.module.css';

/** Reviews on show. */
const LAST = 8;
/** Characters of a review shown in the list. */
const SHOWN = 160;

export function LabelsTab({ onTrain }: { readonly onTrain: () => void }) {
  const counts = useReviews((state) => state.state?.reviews);
  const reviews = useLast(counts?.rev);
  if (!counts) return null;
  const { total, positive, negative, unlabelled } = counts;
  if (total === 0) {
    return (
      <EmptyState
        icon={Tags}
        title="No labels yet"
        actions={
          <Button size="xs" variant="default" component="a" href="#/reviews/label">
            Label many texts
          </Button>
        }
      >
        Type a review and say whether it is positive or negative. A few of each are enough for a first training.
      </EmptyState>
    );
  }
  return (
    <>
      <Section title="Your labels">
        <Note>
          <span className="tabular" data-testid="label-counts">
            {formatCount(positive)} positive, {formatCount(negative)} negative
          </span>
          {unlabelled > 0 && `, ${formatCount(unlabelled)} without a label`}
        </Note>
        <Button size="xs" disabled={positive === 0 || negative === 0} onClick={onTrain}>
          Train on them
        </Button>
        {(positive === 0 || negative === 0) && <Note>Training needs at least one of each.</Note>}
      </Section>
      <ul className={classes.list}>
        {reviews.map((review) => (
          <Row key={review.id} review={review} />
        ))}
      </ul>
      <Button size="xs" variant="default" component="a" href="#/reviews/label">
        {total > LAST ? `Label, search and edit all ${formatCount(total)}` : 'Label many, search and edit'}
      </Button>
    </>
  );
}

/** The newest ones, asked anew whenever the reviews changed. */
function useLast(rev: number | undefined): readonly Review[] {
  const [reviews, setReviews] = useState<readonly Review[]>([]);
  useEffect(() => {
    let wanted = rev !== undefined;
    if (wanted) {
      attempt('list the reviews', () => service.reviews.list({ limit: LAST })).then((found) => {
        if (wanted && found) setReviews(found.reviews);
      });
    }
    return () => {
      wanted = false;
    };
  }, [rev]);
  return reviews;
}

function Row({ review }: { readonly review: Review }) {
  const { id, text, sentiment } = review;
  const relabel = (value: string) => {
    const next: Sentiment = value === '1' ? 1 : 0;
    if (next !== sentiment) void attempt('change the label', () => service.reviews.label(id, next));
  };
  const remove = (event: MouseEvent<HTMLElement>) => {
    focusNext(event.currentTarget);
    void removeReview(review);
  };
  return (
    <li className={classes.row}>
      <button type="button" className={classes.text} title="Put it into the field" onClick={() => placeText(text)}>
        <bdi>{shortened(text, SHOWN)}</bdi>
      </button>
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label="Label"
          value={sentiment === null ? '' : String(sentiment)}
          data={[
            { value: '0', label: 'Negative' },
            { value: '1', label: 'Positive' },
          ]}
          onChange={relabel}
        />
        <ActionIcon variant="subtle" color="gray" aria-label="Remove the review" onClick={remove}>
          <Trash2 size={16} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
}
