// The text at hand, with the words marked that push its score. A long one scrolls; then it can be given the focus,
// and the arrows scroll it.

import { useEffect, useRef, useState } from 'react';
import type { Review } from '../../../../wire/reviews';
import { MarkedText } from '../../explain/MarkedText';
import { useExplanation } from '../../explain/useExplanation';
import { useLabel } from '../store';
import classes from './Hand.module.css';

export function Text({ review: { text } }: { readonly review: Review }) {
  const marking = useLabel((state) => state.marking && state.hint);
  const asked = useExplanation(text, undefined, marking);
  const scroller = useRef<HTMLElement>(null);
  const scrolls = useOverflow(scroller, text);
  const focusable = scrolls ? { tabIndex: 0, 'data-scrolls': '' } : {};
  return (
    <>
      <section ref={scroller} className={classes.text} aria-label="Text" data-testid="at-hand" {...focusable}>
        {text.trim() === '' ? (
          <p className={classes.quiet} data-testid="whole-text">
            (empty)
          </p>
        ) : (
          <MarkedText text={text} reply={asked && 'reply' in asked ? asked.reply : null} />
        )}
      </section>
      {asked && 'problem' in asked && (
        <p className={classes.unmarked}>The words could not be weighed: {asked.problem}</p>
      )}
    </>
  );
}

/** True while what is in the element is taller than it. */
function useOverflow(element: { readonly current: HTMLElement | null }, text: string): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const box = element.current;
    if (!box || text === '') return;
    const look = () => setOver(box.scrollHeight > box.clientHeight + 1);
    const observer = new ResizeObserver(look);
    observer.observe(box);
    look();
    return () => observer.disconnect();
  }, [element, text]);
  return over;
}
