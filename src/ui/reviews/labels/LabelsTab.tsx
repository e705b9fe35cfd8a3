// The reviews kept so far, newest first, page by page: relabel them, remove them, train on them.

import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { Tags, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { Review, Sentiment } from '../../../wire/reviews';
import { EmptyState } from '../../components/EmptyState';
import { formatCount } from '../../components/format';
import { Note, Section } from '../../components/Section';
import { attempt } from '../actions';
import { placeText } from '../editing';
import { useReviews } from '../store';
import classes from './Labels.module.css';

const PAGE = 20;
/** Characters of a review shown in the list. */
const SHOWN = 160;

export function LabelsTab({ onTrain }: { readonly onTrain: () => void }) {
  const counts = useReviews((state) => state.state?.reviews);
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil((counts?.total ?? 0) / PAGE));
  const at = Math.min(page, pages - 1);
  const reviews = usePage(at, counts?.rev);
  if (!counts) return null;
  if (counts.total === 0) {
    return (
      <EmptyState icon={Tags} title="No labels yet">
        Type a review and say whether it is positive or negative. A few of each are enough for a first training.
      </EmptyState>
    );
  }
  return (
    <>
      <Section title="Your labels">
        <Note>
          <span className="tabular" data-testid="label-counts">
            {formatCount(counts.positive)} positive, {formatCount(counts.negative)} negative
          </span>
          {counts.total > counts.positive + counts.negative &&
            `, ${formatCount(counts.total - counts.positive - counts.negative)} without a label`}
        </Note>
        <Button size="xs" disabled={counts.positive === 0 || counts.negative === 0} onClick={onTrain}>
          Train on them
        </Button>
        {(counts.positive === 0 || counts.negative === 0) && <Note>Training needs at least one of each.</Note>}
      </Section>
      <ul className={classes.list}>
        {reviews.map((review) => (
          <Row key={review.id} review={review} />
        ))}
      </ul>
      {pages > 1 && (
        <div className={classes.pages}>
          <Button size="compact-sm" variant="default" disabled={at === 0} onClick={() => setPage(at - 1)}>
            Newer
          </Button>
          <span className="tabular">
            {at + 1} of {pages}
          </span>
          <Button size="compact-sm" variant="default" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>
            Older
          </Button>
        </div>
      )}
    </>
  );
}

/** One page of reviews, asked anew whenever they changed. */
function usePage(page: number, rev: number | undefined): readonly Review[] {
  const [reviews, setReviews] = useState<readonly Review[]>([]);
  useEffect(() => {
    let wanted = rev !== undefined;
    if (wanted) {
      attempt('list the reviews', () => service.reviews.list({ offset: page * PAGE, limit: PAGE })).then((found) => {
        if (wanted && found) setReviews(found.reviews);
      });
    }
    return () => {
      wanted = false;
    };
  }, [page, rev]);
  return reviews;
}

function Row({ review }: { readonly review: Review }) {
  const { id, text, sentiment } = review;
  const relabel = (value: string) => {
    const next: Sentiment = value === '1' ? 1 : 0;
    if (next !== sentiment) void attempt('change the label', () => service.reviews.label(id, next));
  };
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return (
    <li className={classes.row}>
      <button type="button" className={classes.text} title="Put it into the field" onClick={() => placeText(text)}>
        <bdi>{shown}</bdi>
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
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Remove the review"
          onClick={() => void attempt('remove the review', () => service.reviews.removeReviews([id]))}
        >
          <Trash2 size={16} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
}
