// The probabilities of the classes as bars with numbers; pressing one asks where that class comes from.

import type { ImagePrediction } from '../../../../wire/images';
import { formatPercent, plural } from '../../../components/format';
import classes from './Answer.module.css';
import { IN_ORDER, likeliest, shownClasses } from './ranking';

interface BarsProps {
  readonly answer: ImagePrediction;
  /** The class that the heat-map is for; null: the likeliest. */
  readonly target: number | null;
  readonly onTarget: (target: number | null) => void;
  /** The right class, where it is known. */
  readonly truth?: number | undefined;
}

export function Bars({ answer, target, onTarget, truth }: BarsProps) {
  const best = likeliest(answer.probabilities);
  const shown = shownClasses(answer.classes, answer.probabilities);
  const more = answer.classes.length - shown.length;
  return (
    <>
      <ul className={classes.bars} aria-label="Probabilities" data-testid="probabilities">
        {shown.map(({ label, name, probability }) => (
          <li key={label}>
            <button
              type="button"
              className={classes.bar}
              data-best={label === best || undefined}
              aria-pressed={target === label}
              title={`Show what speaks for ${name}`}
              onClick={() => onTarget(target === label ? null : label)}
            >
              <span className={classes.label}>
                <bdi className={classes.name}>{name}</bdi>
                {label === truth && <span className={classes.truth}> right</span>}
              </span>
              <span className={classes.track}>
                <span className={classes.fill} data-mark style={{ inlineSize: `${100 * probability}%` }} />
              </span>
              <span className={classes.number}>{formatPercent(probability)}</span>
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className={classes.more}>
          The {IN_ORDER} likeliest; {plural(more, 'other has', 'others share')} the rest.
        </p>
      )}
    </>
  );
}
