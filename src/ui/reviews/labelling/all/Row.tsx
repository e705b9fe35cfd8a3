// One of all reviews: choose it, see its label and score, change its text, delete it.

import { ActionIcon, Button, Checkbox, Textarea } from '@mantine/core';
import { Pencil, Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import type { Review } from '../../../../wire/reviews';
import { formatScore } from '../../verdict/words';
import classes from '../Label.module.css';
import { remove, saveText } from './actions';
import { choose, useAll } from './store';

/** Characters of a review shown in the list. */
const SHOWN = 280;

interface RowProps {
  readonly review: Review;
  readonly chosen: boolean;
}

export const Row = memo(function Row({ review, chosen }: RowProps) {
  const { id, text, score, source, part } = review;
  const editing = useAll((state) => state.editing === id);
  const beginning = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return (
    <li className={classes.row}>
      <Checkbox
        size="xs"
        aria-label="Choose the review"
        checked={chosen}
        onChange={(event) => choose(id, (event.nativeEvent as MouseEvent).shiftKey === true)}
      />
      <div className={classes.body}>
        {editing ? (
          <Edit review={review} />
        ) : (
          <p className={classes.beginning}>
            <bdi>{text.trim() === '' ? '(empty)' : beginning}</bdi>
          </p>
        )}
        <p className={classes.facts}>
          <Label review={review} />
          {score !== null && <span className="tabular">model {formatScore(score)}</span>}
          {source !== undefined && source !== '' && <bdi>{source}</bdi>}
          {part === 'held_out' && <span>held out for judging</span>}
          {part === 'train' && <span>learnt from</span>}
        </p>
      </div>
      <div className={classes.tools}>
        <ActionIcon aria-label="Change the text" onClick={() => useAll.setState({ editing: editing ? null : id })}>
          <Pencil size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label="Delete the review" onClick={() => void remove([review])}>
          <Trash2 size={16} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
});

function Label({ review: { sentiment, skipped } }: { readonly review: Review }) {
  if (sentiment === null) return <span>{skipped ? 'skipped' : 'no label'}</span>;
  return (
    <span className={classes.label} data-sign={sentiment === 1 ? 'positive' : 'negative'}>
      {sentiment === 1 ? 'positive' : 'negative'}
    </span>
  );
}

function Edit({ review: { id, text } }: { readonly review: Review }) {
  const [draft, setDraft] = useState(text);
  return (
    <div className={classes.edit}>
      <Textarea
        autosize
        maxRows={12}
        aria-label="Text of the review"
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') useAll.setState({ editing: null });
        }}
      />
      <div className={classes.bulk}>
        <Button size="compact-sm" disabled={draft === text} onClick={() => void saveText(id, draft)}>
          Save
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => useAll.setState({ editing: null })}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
