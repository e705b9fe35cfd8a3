// Changing a text in its place. The field keeps its own text: long ones, handed back and forth, would hold up the page.

import { Button } from '@mantine/core';
import { type KeyboardEvent, type MouseEvent, useEffect, useState } from 'react';
import type { Review } from '../../../../wire/reviews';
import { isEscape } from '../../../components/escape';
import { useFocusBack } from '../../../components/useFocusBack';
import { useFocusOnMount } from '../../../components/useFocusOnMount';
import fields from '../Field.module.css';
import classes from './All.module.css';
import { saveText } from './actions';
import { keepTyped, useAll } from './store';

export function Edit({ review }: { readonly review: Review }) {
  const { id, text } = review;
  const [typed] = useState(() => useAll.getState().opened?.draft ?? text);
  const whole = useFocusBack<HTMLDivElement>();
  const field = useFocusOnMount<HTMLTextAreaElement>();
  const [changed, setChanged] = useState(typed !== text);
  useEffect(() => {
    const area = field.current;
    return () => {
      if (area) keepTyped(id, area.value);
    };
  }, [id, field]);
  const save = () => {
    if (field.current && field.current.value !== text) void saveText(review, field.current.value);
  };
  const close = () => useAll.setState({ opened: null });
  const pressed = (work: () => void) => (event: MouseEvent<HTMLElement>) => {
    // Pressed by key, the focus goes back to where it came from; after a pointer, the letters mean the review at hand again.
    if (event.detail !== 0) event.currentTarget.blur();
    work();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isEscape(event)) close();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
  };
  return (
    <div ref={whole} className={classes.edit}>
      <textarea
        ref={field}
        className={fields.field}
        aria-label="Text of the review"
        dir="auto"
        rows={Math.min(12, 2 + Math.ceil(text.length / 80))}
        defaultValue={typed}
        onChange={(event) => setChanged(event.currentTarget.value !== text)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.bulk}>
        <Button size="compact-sm" disabled={!changed} aria-keyshortcuts="Control+Enter" onClick={pressed(save)}>
          Save
        </Button>
        <Button size="compact-sm" variant="default" aria-keyshortcuts="Escape" onClick={pressed(close)}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
