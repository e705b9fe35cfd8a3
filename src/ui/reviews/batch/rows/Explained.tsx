// A whole text with the words marked that push its score, and the strongest of them listed.

import { MAX_EXPLAINED } from '../../explain/explaining';
import { MarkedText } from '../../explain/MarkedText';
import { StrongWords } from '../../explain/StrongWords';
import { type Asked, useExplanation } from '../../explain/useExplanation';
import classes from './Rows.module.css';

interface ExplainedProps {
  readonly text: string;
  readonly model: string | undefined;
}

export function Explained({ text, model }: ExplainedProps) {
  const asked = useExplanation(text, model);
  return (
    <div className={classes.explained} data-testid="batch-explanation">
      <MarkedText text={text} reply={asked && 'reply' in asked ? asked.reply : null} />
      <Strongest text={text} asked={asked} />
    </div>
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
  return (
    <>
      <StrongWords text={text} words={asked.reply.words} />
      <p className={classes.note}>Weights in log-odds.</p>
    </>
  );
}
