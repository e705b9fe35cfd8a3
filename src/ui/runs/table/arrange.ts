// Which runs a table shows, and in which order: filtered, sorted and grouped. Pure, so that 500 runs are arranged in one go.

import type { RunPhase, RunSummary } from '../../../wire/runs';
import { compareFigures, compareKeys, type Figure, finder, type Key, wayOf } from '../../components/list/arrange';
import { bestOf, finalOf, headlineOf, KIND_WORDS, PHASE_WORDS } from '../words';

export const GROUPINGS = ['none', 'kind', 'config', 'data'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What every run has beside its metrics; 'best' and 'final' are of its headline. */
const FIXED_COLUMNS = [
  ...(['name', 'phase', 'best', 'final', 'duration', 'created', 'kind', 'data', 'model', 'config'] as const),
  ...(['epochs', 'steps', 'seed', 'models', 'engine'] as const),
] as const;

type Place = 'best' | 'final';
type MetricColumn = `${Place}:${string}`;
export type ColumnId = (typeof FIXED_COLUMNS)[number] | MetricColumn;

export function isColumn(id: unknown): id is ColumnId {
  return FIXED_COLUMNS.some((fixed) => fixed === id) || (typeof id === 'string' && isMetric(id));
}

function isMetric(id: string): id is MetricColumn {
  return /^(best|final):/.test(id);
}

export interface Arrangement {
  /** Everything that is typed has to stand somewhere in a run's words. */
  readonly text: string;
  readonly phase: RunPhase | null;
  readonly kind: RunSummary['kind'] | null;
  readonly tag: string | null;
  /** Archived ones are shown, and no others. */
  readonly archived: boolean;
  readonly group: Grouping;
  readonly sort: ColumnId;
  readonly descending: boolean;
  /** Those on show beside the name, in order. */
  readonly columns: readonly ColumnId[];
}

export const FIRST_ARRANGEMENT: Arrangement = {
  text: '',
  phase: null,
  kind: null,
  tag: null,
  archived: false,
  group: 'none',
  sort: 'created',
  descending: true,
  columns: ['phase', 'best', 'final', 'duration', 'created', 'data', 'model', 'config'],
};

export function isFiltered({ text, phase, kind, tag, archived }: Arrangement): boolean {
  return text.trim() !== '' || phase !== null || kind !== null || tag !== null || archived;
}

export interface Group {
  /** '' where nothing is grouped. */
  readonly name: string;
  readonly runs: readonly RunSummary[];
  /** Runs of it, on this page and others. */
  readonly size: number;
}

/** Groups stand in the order of their first run. */
export function arrange(runs: readonly RunSummary[], arrangement: Arrangement): readonly Group[] {
  const shown = runs.filter(filterOf(arrangement)).sort(orderOf(arrangement));
  if (arrangement.group === 'none') return [{ name: '', runs: shown, size: shown.length }];
  const groups = new Map<string, RunSummary[]>();
  for (const run of shown) {
    const name = groupOf(run, arrangement.group);
    const members = groups.get(name);
    if (members) members.push(run);
    else groups.set(name, [run]);
  }
  return [...groups].map(([name, members]) => ({ name, runs: members, size: members.length }));
}

function filterOf({ text, phase, kind, tag, archived }: Arrangement): (run: RunSummary) => boolean {
  const isSaid = finder(text);
  return (run) => {
    if (run.archived !== archived) return false;
    if (phase !== null && run.phase !== phase) return false;
    if (kind !== null && run.kind !== kind) return false;
    if (tag !== null && !run.tags.includes(tag)) return false;
    const { name, note, model, data, config, id, tags } = run;
    return isSaid([name, note, model, data, config, id, PHASE_WORDS[run.phase], ...tags]);
  };
}

function groupOf(run: RunSummary, group: Exclude<Grouping, 'none'>): string {
  switch (group) {
    case 'kind':
      return KIND_WORDS[run.kind];
    case 'config':
      return run.config || 'No configuration';
    case 'data':
      return run.data || 'Unknown data';
  }
}

function keyOf(run: RunSummary, column: Exclude<ColumnId, Place>): Key {
  if (isMetric(column)) {
    const colon = column.indexOf(':');
    const figure = column.startsWith('best') ? bestOf : finalOf;
    return figure(run, column.slice(colon + 1));
  }
  switch (column) {
    case 'name':
      return run.name;
    case 'phase':
      return PHASE_WORDS[run.phase];
    case 'kind':
      return KIND_WORDS[run.kind];
    case 'model':
      return run.model || null;
    case 'data':
      return run.data || null;
    case 'config':
      return run.config || null;
    case 'engine':
      return run.engine || null;
    case 'duration':
      return run.kind === 'imported' ? null : run.duration;
    case 'epochs':
      return run.total_epochs;
    case 'steps':
      return run.total_steps;
    case 'seed':
      return run.seed;
    case 'models':
      return run.models;
    case 'created':
      return run.created_at;
  }
}

function orderOf(arrangement: Arrangement): (a: RunSummary, b: RunSummary) => number {
  const { sort } = arrangement;
  const way = wayOf(arrangement);
  return (a, b) => {
    const order =
      sort === 'best' || sort === 'final'
        ? compareFigures(figureOf(a, sort), figureOf(b, sort), way)
        : compareKeys(keyOf(a, sort), keyOf(b, sort), way);
    return order || (a.created_at < b.created_at ? 1 : a.created_at > b.created_at ? -1 : a.id < b.id ? 1 : -1);
  };
}

function figureOf(run: RunSummary, place: Place): Figure | null {
  const name = headlineOf(run);
  if (name === null) return null;
  return { name, value: place === 'best' ? bestOf(run, name) : finalOf(run, name) };
}
