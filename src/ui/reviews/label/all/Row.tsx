// One of all reviews: choose it, read it, see and change its label, change its text, delete it. Fifty stand on a page
// and are drawn anew often: plain elements.

import { type LucideIcon, Pencil, ThumbsDown, ThumbsUp, Trash2 } from 'lucide-react';
import { type ChangeEvent, type MouseEvent, memo } from 'react';
import { shortened } from '../../../../ml/text/beginning';
import type { Review, Sentiment } from '../../../../wire/reviews';
import { focusNext } from '../../../components/focusNext';
import { MarkedText } from '../../explain/MarkedText';
import { formatScore } from '../../verdict/words';
import classes from './All.module.css';
import { labelReviews, removeReviews } from './actions';
import { Edit } from './Edit';
import { choose, useAll } from './store';

/** Characters of a review shown while it is closed. */
const SHOWN = 280;

interface RowProps {
  readonly review: Review;
  readonly chosen: boolean;
}

export const Row = memo(function Row({ review, chosen }: RowProps) {
  const { id, text, score, source, ref = '', part } = review;
  const open = useAll(({ opened }) => opened?.id === id);
  const editing = useAll(({ opened }) => opened?.id === id && opened.editing);
  return (
    <li className={classes.row} data-review={id} data-chosen={chosen || undefined}>
      <input
        type="checkbox"
        className={classes.check}
        aria-label="Choose the review"
        checked={chosen}
        onChange={(event) => choose(id, withShift(event))}
      />
      <div className={classes.body}>
        {editing ? <Edit review={review} /> : <Text text={text} open={open} id={id} />}
        <p className={classes.facts}>
          <Label review={review} />
          {score !== null && <span className="tabular">model {formatScore(score)}</span>}
          {source !== '' && <bdi>{source}</bdi>}
          {ref !== '' && <bdi>{ref}</bdi>}
          {part === 'held_out' && <span>held out for judging</span>}
          {part === 'train' && <span>learnt from</span>}
        </p>
      </div>
      <Tools review={review} editing={editing} />
    </li>
  );
});

function withShift({ nativeEvent }: ChangeEvent): boolean {
  return nativeEvent instanceof window.MouseEvent && nativeEvent.shiftKey;
}

interface TextProps {
  readonly id: string;
  readonly text: string;
  readonly open: boolean;
}

function Text({ id, text, open }: TextProps) {
  const empty = text.trim() === '';
  return (
    <>
      <button
        type="button"
        className={classes.opener}
        aria-expanded={open}
        data-open={open || undefined}
        onClick={() => useAll.setState({ opened: open ? null : { id, editing: false } })}
      >
        <bdi dir="auto">{empty ? '(empty)' : shortened(text, SHOWN)}</bdi>
      </button>
      {open && !empty && (
        <div className={classes.whole}>
          <MarkedText text={text} reply={null} />
        </div>
      )}
    </>
  );
}

function Label({ review: { sentiment, skipped } }: { readonly review: Review }) {
  if (sentiment === null) return <span>{skipped ? 'skipped' : 'no label'}</span>;
  return (
    <span className={classes.label} data-sign={sentiment === 1 ? 'positive' : 'negative'}>
      {sentiment === 1 ? 'positive' : 'negative'}
    </span>
  );
}

interface LabelToolProps {
  readonly sign: 'negative' | 'positive';
  readonly icon: LucideIcon;
  /** It is its label. */
  readonly pressed: boolean;
  readonly onPress: () => void;
}

function LabelTool({ sign, icon: Icon, pressed, onPress }: LabelToolProps) {
  return (
    <button
      type="button"
      className={classes.tool}
      data-sign={sign}
      aria-label={`Label it ${sign}`}
      aria-pressed={pressed}
      onClick={onPress}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}

function Tools({ review, editing }: { readonly review: Review; readonly editing: boolean }) {
  const { id, sentiment } = review;
  // The label it has, pressed again, is taken away.
  const give = (label: Sentiment) => void labelReviews([id], sentiment === label ? null : label);
  const remove = (event: MouseEvent<HTMLElement>) => {
    focusNext(event.currentTarget);
    void removeReviews([review]);
  };
  return (
    <div className={classes.tools}>
      <LabelTool sign="negative" icon={ThumbsDown} pressed={sentiment === 0} onPress={() => give(0)} />
      <LabelTool sign="positive" icon={ThumbsUp} pressed={sentiment === 1} onPress={() => give(1)} />
      <button
        type="button"
        className={classes.tool}
        aria-label="Change the text"
        aria-expanded={editing}
        onClick={() => useAll.setState({ opened: editing ? null : { id, editing: true } })}
      >
        <Pencil size={16} aria-hidden />
      </button>
      <button type="button" className={classes.tool} aria-label="Delete the review" onClick={remove}>
        <Trash2 size={16} aria-hidden />
      </button>
    </div>
  );
}
