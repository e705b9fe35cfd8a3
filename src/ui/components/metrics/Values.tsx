// A chart as a table: a row a place across, at most fifty of them, evenly taken.

import { Box } from '@mantine/core';
import { AXIS_WORDS, type Axis, type Drawn, nearest } from './lines';
import classes from './MetricChart.module.css';
import { formatDuration, formatValue } from './words';

const MOST = 50;

interface ValuesProps {
  readonly title: string;
  readonly lines: readonly Drawn[];
  readonly axis: Axis;
}

export function Values({ title, lines, axis }: ValuesProps) {
  const places = [...new Set(lines.flatMap(({ x }) => [...x]))].sort((a, b) => a - b);
  const every = Math.ceil(places.length / MOST);
  const shown = places.filter((_, i) => i % every === 0 || i === places.length - 1);
  return (
    // In reach of the keyboard: it scrolls.
    <Box className={classes.values ?? ''} tabIndex={0} role="group" aria-label={`${title}, as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{AXIS_WORDS[axis]}</th>
            {lines.map(({ id, name }) => (
              <th key={id} scope="col">
                {name || title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((at) => (
            <tr key={at}>
              <th scope="row">{axis === 'time' ? formatDuration(at) : formatValue(at)}</th>
              {lines.map(({ id, x, raw }) => {
                const i = nearest(x, at);
                return <td key={id}>{x[i] === at ? formatValue(raw[i], title) : ''}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}
