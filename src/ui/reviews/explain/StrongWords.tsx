// The words of a text that push its score most, those for it and those against it, with their weights in log-odds.

import type { WordWeight } from '../../../ml/text/types';
import { type StrongWord, strongestWords } from '../text/marks';
import classes from './StrongWords.module.css';

/** Words named for each side. */
const NAMED = 5;

interface StrongWordsProps {
  readonly text: string;
  readonly words: readonly WordWeight[];
}

export function StrongWords({ text, words }: StrongWordsProps) {
  const { positive, negative } = strongestWords(text, words, NAMED);
  return (
    <>
      <Words label="Pushes up" sign="positive" words={positive} />
      <Words label="Pulls down" sign="negative" words={negative} />
    </>
  );
}

interface WordsProps {
  readonly label: string;
  readonly sign: 'positive' | 'negative';
  readonly words: readonly StrongWord[];
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

/** −0.4 → "−0.40", with the sign that lines up with "+". */
export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
