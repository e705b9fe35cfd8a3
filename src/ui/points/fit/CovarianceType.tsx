// The shape of the groups, as four little pictures.

import { useId } from 'react';
import { COVARIANCE_TYPES, type CovarianceType as Type } from '../../../ml/gmm/types';
import { Term } from '../../components/Section';
import { changeOptions } from '../actions';
import classes from './CovarianceType.module.css';

const WORDS: Readonly<Record<Type, string>> = {
  full: 'Any ellipse',
  tied: 'All alike',
  diag: 'Upright',
  spherical: 'Round',
};

/** Two groups each: centre, radii, degrees. */
const PICTURES: Readonly<Record<Type, readonly (readonly [number, number, number, number, number])[]>> = {
  full: [
    [15, 16, 12, 5, -40],
    [37, 13, 9, 6, 25],
  ],
  tied: [
    [14, 16, 10, 5, -30],
    [36, 14, 10, 5, -30],
  ],
  diag: [
    [14, 15, 11, 5, 0],
    [38, 15, 5, 10, 0],
  ],
  spherical: [
    [15, 15, 10, 10, 0],
    [38, 15, 7, 7, 0],
  ],
};

export function CovarianceType({ value }: { readonly value: Type }) {
  const name = useId();
  return (
    <fieldset className={classes.root}>
      <legend className={classes.legend}>
        <Term word="Shape of a group" term="covariance_type" />
      </legend>
      <div className={classes.options}>
        {COVARIANCE_TYPES.map((type) => (
          <label key={type} className={classes.option}>
            <input
              type="radio"
              name={name}
              value={type}
              checked={value === type}
              onChange={() => void changeOptions({ covariance_type: type })}
            />
            <svg viewBox="0 0 52 30" aria-hidden="true">
              {PICTURES[type].map(([cx, cy, rx, ry, turn]) => (
                <ellipse key={cx} cx={cx} cy={cy} rx={rx} ry={ry} transform={`rotate(${turn} ${cx} ${cy})`} />
              ))}
            </svg>
            <span>{WORDS[type]}</span>
            <code>{type}</code>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
