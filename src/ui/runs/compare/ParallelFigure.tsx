// Parallel coordinates: from what was set, across, to what came of it. The table of differences says the same in words.

import { NativeSelect } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { MARKER_PATHS, styleOf } from '../../components/metrics/style';
import { formatValue } from '../../components/metrics/words';
import { Part, Quiet } from '../../components/part/Part';
import { bestOf, headlineOf } from '../words';
import classes from './Compare.module.css';
import { bestColumns } from './Differing';
import { type Difference, shownValue } from './difference';
import { axesOf, type Coordinate, coordinateOf } from './parallel';

const HEIGHT = 280;
const [TOP, FOOT, SIDE] = [34, 14, 60];
/** Pixels an axis wants for itself. */
const AXIS = 92;

interface ParallelFigureProps {
  readonly runs: readonly RunSummary[];
  readonly differences: readonly Difference[];
  readonly highlighted: string | null;
  readonly onHighlight: (id: string | null) => void;
}

export function ParallelFigure({ runs, differences, highlighted, onHighlight }: ParallelFigureProps) {
  const { ref, width } = useElementSize();
  const [wanted, setWanted] = useState<string | null>(null);
  const columns = bestColumns(runs);
  const metric = columns.find((name) => name === wanted) ?? commonHeadline(runs) ?? columns[0];
  const axes = axesOf(differences);
  if (metric === undefined || axes.length === 0) return null;
  const most = Math.max(1, Math.floor((width - 2 * SIDE) / AXIS));
  const settings = axes.slice(0, most);
  const coordinates = [
    ...settings.map(({ path, values }) => coordinateOf(path, values, shownValue)),
    coordinateOf(
      `best ${metric}`,
      runs.map((run) => bestOf(run, metric) ?? undefined),
      (value) => formatValue(Number(value), metric),
    ),
  ];
  return (
    <Part
      id="parallel"
      title="From settings to results"
      aside={
        <>
          <Quiet>parallel coordinates: a line is a run</Quiet>
          <NativeSelect
            className={classes.metric ?? ''}
            size="xs"
            aria-label="Result"
            data={[...columns]}
            value={metric}
            onChange={({ currentTarget: { value } }) => setWanted(value)}
          />
        </>
      }
    >
      {width > 0 && settings.length < axes.length && (
        <Quiet>
          {settings.length} of {axes.length} settings fit here; all stand in the table above.
        </Quiet>
      )}
      <div ref={ref} className={classes.parallel} data-testid="parallel">
        {width > 0 && (
          <svg width={width} height={HEIGHT} role="img" aria-label={wordsOf(runs, coordinates, metric)}>
            <Axes coordinates={coordinates} width={width} />
            <Runs {...{ runs, coordinates, width, highlighted, onHighlight }} />
            <Ticks coordinates={coordinates} width={width} />
          </svg>
        )}
      </div>
    </Part>
  );
}

/** The metric that tells best how they did, where it is the same for most of them. */
function commonHeadline(runs: readonly RunSummary[]): string | null {
  const counts = new Map<string, number>();
  for (const run of runs) {
    const column = headlineOf(run);
    if (column !== null) counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

function wordsOf(runs: readonly RunSummary[], coordinates: readonly Coordinate[], metric: string): string {
  const results = runs.slice(0, 8).map((run) => `${run.name} ${formatValue(bestOf(run, metric), metric)}`);
  const settings = coordinates.slice(0, -1).map(({ label }) => label);
  return `Lines from ${settings.join(', ')} to best ${metric}: ${results.join('; ')}. The table of differences has all values.`;
}

const xOf = (i: number, count: number, width: number) => SIDE + (i / Math.max(1, count - 1)) * (width - 2 * SIDE);
const yOf = (at: number) => TOP + (1 - at) * (HEIGHT - TOP - FOOT);

function Axes({ coordinates, width }: { readonly coordinates: readonly Coordinate[]; readonly width: number }) {
  return coordinates.map(({ label }, i) => {
    const x = xOf(i, coordinates.length, width);
    const result = i === coordinates.length - 1;
    return (
      <g key={label}>
        <line className={result ? classes.result : classes.axis} x1={x} x2={x} y1={TOP} y2={HEIGHT - FOOT} />
        <text className={classes.label} x={x} y={14} textAnchor="middle">
          {shortened(label)}
          <title>{label}</title>
        </text>
      </g>
    );
  });
}

/** Over the lines, each on a ground of its own. */
function Ticks({ coordinates, width }: { readonly coordinates: readonly Coordinate[]; readonly width: number }) {
  return coordinates.map(({ label, ticks }, i) => (
    <g key={label}>
      {ticks.map(({ at, text }) => (
        // Two values may be the same in words.
        <text key={at} className={classes.tick} x={xOf(i, coordinates.length, width) + 8} y={yOf(at)} dy="0.32em">
          {text.length > 12 ? `${text.slice(0, 11)}…` : text}
        </text>
      ))}
    </g>
  ));
}

/** The last name of a path says most. */
function shortened(label: string): string {
  const last = label.split('.').at(-1) ?? label;
  return last.length > 16 ? `${last.slice(0, 15)}…` : last;
}

interface RunsProps {
  readonly runs: readonly RunSummary[];
  readonly coordinates: readonly Coordinate[];
  readonly width: number;
  readonly highlighted: string | null;
  readonly onHighlight: (id: string | null) => void;
}

function Runs({ runs, coordinates, width, highlighted: wanted, onHighlight }: RunsProps) {
  // It may have been taken out since.
  const highlighted = runs.some(({ id }) => id === wanted) ? wanted : null;
  return runs.map((run, style) => {
    const { colour, dash, marker } = styleOf(style);
    const places = coordinates.flatMap(({ at }, i) => {
      const value = at[style];
      return value === null || value === undefined ? [] : [{ x: xOf(i, coordinates.length, width), y: yOf(value) }];
    });
    const pale = highlighted !== null && highlighted !== run.id;
    return (
      <g
        key={run.id}
        opacity={pale ? 0.18 : 1}
        onPointerEnter={() => onHighlight(run.id)}
        onPointerLeave={() => onHighlight(null)}
      >
        <path
          className={classes.run}
          d={places.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')}
          stroke={colour}
          strokeDasharray={dash}
        />
        {places.map(({ x, y }) => (
          <path
            key={x}
            d={MARKER_PATHS[marker]}
            fill={colour}
            transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
          />
        ))}
        <title>{run.name}</title>
      </g>
    );
  });
}
