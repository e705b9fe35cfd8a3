// Why the score is what it is: words marked on the text, the strongest ones listed, the method named.

import { Switch } from '@mantine/core';
import type { ExplainReply } from '../../../wire/reviews';
import { type Explained, useReviews } from '../store';
import classes from './ExplanationBar.module.css';
import { MAX_EXPLAINED, showExplanation } from './explaining';
import { StrongWords, signed } from './StrongWords';

const METHODS: Readonly<Record<ExplainReply['method'], string>> = {
  exact: 'exact: the score is a sum over words',
  'integrated-gradients': 'integrated gradients: what each word adds on the way from a blank text to this one',
  occlusion: 'occlusion: what changes when a word is left out',
};

export function ExplanationBar() {
  const explaining = useReviews((state) => state.explaining);
  return (
    <section aria-label="Explanation">
      <div className={classes.head}>
        <Switch
          size="sm"
          label="Mark the words that push the score"
          checked={explaining}
          onChange={(event) => showExplanation(event.currentTarget.checked)}
        />
        {explaining && (
          <span className={classes.legend} aria-hidden>
            <span data-sign="negative">dashed: pulls down</span>
            <span data-sign="positive">solid: pushes up</span>
          </span>
        )}
      </div>
      {explaining && <Details />}
    </section>
  );
}

function Details() {
  const explained = useReviews((state) => state.explained);
  const text = useReviews((state) => state.text);
  const problem = useReviews((state) => state.explainProblem);
  if (problem) return <p className={classes.quiet}>The words could not be weighed: {problem}</p>;
  if (text.length > MAX_EXPLAINED) {
    return (
      <p className={classes.quiet}>
        Longer than {MAX_EXPLAINED.toLocaleString('en')} characters: scored, but not marked.
      </p>
    );
  }
  if (text.trim() === '') return <p className={classes.quiet}>Write something, and its words are weighed.</p>;
  if (!explained) return <p className={classes.quiet}>Weighing the words …</p>;
  return <Weights explained={explained} stale={explained.text !== text} />;
}

function Weights({ explained, stale }: { readonly explained: Explained; readonly stale: boolean }) {
  const { text, reply } = explained;
  return (
    <div className={classes.details} data-stale={stale || undefined} data-testid="explanation">
      <div className={classes.strong}>
        <StrongWords text={text} words={reply.words} />
      </div>
      <Chosen reply={reply} text={text} />
      <p className={classes.quiet}>
        {METHODS[reply.method]}. Numbers are log-odds; with {signed(reply.base)} for a text without words they add up to{' '}
        {signed(reply.score.logit)}
        {reply.method === 'exact' ? '' : ` (to within ${reply.gap.toFixed(3)})`}.
        {stale && ' The text has changed since: being weighed anew.'}
      </p>
    </div>
  );
}

/** The word under the pointer or at the caret. */
function Chosen({ reply, text }: { readonly reply: ExplainReply; readonly text: string }) {
  const word = useReviews((state) => state.word);
  const chosen = word === null ? undefined : reply.words[word];
  return (
    <p className={classes.quiet}>
      {chosen ? (
        <>
          <bdi>“{text.slice(chosen.start, chosen.end)}”</bdi> here: {signed(chosen.weight)}
        </>
      ) : (
        'Point at a word, or move the caret to it, for its weight.'
      )}
    </p>
  );
}
