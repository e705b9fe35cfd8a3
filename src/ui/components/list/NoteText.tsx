// A note under a title: a few lines of it, all of it on demand, so that a long one does not push the work out of sight.

import { Button } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import classes from './Title.module.css';

interface NoteTextProps {
  /** Another one is another NoteText: its key. */
  readonly note: string;
  readonly onChange: () => void;
}

export function NoteText({ note, onChange }: NoteTextProps) {
  const [open, setOpen] = useState(false);
  const [text, longer] = useOverflow(open);
  return (
    <div className={classes.note}>
      <p ref={text} data-clamped={!open || undefined}>
        {note}
      </p>
      {(longer || open) && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-expanded={open}
          onClick={() => setOpen((was) => !was)}
        >
          {open ? 'Less' : 'More'}
        </Button>
      )}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={onChange}>
        Change the note
      </Button>
    </div>
  );
}

/** Whether a text has more than its place shows; asked again as the place changes, not while all of it is shown. */
function useOverflow(open: boolean) {
  const ref = useRef<HTMLParagraphElement>(null);
  const [longer, setLonger] = useState(false);
  useLayoutEffect(() => {
    const place = ref.current;
    if (!place || open) return;
    const measure = () => setLonger(place.scrollHeight > place.clientHeight + 1);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(place);
    return () => watch.disconnect();
  }, [open]);
  return [ref, longer] as const;
}
