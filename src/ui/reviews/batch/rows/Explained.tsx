// A whole text with the words marked that push its score.

import { type CSSProperties, useEffect, useMemo, useState } from 'react';
import { service } from '../../../../client';
import type { ExplainReply } from '../../../../wire/reviews';
import { MAX_EXPLAINED } from '../../explain/explaining';
import { wordsOf } from '../../scoring';
import { type StrongWord, stretchesOf, strongestWords } from '../../text/marks';
import classes from '../Batch.module.css';

/** A text of megabytes is shown in part: a page cannot lay it out in time. */
const MAX_SHOWN = 50_000;
/** Words named for each side. */
const NAMED = 5;

type Asked = { readonly reply: ExplainReply } | { readonly problem: string } | null;

interface ExplainedProps {
  readonly text: string;
  readonly model: string | undefined;
}

export function Explained({ text, model }: ExplainedProps) {
  const asked = useExplanation(text, model);
  const reply = asked && 'reply' in asked ? asked.reply : null;
  return (
    <div className={classes.explained} data-testid="batch-explanation">
      <Marked text={text} reply={reply} />
      {text.length > MAX_SHOWN && (
        <p className={classes.note}>
          The first {MAX_SHOWN.toLocaleString('en')} of {text.length.toLocaleString('en')} characters.
        </p>
      )}
      <Strongest text={text} asked={asked} />
    </div>
  );
}

function useExplanation(text: string, model: string | undefined): Asked {
  const [asked, setAsked] = useState<Asked>(null);
  const explained = text.trim() !== '' && text.length <= MAX_EXPLAINED;
  useEffect(() => {
    if (!explained) return;
    let over = false;
    const answer = (value: Asked) => {
      if (!over) setAsked(value);
    };
    service.reviews.explain(text, model).then(
      (reply) => answer({ reply }),
      (error: unknown) => answer({ problem: wordsOf(error) }),
    );
    return () => {
      over = true;
    };
  }, [text, model, explained]);
  return asked;
}

function Marked({ text, reply }: { readonly text: string; readonly reply: ExplainReply | null }) {
  const stretches = useMemo(() => (reply ? stretchesOf(text, text, reply.words) : []), [text, reply]);
  if (stretches.length === 0) {
    return (
      <p className={classes.whole} dir="auto">
        {text.slice(0, MAX_SHOWN)}
      </p>
    );
  }
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
    <p className={classes.whole} dir="auto">
      {drawn}
    </p>
  );
}

function Strongest({ text, asked }: { readonly text: string; readonly asked: Asked }) {
  if (text.trim() === '') return <p className={classes.note}>There is no word to weigh.</p>;
  if (text.length > MAX_EXPLAINED) {
    return (
      <p className={classes.note}>
        Longer than {MAX_EXPLAINED.toLocaleString('en')} characters: scored, but its words are not weighed.
      </p>
    );
  }
  if (!asked) return <p className={classes.note}>Weighing the words …</p>;
  if ('problem' in asked) return <p className={classes.problem}>The words could not be weighed: {asked.problem}</p>;
  const { positive, negative } = strongestWords(text, asked.reply.words, NAMED);
  return (
    <>
      <Words title="Push up" sign="positive" words={positive} />
      <Words title="Pull down" sign="negative" words={negative} />
      <p className={classes.note}>Weights in log-odds.</p>
    </>
  );
}

interface WordsProps {
  readonly title: string;
  readonly sign: 'positive' | 'negative';
  readonly words: readonly StrongWord[];
}

function Words({ title, sign, words }: WordsProps) {
  return (
    <p className={classes.words}>
      <span className={classes.quiet}>{title}</span>
      {words.length === 0 && <span className={classes.quiet}>nothing</span>}
      {words.map(({ text, weight }) => (
        <span key={text}>
          <span className={classes.label} data-sign={sign}>
            <bdi>{text}</bdi>
          </span>{' '}
          <span className={classes.weight}>
            {weight < 0 ? '−' : '+'}
            {Math.abs(weight).toFixed(2)}
          </span>
        </span>
      ))}
    </p>
  );
}
