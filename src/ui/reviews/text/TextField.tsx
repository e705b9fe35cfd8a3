// The field the review is typed into, with the words marked behind it. The field keeps its own text: a megabyte
// handed back and forth at every key would hold up the page.

import { useViewportSize } from '@mantine/hooks';
import {
  type CSSProperties,
  type PointerEvent,
  type RefObject,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { placeText, typed } from '../editing';
import { EXAMPLES } from '../examples';
import { MAX_EXPLAINED } from '../explain/explaining';
import { useReviews } from '../store';
import { stretchesOf, wordAt } from './marks';
import classes from './TextField.module.css';

const PLACEHOLDER = 'Write or paste a review here: of a film, a book, a dinner, anything …';

export function TextField({ field }: { readonly field: RefObject<HTMLTextAreaElement | null> }) {
  const placed = useReviews((state) => state.placed);
  const marks = useRef<HTMLDivElement>(null);
  // The page itself put another text into the field.
  useLayoutEffect(() => {
    const { text } = useReviews.getState();
    if (placed > 0 && field.current && field.current.value !== text) field.current.value = text;
  }, [field, placed]);
  useFocusOnDesktop(field);
  useCaretWord(field);
  const scroll = useCallback(() => {
    if (marks.current && field.current) marks.current.scrollTop = field.current.scrollTop;
  }, [field]);
  return (
    <div>
      <div
        className={classes.root}
        onPointerMove={pointAtWord}
        onPointerLeave={() => useReviews.setState({ word: null })}
      >
        <div className={classes.marks} ref={marks} aria-hidden>
          <Marks onDrawn={scroll} />
        </div>
        <textarea
          ref={field}
          className={classes.field}
          aria-label="Review"
          placeholder={PLACEHOLDER}
          defaultValue={useReviews.getState().text}
          spellCheck={false}
          onChange={(event) => typed(event.currentTarget.value)}
          onScroll={scroll}
        />
      </div>
      <div className={classes.examples}>
        <span>Try one:</span>
        {EXAMPLES.map(({ name, text }) => (
          <button key={name} type="button" className={classes.example} onClick={() => placeText(text)}>
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}

/**
 * The text once more, unseen, with its words marked: it lies exactly behind the field. `onDrawn` is called when it
 * has changed: it begins at its top, wherever the field is scrolled to.
 */
function Marks({ onDrawn }: { readonly onDrawn: () => void }) {
  // Drawing them must not hold up the next key.
  const text = useDeferredValue(useReviews((state) => state.text));
  const explained = useDeferredValue(useReviews((state) => state.explained));
  const word = useReviews((state) => state.word);
  const stretches = useMemo(
    () => (explained && text.length <= MAX_EXPLAINED ? stretchesOf(text, explained.text, explained.reply.words) : []),
    [text, explained],
  );
  useLayoutEffect(() => {
    if (stretches.length > 0) onDrawn();
  }, [stretches, onDrawn]);
  let at = 0;
  const drawn = stretches.map((stretch) => {
    const key = at;
    at += stretch.text.length;
    if (stretch.word === null) return stretch.text;
    return (
      <mark
        key={key}
        data-word={stretch.word}
        data-sign={stretch.strength > 0 ? 'positive' : 'negative'}
        data-on={stretch.word === word || undefined}
        style={{ '--strength': Math.abs(stretch.strength).toFixed(2) } as CSSProperties}
      >
        {stretch.text}
      </mark>
    );
  });
  return (
    <>
      {drawn}
      {/* Without it a last, empty line would have no height here. */}
      {drawn.length > 0 && '\u200B'}
    </>
  );
}

function pointAtWord(event: PointerEvent): void {
  if (!useReviews.getState().explained) return;
  const under = document.elementsFromPoint(event.clientX, event.clientY);
  const mark = under.find((element) => element instanceof HTMLElement && element.dataset.word !== undefined);
  const word = mark instanceof HTMLElement ? Number(mark.dataset.word) : null;
  if (word !== useReviews.getState().word) useReviews.setState({ word });
}

/** The word at the caret is looked at, for those who use the keyboard. */
function useCaretWord(field: { readonly current: HTMLTextAreaElement | null }): void {
  useEffect(() => {
    const look = () => {
      const { explained, text } = useReviews.getState();
      if (document.activeElement !== field.current || !field.current || explained?.text !== text) return;
      useReviews.setState({ word: wordAt(explained.reply.words, field.current.selectionStart) });
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [field]);
}

/** On a phone it would open the keyboard over everything. */
function useFocusOnDesktop(field: { readonly current: HTMLTextAreaElement | null }): void {
  const { width } = useViewportSize();
  const focused = useRef(false);
  useEffect(() => {
    if (focused.current || width === 0) return;
    focused.current = true;
    if (width > 768 && document.activeElement === document.body) field.current?.focus({ preventScroll: true });
  }, [width, field]);
}
