// The score as a plain dial with words: where the hand stands, what that means, and the number.

import { useDebouncedValue } from '@mantine/hooks';
import { MAX_REVIEW_CHARACTERS } from '../../../wire/limits';
import { formatCount } from '../../components/format';
import { languageWords } from '../language/words';
import { isBehind } from '../scoring';
import { type Answered, modelName, useReviews } from '../store';
import classes from './Verdict.module.css';
import { formatScore, VERDICTS, verdictOf } from './words';

export function Verdict() {
  const answer = useReviews((state) => state.answer);
  const comparison = useReviews((state) => state.comparison);
  const problem = useReviews((state) => state.scoreProblem);
  const comparing = useReviews((state) => state.compared !== null);
  const besideProblem = useReviews((state) => state.comparisonProblem);
  const state = useReviews((all) => all.state);
  const behind = useReviews(isBehind);
  return (
    <section className={classes.root} aria-label="Score" aria-busy={behind}>
      <Dial answer={answer} />
      <div className={classes.words}>
        {problem ? (
          <p className={classes.problem}>The text could not be scored: {problem}</p>
        ) : (
          <Words answer={answer} />
        )}
        {comparing && besideProblem && (
          <p className={classes.problem}>The other model could not score it: {besideProblem}</p>
        )}
        {comparison && (
          <p className={classes.beside} data-testid="comparison">
            {modelName(state, comparison.model)} says <strong>{verdictOf(comparison.score.score)}</strong>,{' '}
            <span className="tabular">{formatScore(comparison.score.score)}</span>
          </p>
        )}
      </div>
    </section>
  );
}

function Words({ answer }: { readonly answer: Answered | null }) {
  const shipped = useReviews(
    ({ state }) => state?.models.some((model) => model.id === answer?.model && model.shipped) ?? false,
  );
  const tooLong = useReviews((state) => state.text.length > MAX_REVIEW_CHARACTERS);
  if (tooLong) {
    return (
      <p className={classes.problem}>
        Longer than {formatCount(MAX_REVIEW_CHARACTERS)} characters: too long to be scored. Shorten it.
      </p>
    );
  }
  if (!answer)
    return <p className={classes.waiting}>Type or choose a review, and the model says what it thinks of it.</p>;
  const { score } = answer.score;
  // The whole of it stands below the text, which on a phone is out of sight.
  const doubtful = shipped && languageWords(answer.text, answer.score, shipped) !== null;
  return (
    <>
      <div className={classes.verdict}>
        <span className={classes.word} data-testid="verdict">
          {verdictOf(score)}
        </span>
        <span className={`${classes.number} tabular`} data-testid="score">
          {formatScore(score)}
        </span>
        {doubtful ? (
          <span className={classes.doubt}>Not in English? Then it says little.</span>
        ) : (
          <span className={classes.scale}>0 negative … 1 positive</span>
        )}
      </div>
      <Said score={score} />
    </>
  );
}

/** For those who hear the page: the verdict once typing rests, not at every key. */
function Said({ score }: { readonly score: number }) {
  const [rested] = useDebouncedValue(score, REST);
  return (
    <output className="visually-hidden">
      {verdictOf(rested)}, {formatScore(rested)}
    </output>
  );
}

/** Milliseconds without a change. */
const REST = 1000;

const RADIUS = 80;
const CENTRE = { x: 100, y: 92 };
/** Degrees left free between two fields of the dial. */
const GAP = 2;

/** Half a circle in five fields, from very negative at the left to very positive at the right. */
function Dial({ answer }: { readonly answer: Answered | null }) {
  const score = answer?.score.score ?? null;
  const field = score === null ? -1 : VERDICTS.indexOf(verdictOf(score));
  return (
    <svg className={classes.dial} viewBox="0 0 200 108" aria-hidden>
      {VERDICTS.map((name, i) => (
        <path
          key={name}
          className={classes.field}
          data-field={i}
          data-on={i === field || undefined}
          d={arc(180 - i * 36 - GAP / 2, 180 - (i + 1) * 36 + GAP / 2)}
        />
      ))}
      {score !== null && (
        <g className={classes.hand} style={{ transform: `rotate(${(score - 0.5) * 180}deg)` }}>
          <path d="M100 26 L104 92 L96 92 Z" />
        </g>
      )}
      <circle className={classes.hub} cx={CENTRE.x} cy={CENTRE.y} r="6" />
    </svg>
  );
}

function arc(from: number, to: number): string {
  const [a, b] = [at(from), at(to)];
  return `M ${a} A ${RADIUS} ${RADIUS} 0 0 1 ${b}`;
}

function at(degrees: number): string {
  const angle = (degrees * Math.PI) / 180;
  return `${(CENTRE.x + RADIUS * Math.cos(angle)).toFixed(2)} ${(CENTRE.y - RADIUS * Math.sin(angle)).toFixed(2)}`;
}
