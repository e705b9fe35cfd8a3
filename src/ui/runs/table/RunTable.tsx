// The runs as a table: fifty at a time, so that five hundred are as quick as five.

import { Box, Skeleton } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { plural } from '../../components/format';
import { Pager } from '../../components/Pager';
import { choose } from '../actions';
import { currentOf, useRuns } from '../store';
import { hashOf } from '../views';
import { arrange, type Group } from './arrange';
import { Bulk } from './Bulk';
import { type Column, columnsOf } from './columns';
import { Filters } from './Filters';
import classes from './Table.module.css';

const SIZE = 50;
const NONE: readonly RunSummary[] = [];

export function RunTable({ runs: listed }: { readonly runs: readonly RunSummary[] }) {
  const arrangement = useRuns((ui) => ui.arrangement);
  const [turned, setPage] = useState(0);
  // Rows are made a few at a time, between what the person does meanwhile; at first too.
  const runs = useDeferredValue(listed, NONE);
  const wanted = useDeferredValue(arrangement);
  const page = useDeferredValue(turned);
  const groups = useMemo(() => arrange(runs, wanted), [runs, wanted]);
  const all = useMemo(() => columnsOf(runs), [runs]);
  const columns = useMemo(() => shownOf(all, wanted.columns), [all, wanted.columns]);
  const total = groups.reduce((sum, group) => sum + group.runs.length, 0);
  const last = Math.max(0, Math.ceil(total / SIZE) - 1);
  const at = Math.min(page, last);
  const shown = useMemo(() => slice(groups, at * SIZE, SIZE), [groups, at]);
  return (
    <section className={classes.root} aria-label="All runs">
      <Filters runs={listed} columns={all} />
      <Bulk runs={listed} groups={groups} />
      {runs === NONE ? (
        <Skeleton height={200} />
      ) : total === 0 ? (
        <p className={classes.none}>No run fits the filter.</p>
      ) : (
        <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="Table of runs">
          <table className={classes.table} data-testid="runs">
            <Head columns={columns} shown={shown} />
            {shown.map((group) => (
              <GroupRows key={group.name} group={group} columns={columns} />
            ))}
          </table>
        </Box>
      )}
      {total > SIZE && <Pager label="Pages of runs" total={total} size={SIZE} page={at} onPage={setPage} />}
    </section>
  );
}

/** In the order in which they were chosen; metrics that no run has any more are left out. */
function shownOf(all: readonly Column[], ids: readonly string[]): readonly Column[] {
  return ids.flatMap((id) => all.find((column) => column.id === id) ?? []);
}

/** Some rows of all groups, with the names of the groups they are in. */
function slice(groups: readonly Group[], from: number, count: number): readonly Group[] {
  let before = 0;
  return groups.flatMap((group) => {
    const runs = group.runs.slice(Math.max(0, from - before), Math.max(0, from + count - before));
    before += group.runs.length;
    return runs.length > 0 ? [{ ...group, runs }] : [];
  });
}

interface HeadProps {
  readonly columns: readonly Column[];
  readonly shown: readonly Group[];
}

function Head({ columns, shown }: HeadProps) {
  const chosen = useRuns((ui) => ui.chosen);
  const ids = shown.flatMap((group) => group.runs.map(({ id }) => id));
  const count = ids.filter((id) => chosen.has(id)).length;
  const every = count === ids.length;
  const toggle = () => {
    const others = [...chosen].filter((id) => !ids.includes(id));
    choose(every ? others : [...others, ...ids]);
  };
  return (
    <thead>
      <tr>
        <th className={classes.pick} scope="col">
          <input
            type="checkbox"
            aria-label="Choose all that are shown"
            checked={every && ids.length > 0}
            ref={(box) => {
              if (box) box.indeterminate = count > 0 && !every;
            }}
            onChange={toggle}
          />
        </th>
        <Sortable id="name" label="Name" />
        {columns.map(({ id, label, figures = false }) => (
          <Sortable key={id} id={id} label={label} figures={figures} />
        ))}
      </tr>
    </thead>
  );
}

interface SortableProps {
  readonly id: string;
  readonly label: string;
  readonly figures?: boolean;
}

function Sortable({ id, label, figures = false }: SortableProps) {
  const { sort, descending } = useRuns((ui) => ui.arrangement);
  const sorted = sort === id;
  const Arrow = descending ? ArrowDown : ArrowUp;
  const change = () =>
    useRuns.setState(({ arrangement }) => ({
      // Figures are asked for from the largest, words from A.
      arrangement: { ...arrangement, sort: id, descending: sorted ? !descending : figures },
    }));
  return (
    <th
      scope="col"
      data-figures={figures || undefined}
      aria-sort={sorted ? (descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={classes.sort} onClick={change}>
        {label}
        {sorted && <Arrow size={13} aria-hidden />}
      </button>
    </th>
  );
}

interface GroupRowsProps {
  readonly group: Group;
  readonly columns: readonly Column[];
}

function GroupRows({ group, columns }: GroupRowsProps) {
  return (
    <tbody>
      {group.name !== '' && (
        <tr className={classes.group}>
          <th scope="rowgroup" colSpan={columns.length + 2}>
            {group.name} <small>{plural(group.size, 'run')}</small>
          </th>
        </tr>
      )}
      {group.runs.map((run) => (
        <Row key={run.id} run={run} columns={columns} />
      ))}
    </tbody>
  );
}

interface RowProps {
  readonly run: RunSummary;
  readonly columns: readonly Column[];
}

const Row = memo(function Row({ run: listed, columns }: RowProps) {
  const chosen = useRuns((ui) => ui.chosen.has(listed.id));
  // The latest word of the run that is on; of all others nothing changes meanwhile.
  const state = useRuns((ui) => (ui.state?.active?.id === listed.id ? ui.state : null));
  const run = currentOf(listed, state);
  const toggle = () => {
    const next = new Set(useRuns.getState().chosen);
    if (!next.delete(run.id)) next.add(run.id);
    choose(next);
  };
  return (
    <tr data-run={run.id} data-chosen={chosen || undefined}>
      <td className={classes.pick}>
        <input type="checkbox" aria-label={`Choose ${run.name}`} checked={chosen} onChange={toggle} />
      </td>
      <th scope="row" className={classes.name}>
        <a href={hashOf({ view: 'run', id: run.id })}>{run.name}</a>
        {run.tags.length > 0 && (
          <span className={classes.tags}>
            {run.tags.map((tag) => (
              <span key={tag} className={classes.tag}>
                {tag}
              </span>
            ))}
          </span>
        )}
        {run.note && <span className={classes.note}>{run.note}</span>}
      </th>
      {columns.map(({ id, figures, cell }) => (
        <td key={id} data-figures={figures || undefined} data-column={id}>
          {cell(run)}
        </td>
      ))}
    </tr>
  );
});
