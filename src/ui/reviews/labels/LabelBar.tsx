// Keeping the typed review with a label: two buttons, their keys beside them.

import { Button, Kbd } from '@mantine/core';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { plural } from '../../components/format';
import { keepAs, undoKeep } from '../actions';
import { useReviews } from '../store';
import classes from './Labels.module.css';

export function LabelBar({ onShow }: { readonly onShow: () => void }) {
  const empty = useReviews((state) => state.text.trim() === '');
  const kept = useReviews((state) => state.kept);
  const total = useReviews((state) => state.state?.reviews.total ?? 0);
  return (
    <section className={classes.bar} aria-label="Label">
      <span className={classes.ask}>What would you say? Your labels teach the model.</span>
      <div className={classes.buttons}>
        <Button
          variant="default"
          disabled={empty}
          leftSection={<ThumbsDown size={16} aria-hidden />}
          aria-keyshortcuts="Alt+N"
          rightSection={
            <Kbd size="xs" className={classes.key ?? ''}>
              Alt N
            </Kbd>
          }
          onClick={() => void keepAs(0)}
        >
          Negative
        </Button>
        <Button
          variant="default"
          disabled={empty}
          leftSection={<ThumbsUp size={16} aria-hidden />}
          aria-keyshortcuts="Alt+P"
          rightSection={
            <Kbd size="xs" className={classes.key ?? ''}>
              Alt P
            </Kbd>
          }
          onClick={() => void keepAs(1)}
        >
          Positive
        </Button>
      </div>
      <span className={classes.kept} aria-live="polite">
        {kept && (
          <>
            Kept as {kept.sentiment === 1 ? 'positive' : 'negative'}.{' '}
            <button type="button" className={classes.link} onClick={() => void undoKeep()}>
              Take it back
            </button>{' '}
          </>
        )}
        {total > 0 && (
          <button type="button" className={classes.link} onClick={onShow}>
            {plural(total, 'review')} kept
          </button>
        )}
      </span>
    </section>
  );
}
