// One chart of metrics: its lines, the values where the shared cursor points (the newest where it does not), and the same
// as a table. Drawn by hand, for it is drawn anew four times a second while a run is on.

import { useElementSize } from '@mantine/hooks';
import { memo, useDeferredValue, useId, useMemo, useState } from 'react';
import { better } from '../../../ml/logs/better';
import { CursorLayer } from './CursorLayer';
import { useCursor } from './cursor';
import { LineIcon } from './LineIcon';
import { AXIS_WORDS, type Axis, type ChartLine, type Drawn, shownAt } from './lines';
import classes from './MetricChart.module.css';
import { markedOf, pathOf, type Scale, scaleOf, xOf, yOf } from './scale';
import { smooth } from './smooth';
import { MARKER_PATHS, styleOf } from './style';
import { Values } from './Values';
import { formatValue, plainWords } from './words';

interface MetricChartProps {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  readonly axis: Axis;
  /** Weight of the moving average; the values themselves lie pale behind it. */
  readonly smoothing?: number;
  readonly height?: number;
  /** From where to where it goes across, where several charts share that; by default as far as the lines. */
  readonly range?: readonly [number, number] | undefined;
  /** The line that stands out; the others are pale. */
  readonly highlighted?: string | null;
  /** More of them than this are not told one by one under the title. */
  readonly named?: number;
}

export const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  const { title, axis, smoothing = 0, height = 220, named = 8, range } = props;
  const plain = plainWords(title);
  const [asTable, setAsTable] = useState(false);
  const { ref, width } = useElementSize();
  // Drawn a piece at a time, at first too: many charts come at once.
  const lines = useDeferredValue(props.lines, NONE);
  const highlighted = useDeferredValue(props.highlighted ?? null);
  const drawn = useMemo(
    () =>
      lines.map((line): Drawn => ({ ...line, raw: line.y, y: smoothing === 0 ? line.y : smooth(line.y, smoothing) })),
    [lines, smoothing],
  );
  const scale = useMemo(() => {
    const all = drawn.flatMap((line) => (smoothing === 0 ? [line] : [line, { x: line.x, y: line.raw }]));
    return width > 0 ? scaleOf(all, axis, { width, height }, range) : null;
  }, [drawn, axis, width, height, smoothing, range]);
  return (
    <figure ref={ref} className={classes.figure} data-testid={`chart-${title}`}>
      <figcaption className={classes.caption}>
        <span className={classes.title}>{plain ?? title}</span>
        {plain !== null && <code className={classes.term}>{title}</code>}
        <button type="button" className={classes.toggle} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          Table<span className="visually-hidden"> of {title}</span>
        </button>
      </figcaption>
      <Readout title={title} drawn={drawn} named={named} />
      {asTable ? (
        <Values title={title} lines={drawn} axis={axis} />
      ) : (
        <div className={classes.chart} style={{ height }}>
          {!scale && drawn.length > 0 && width > 0 && (
            <p className={classes.none}>
              {drawn.some(({ x }) => x.length > 0)
                ? 'None of its values is a finite number.'
                : `Its rows have no ${AXIS_WORDS[axis].toLowerCase()}.`}
            </p>
          )}
          {scale && (
            <>
              <svg width={width} height={height} role="img" aria-label={wordsOf(title, drawn)}>
                <Frame scale={scale} axis={axis} />
                <Lines drawn={drawn} scale={scale} smoothed={smoothing > 0} highlighted={highlighted} />
              </svg>
              <CursorLayer title={title} drawn={drawn} scale={scale} axis={axis} width={width} height={height} />
            </>
          )}
        </div>
      )}
    </figure>
  );
});

const NONE: readonly ChartLine[] = [];

/** For those who do not see the chart. */
function wordsOf(title: string, drawn: readonly Drawn[]): string {
  const told = drawn.slice(0, 8).map(({ name, raw }) => {
    const known = raw.filter((value) => Number.isFinite(value));
    if (known.length === 0) return `${name || title}: no values`;
    return `${name || title}: from ${formatValue(known[0], title)} to ${formatValue(known.at(-1), title)}`;
  });
  const more = drawn.length - told.length;
  return `${title}. ${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}

interface ReadoutProps {
  readonly title: string;
  readonly drawn: readonly Drawn[];
  readonly named: number;
}

/** Legend and values in one: of many lines, those that are best there. No live regions: they change four times a second. */
function Readout({ title, drawn, named }: ReadoutProps) {
  const at = useCursor((cursor) => cursor.at);
  const values = drawn.map((line) => ({ line, value: shownAt(line, at) }));
  const way = better(title) === 'higher' ? -1 : 1;
  const order = (value: number | null) =>
    value === null || Number.isNaN(value) ? Number.POSITIVE_INFINITY : way * value;
  const shown =
    values.length > named ? [...values].sort((a, b) => order(a.value) - order(b.value)).slice(0, named) : values;
  return (
    <ul className={classes.readout}>
      {shown.map(({ line, value }) => (
        <li key={line.id}>
          <LineIcon style={line.style} />
          {/* What is cut off may be what tells it from the next. */}
          {line.name !== '' && (
            <span className={classes.name} title={line.name}>
              {line.name}
            </span>
          )}
          <span className={classes.value}>{formatValue(value, title)}</span>
        </li>
      ))}
      {values.length > shown.length && <li className={classes.more}>and {values.length - shown.length} more</li>}
    </ul>
  );
}

const Frame = memo(function Frame({ scale, axis }: { readonly scale: Scale; readonly axis: Axis }) {
  const { left, top, width, height, across, up, unit } = scale;
  const foot = top + height;
  const ticks = across.values.filter((value) => axis === 'time' || Number.isInteger(value));
  return (
    <g>
      {up.values.map((value, i) => (
        <g key={value}>
          <line className={classes.grid} x1={left} x2={left + width} y1={yOf(scale, value)} y2={yOf(scale, value)} />
          <text className={classes.tick} x={left - 6} y={yOf(scale, value)} dy="0.32em" textAnchor="end">
            {up.labels[i]}
          </text>
        </g>
      ))}
      {up.offset && (
        <text className={classes.tick} x={left + 4} y={top} dy="0.32em">
          {up.offset}
        </text>
      )}
      <line className={classes.axis} x1={left} x2={left + width} y1={foot} y2={foot} />
      {ticks.map((value) => {
        const x = xOf(scale, value * unit.of);
        const end = x > left + width - 20;
        return (
          <text
            key={value}
            className={classes.tick}
            x={end ? left + width : x}
            y={foot + 15}
            textAnchor={end ? 'end' : 'middle'}
          >
            {TICK.format(value)}
            {unit.word && ` ${unit.word}`}
          </text>
        );
      })}
    </g>
  );
});

const TICK = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

interface LinesProps {
  readonly drawn: readonly Drawn[];
  readonly scale: Scale;
  readonly smoothed: boolean;
  readonly highlighted: string | null;
}

const Lines = memo(function Lines({ drawn, scale, smoothed, highlighted }: LinesProps) {
  const clip = useId();
  const known = drawn.some(({ id }) => id === highlighted);
  return (
    <>
      <clipPath id={clip}>
        <rect x={scale.left - 4} y={scale.top - 4} width={scale.width + 8} height={scale.height + 8} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        {drawn.map((line) => {
          const { colour, dash, marker } = styleOf(line.style);
          const pale = known && line.id !== highlighted;
          return (
            <g key={line.id} opacity={pale ? 0.18 : 1}>
              {smoothed && (
                <path className={classes.raw} d={pathOf({ x: line.x, y: line.raw }, scale)} stroke={colour} />
              )}
              <path className={classes.line} d={pathOf(line, scale)} stroke={colour} strokeDasharray={dash} />
              {markedOf(line, scale, line.style).map((i) => (
                <path
                  key={i}
                  d={MARKER_PATHS[marker]}
                  fill={colour}
                  transform={`translate(${xOf(scale, line.x[i]!).toFixed(1)} ${yOf(scale, line.y[i]!).toFixed(1)})`}
                />
              ))}
            </g>
          );
        })}
      </g>
    </>
  );
});
