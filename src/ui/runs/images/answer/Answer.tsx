// A model's answer to one picture: the likeliest class in words, all as bars, what it saw and where the answer comes from,
// and how long it took.

import { Switch } from '@mantine/core';
import type { ImagePrediction } from '../../../../wire/images';
import { formatMilliseconds, formatPercent } from '../../../components/format';
import { useThrottled } from '../../../components/useThrottled';
import classes from './Answer.module.css';
import { Bars } from './Bars';
import { likeliest } from './ranking';
import { Seen } from './Seen';

interface AnswerProps {
  readonly answer: ImagePrediction;
  readonly explain: boolean;
  readonly onExplain: (explain: boolean) => void;
  readonly target: number | null;
  readonly onTarget: (target: number | null) => void;
  /** The right class, where it is known. */
  readonly truth?: number | undefined;
}

export function Answer({ answer, explain, onExplain, target, onTarget, truth }: AnswerProps) {
  const { probabilities, milliseconds } = answer;
  const best = likeliest(probabilities);
  const name = answer.classes[best] ?? '';
  return (
    <div className={classes.answer}>
      <div className={classes.verdict}>
        <output className={classes.best} data-testid="verdict">
          <bdi>{name}</bdi>
        </output>
        <span className={classes.sure}>{formatPercent(probabilities[best] ?? 0)}</span>
        <span className={classes.took}>{formatMilliseconds(milliseconds)}</span>
        <Spoken words={`${name}, ${formatPercent(probabilities[best] ?? 0)}`} />
      </div>
      <div className={classes.sides}>
        <div className={classes.chances}>
          <Bars {...{ answer, target, onTarget, truth }} />
        </div>
        <div className={classes.look}>
          <Seen answer={answer} explain={explain} />
          <Switch
            size="xs"
            label="Heat-map: where the answer comes from"
            description={target === null ? 'For the likeliest class; press a bar for another.' : undefined}
            checked={explain}
            onChange={(event) => onExplain(event.currentTarget.checked)}
          />
        </div>
      </div>
    </div>
  );
}

/** Milliseconds between two words to those who listen. */
const SAID = 1500;

function Spoken({ words }: { readonly words: string }) {
  const said = useThrottled(words, SAID);
  return (
    <span className="visually-hidden" role="status">
      {said}
    </span>
  );
}
