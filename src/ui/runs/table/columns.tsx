// What a table of runs can show beside their names.

import type { ReactNode } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { formatCount } from '../../components/format';
import { Moment, Under, Words } from '../../components/list/cells';
import type { ColumnHead } from '../../components/list/Heads';
import { formatClock, formatDay, formatDuration, formatValue } from '../../components/metrics/words';
import { bestOf, finalOf, headlineOf, KIND_WORDS, PHASE_WORDS } from '../words';
import type { ColumnId } from './arrange';
import classes from './Table.module.css';

export interface Column extends ColumnHead<ColumnId> {
  readonly cell: (run: RunSummary) => ReactNode;
}

const FIXED: readonly Column[] = [
  { id: 'phase', label: 'Status', cell: (run) => <Phase run={run} /> },
  { id: 'best', label: 'Best', figures: true, cell: (run) => <Headline run={run} of={bestOf} /> },
  { id: 'final', label: 'Final', figures: true, cell: (run) => <Headline run={run} of={finalOf} /> },
  {
    id: 'duration',
    label: 'Duration',
    figures: true,
    cell: (run) => (run.kind === 'imported' || run.phase === 'queued' ? '' : formatDuration(run.duration)),
  },
  {
    id: 'created',
    label: 'Begun',
    figures: true,
    cell: (run) => (
      <Moment at={run.created_at}>
        {formatClock(run.created_at)}
        <Under>{formatDay(run.created_at)}</Under>
      </Moment>
    ),
  },
  { id: 'kind', label: 'Kind', cell: (run) => KIND_WORDS[run.kind] },
  { id: 'data', label: 'Data', cell: (run) => <Words text={run.data} /> },
  { id: 'model', label: 'Model', cell: (run) => <Words text={run.model} /> },
  { id: 'config', label: 'Configuration', cell: (run) => <Words text={run.config} /> },
  { id: 'epochs', label: 'Epochs', figures: true, cell: (run) => formatCount(run.total_epochs) },
  { id: 'steps', label: 'Steps', figures: true, cell: (run) => formatCount(run.total_steps) },
  { id: 'seed', label: 'Seed', figures: true, cell: (run) => run.seed ?? '' },
  { id: 'models', label: 'Models', figures: true, cell: (run) => run.models || '' },
  { id: 'engine', label: 'Computed by', cell: (run) => <Words text={run.engine} /> },
];

/** All that these runs have, with the metrics of any of them. */
export function columnsOf(runs: readonly RunSummary[]): readonly Column[] {
  const best = new Set<string>();
  const final = new Set<string>();
  for (const run of runs) {
    for (const name of Object.keys(run.best_metrics)) best.add(name.replace(/^best_/, ''));
    for (const name of Object.keys(run.final_metrics)) final.add(name);
  }
  return [...FIXED, ...metrics('best', best, bestOf), ...metrics('final', final, finalOf)];
}

function metrics(
  place: 'best' | 'final',
  names: ReadonlySet<string>,
  of: (run: RunSummary, name: string) => number | null,
): readonly Column[] {
  return [...names].sort().map((name) => ({
    id: `${place}:${name}`,
    label: `${place === 'best' ? 'Best' : 'Final'} ${name}`,
    figures: true,
    cell: (run) => formatValue(of(run, name), name),
  }));
}

function Phase({ run }: { readonly run: RunSummary }) {
  return (
    <>
      <span className={classes.phase} data-phase={run.phase}>
        {PHASE_WORDS[run.phase]}
      </span>
      {run.phase === 'failed' && <Words text={run.message} quiet />}
    </>
  );
}

interface HeadlineProps {
  readonly run: RunSummary;
  readonly of: (run: RunSummary, column: string) => number | null;
}

function Headline({ run, of }: HeadlineProps) {
  const column = headlineOf(run);
  if (column === null) return null;
  return (
    <>
      {formatValue(of(run, column), column)}
      <Under>{column}</Under>
    </>
  );
}
