// BIC and AIC over the number of groups, as a curve and as numbers.

import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { SelectionResult } from '../../../wire/service';
import { LineChart } from '../../components/LineChart';
import { Note } from '../../components/Section';
import { changeOptions } from '../actions';
import { formatValue } from '../numbers';
import { usePoints } from '../store';
import classes from './charts.module.css';

export function SelectionCurve({ selection }: { readonly selection: SelectionResult }) {
  const current = usePoints((state) => state.state?.options.n_components);
  const { criterion, candidates, best, stale } = selection;
  const name = criterion.toUpperCase();
  const other = criterion === 'bic' ? 'aic' : 'bic';
  const curves = useMemo(() => {
    const curve = (key: 'bic' | 'aic') => candidates.flatMap((item) => [item.n_components, item[key]]);
    return [
      { id: other, xy: curve(other), quiet: true },
      { id: criterion, xy: curve(criterion), dots: true },
    ];
  }, [candidates, criterion, other]);
  const at = candidates.find((candidate) => candidate.n_components === best);
  return (
    <figure className={classes.figure}>
      <LineChart
        label={`${name} over the number of groups: lowest at ${best}${at ? `, ${formatValue(at[criterion], 6)}` : ''}.`}
        height={150}
        curves={curves}
        mark={best}
      />
      <figcaption className={classes.caption}>
        <span>
          Lowest {name} at <strong>{best}</strong> {best === 1 ? 'group' : 'groups'} (dashed: {other.toUpperCase()})
        </span>
        {current !== best && (
          <Button size="compact-xs" variant="light" onClick={() => void changeOptions({ n_components: best })}>
            Use {best}
          </Button>
        )}
      </figcaption>
      {stale && <Note>Of the points and options as they were then: choose again to have it of the present ones.</Note>}
      <details className={classes.numbers}>
        <summary>As numbers</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Groups</th>
              <th scope="col">BIC</th>
              <th scope="col">AIC</th>
            </tr>
          </thead>
          <tbody>
            {candidates.map((candidate) => (
              <tr key={candidate.n_components} data-best={candidate.n_components === best || undefined}>
                <th scope="row">{candidate.n_components}</th>
                <td>{formatValue(candidate.bic, 7)}</td>
                <td>{formatValue(candidate.aic, 7)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
