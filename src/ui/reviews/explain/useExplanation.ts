// What a model says of a text that stands still: asked for once, forgotten when the text changes.

import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { ExplainReply } from '../../../wire/reviews';
import { wordsOf } from '../../components/errors';
import { MAX_EXPLAINED } from './explaining';

export type Asked = { readonly reply: ExplainReply } | { readonly problem: string } | null;

/** Null while it is asked for, and for what is not explained: nothing, and texts that are too long. */
export function useExplanation(text: string, model: string | undefined, wanted = true): Asked {
  const [asked, setAsked] = useState<{ readonly of: string; readonly answer: Asked } | null>(null);
  const explained = wanted && text.trim() !== '' && text.length <= MAX_EXPLAINED;
  useEffect(() => {
    if (!explained) return;
    let over = false;
    const answer = (value: Asked) => {
      if (!over) setAsked({ of: text, answer: value });
    };
    service.reviews.explain(text, model).then(
      (reply) => answer({ reply }),
      (error: unknown) => answer({ problem: wordsOf(error) }),
    );
    return () => {
      over = true;
    };
  }, [text, model, explained]);
  return explained && asked?.of === text ? asked.answer : null;
}
