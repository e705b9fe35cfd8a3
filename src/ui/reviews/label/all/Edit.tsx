// Changing a text in its place. The field keeps its own text: long ones, handed back and forth, would hold up the page.

import { Button } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import type { Review } from '../../../../wire/reviews';
import { useFocusOnMount } from '../../../components/useFocusOnMount';
import fields from '../Field.module.css';
import classes from './All.module.css';
import { saveText } from './actions';
import { useAll } from './store';

export function Edit({ review }: { readonly review: Review }) {
  const { text } = review;
  const field = useFocusOnMount<HTMLTextAreaElement>();
  const [changed, setChanged] = useState(false);
  const save = () => {
    if (field.current && field.current.value !== text) void saveText(review, field.current.value);
  };
  const close = () => useAll.setState({ opened: null });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
  };
  return (
    <div className={classes.edit}>
      <textarea
        ref={field}
        className={fields.field}
        aria-label="Text of the review"
        dir="auto"
        rows={Math.min(12, 2 + Math.ceil(text.length / 80))}
        defaultValue={text}
        onChange={(event) => setChanged(event.currentTarget.value !== text)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.bulk}>
        <Button size="compact-sm" disabled={!changed} aria-keyshortcuts="Control+Enter" onClick={save}>
          Save
        </Button>
        <Button size="compact-sm" variant="default" aria-keyshortcuts="Escape" onClick={close}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
