// Keeping the typed review with a label: two buttons, their keys beside them.

import { Button, Kbd } from '@mantine/core';
import { type LucideIcon, ThumbsDown, ThumbsUp } from 'lucide-react';
import type { Sentiment } from '../../../wire/reviews';
import { plural } from '../../components/format';
import { LinkButton } from '../../components/LinkButton';
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
        <Keep sentiment={0} icon={ThumbsDown} label="Negative" letter="N" disabled={empty} />
        <Keep sentiment={1} icon={ThumbsUp} label="Positive" letter="P" disabled={empty} />
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
}

function Keep({ sentiment, icon: Icon, label, letter, disabled }: KeepProps) {
  return (
    <Button
      variant="default"
      disabled={disabled}
      leftSection={<Icon size={16} aria-hidden />}
      aria-keyshortcuts={`Alt+${letter}`}
      rightSection={
        <Kbd size="xs" className={classes.key ?? ''}>
          Alt {letter}
        </Kbd>
      }
      onClick={() => void keepAs(sentiment)}
    >
      {label}
    </Button>
  );
}
