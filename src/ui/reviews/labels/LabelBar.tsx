// Keeping the typed review with a label: two buttons, their keys beside them.

import { Button, Kbd } from '@mantine/core';
import { type LucideIcon, ThumbsDown, ThumbsUp } from 'lucide-react';
import type { MouseEvent } from 'react';
import type { Sentiment } from '../../../wire/reviews';
import { plural } from '../../components/format';
import { LinkButton } from '../../components/LinkButton';
import { useFocusStays } from '../../components/useFocusStays';
import { keepAs, undoKeep } from '../actions';
import { useReviews } from '../store';
import classes from './Labels.module.css';

interface LabelBarProps {
  /** A review was kept by the keyboard, from a button here: the field is empty for the next. */
  readonly onKept: () => void;
  readonly onShow: () => void;
}

export function LabelBar({ onKept, onShow }: LabelBarProps) {
  const rest = useFocusStays<HTMLElement>();
  const empty = useReviews((state) => state.text.trim() === '');
  const kept = useReviews((state) => state.kept);
  const total = useReviews((state) => state.state?.reviews.total ?? 0);
  return (
    <section ref={rest} tabIndex={-1} className={classes.bar} aria-label="Label">
      <span className={classes.ask}>What would you say? Your labels teach the model.</span>
      <div className={classes.buttons}>
        <Keep sentiment={0} icon={ThumbsDown} label="Negative" letter="N" disabled={empty} onKept={onKept} />
        <Keep sentiment={1} icon={ThumbsUp} label="Positive" letter="P" disabled={empty} onKept={onKept} />
      </div>
      <span className={classes.kept} aria-live="polite">
        {kept && (
          <>
            Kept as {kept.sentiment === 1 ? 'positive' : 'negative'}.{' '}
            <LinkButton onClick={() => void undoKeep()}>Take it back</LinkButton>{' '}
          </>
        )}
        {total > 0 && <LinkButton onClick={onShow}>{plural(total, 'review')} kept</LinkButton>}
      </span>
    </section>
  );
}

interface KeepProps {
  readonly sentiment: Sentiment;
  readonly icon: LucideIcon;
  readonly label: string;
  /** With Alt, on the keyboard. */
  readonly letter: string;
  readonly disabled: boolean;
  readonly onKept: () => void;
}

const IMPOSSIBLE = { 'aria-disabled': true, 'data-disabled': true } as const;

function Keep({ sentiment, icon: Icon, label, letter, disabled, onKept }: KeepProps) {
  const keep = async ({ detail }: MouseEvent) => {
    // By the pointer it stays where it is: on a phone the keyboard would open.
    if ((await keepAs(sentiment)) && detail === 0) onKept();
  };
  return (
    <Button
      variant="default"
      // Its own success empties the field: it keeps the focus, and does nothing (keepAs).
      {...(disabled && IMPOSSIBLE)}
      onClick={(event) => void keep(event)}
      leftSection={<Icon size={16} aria-hidden />}
      aria-keyshortcuts={`Alt+${letter}`}
      rightSection={
        <Kbd size="xs" className={classes.key ?? ''}>
          Alt {letter}
        </Kbd>
      }
    >
      {label}
    </Button>
  );
}
