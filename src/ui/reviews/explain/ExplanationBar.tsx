// Why the score is what it is: words marked on the text, the strongest ones listed, the method named.

import { Switch } from '@mantine/core';
import type { ExplainReply } from '../../../wire/reviews';
import { type Explained, useReviews } from '../store';
import { strongestWords } from '../text/marks';
import classes from './ExplanationBar.module.css';
import { MAX_EXPLAINED, showExplanation } from './explaining';

const METHODS: Readonly<Record<ExplainReply['method'], string>> = {
  exact: 'exact: the score is a sum over words',
  'integrated-gradients': 'integrated gradients: what each word adds on the way from a blank text to this one',
  occlusion: 'occlusion: what changes when a word is left out',
};
const LISTED = 5;

export function ExplanationBar() {
  const explaining = useReviews((state) => state.explaining);
  return (
    <section className={classes.root} aria-label="Explanation">
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
  const { positive, negative } = strongestWords(text, reply.words, LISTED);
  return (
    <div className={classes.details} data-stale={stale || undefined} data-testid="explanation">
      <Words label="Pushes up" sign="positive" words={positive} />
      <Words label="Pulls down" sign="negative" words={negative} />
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

interface WordsProps {
  readonly label: string;
  readonly sign: 'positive' | 'negative';
  readonly words: readonly { readonly text: string; readonly weight: number; readonly count: number }[];
}

function Words({ label, sign, words }: WordsProps) {
  return (
    <div className={classes.words}>
      <span className={classes.label}>{label}</span>
      {words.length === 0 && <span className={classes.quiet}>nothing</span>}
      {words.map(({ text, weight, count }) => (
        <span key={text} className={classes.word} data-sign={sign}>
          <bdi>{text}</bdi>
          {count > 1 && ` ×${count}`} <span className={classes.weight}>{signed(weight)}</span>
        </span>
      ))}
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

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
