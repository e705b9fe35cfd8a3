// The charts of one run: a chart for what is measured, a line for each part it is measured on.

import { useMemo } from 'react';
import type { RunSeries } from '../../../wire/runs';
import { type Axis, type ChartLine, measured, pointsOf, quantitiesOf } from './lines';

/** Lines by what they measure, in the order of charts. A part has the same line in all of them. */
export function useLinesOfRun(series: RunSeries | undefined, axis: Axis): ReadonlyMap<string, readonly ChartLine[]> {
  return useMemo(() => linesOfRun(series, axis), [series, axis]);
}

export function linesOfRun(series: RunSeries | undefined, axis: Axis): ReadonlyMap<string, readonly ChartLine[]> {
  const columns = new Map(series?.columns.map((column) => [column.name, column]));
  const parts = new Map<string, number>([
    ['train', 0],
    ['val', 1],
    ['test', 2],
  ]);
  const charts = new Map<string, readonly ChartLine[]>();
  for (const { quantity, columns: names } of quantitiesOf([...columns.keys()])) {
    const lines = names.map((name): ChartLine => {
      const { part } = measured(name);
      const style = part === '' ? 0 : (parts.get(part) ?? parts.size);
      if (part !== '') parts.set(part, style);
      return { id: name, name: part, style, ...pointsOf(columns.get(name)!, axis) };
    });
    charts.set(quantity, lines);
  }
  return charts;
}
