// BIC and AIC over the number of groups, as a curve and as numbers. In a chunk of its own with the charts.

import { Button } from '@mantine/core';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { SelectionResult } from '../../../wire/service';
import { changeOptions } from '../actions';
import { formatValue } from '../numbers';
import { usePoints } from '../store';
import classes from './charts.module.css';

export function SelectionCurve({ selection }: { readonly selection: SelectionResult }) {
  const current = usePoints((state) => state.state?.options.n_components);
  const { criterion, candidates, best } = selection;
  const name = criterion.toUpperCase();
  const other = criterion === 'bic' ? 'aic' : 'bic';
  const at = candidates.find((candidate) => candidate.n_components === best);
  return (
    <figure className={classes.figure}>
      <div
        className={classes.chart}
        role="img"
        aria-label={`${name} over the number of groups: lowest at ${best}${at ? `, ${formatValue(at[criterion], 6)}` : ''}.`}
      >
        <ResponsiveContainer width="100%" height={150}>
          <LineChart
            data={[...candidates]}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis
              dataKey="n_components"
              tick={classes.tick ? { className: classes.tick } : false}
              stroke="var(--line-strong)"
            />
            <YAxis
              width={52}
              domain={['auto', 'auto']}
              tickFormatter={(value: number) => formatValue(value, 3)}
              tick={{ className: classes.tick ?? '' }}
              stroke="var(--line-strong)"
            />
            <ReferenceLine x={best} stroke="var(--accent)" strokeDasharray="3 3" />
            <Line
              dataKey={other}
              stroke="var(--line-strong)"
              dot={false}
              strokeDasharray="4 3"
              isAnimationActive={false}
            />
            <Line
              dataKey={criterion}
              stroke="var(--accent)"
              strokeWidth={2}
              dot={{ r: 2.5 }}
              isAnimationActive={false}
            />
          </LineChart>
        </ResponsiveContainer>
      </div>
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
