// A whole text with the words marked that push its score; without an explanation, the text alone.

import { type CSSProperties, useMemo } from 'react';
import type { ExplainReply } from '../../../wire/reviews';
import { stretchesOf } from '../text/marks';
import classes from './MarkedText.module.css';

/** A text of megabytes is shown in part: a page cannot lay it out in time. */
const MAX_SHOWN = 50_000;

interface MarkedTextProps {
  readonly text: string;
  readonly reply: ExplainReply | null;
}

export function MarkedText({ text, reply }: MarkedTextProps) {
  const stretches = useMemo(() => (reply ? stretchesOf(text, text, reply.words) : []), [text, reply]);
  let at = 0;
  const drawn = stretches.map((stretch) => {
    const key = at;
    at += stretch.text.length;
    if (stretch.word === null) return stretch.text;
    return (
      <mark
        key={key}
        data-sign={stretch.strength > 0 ? 'positive' : 'negative'}
        style={{ '--strength': Math.abs(stretch.strength).toFixed(2) } as CSSProperties}
      >
        {stretch.text}
      </mark>
    );
  });
  return (
    <>
      <p className={classes.whole} dir="auto" data-testid="whole-text">
        {drawn.length > 0 ? drawn : text.slice(0, MAX_SHOWN)}
      </p>
      {text.length > MAX_SHOWN && (
        <p className={classes.note}>
          The first {MAX_SHOWN.toLocaleString('en')} of {text.length.toLocaleString('en')} characters.
        </p>
      )}
    </>
  );
}
