// The runs as a table, in groups where it is asked for.

import { Skeleton } from '@mantine/core';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { plural } from '../../components/format';
import { GroupRow, NameCells } from '../../components/list/cells';
import { toggled } from '../../components/list/choosing';
import { type ColumnHead, Heads } from '../../components/list/Heads';
import { Listing, PAGE_SIZE, pageWithin } from '../../components/list/Listing';
import { choose } from '../actions';
import { currentOf, useRuns } from '../store';
import { hashOf } from '../views';
import { arrange, type ColumnId, type Group } from './arrange';
import { Bulk } from './Bulk';
import { type Column, columnsOf } from './columns';
import { change, Filters } from './Filters';

const NONE: readonly RunSummary[] = [];
const NAME: ColumnHead<ColumnId> = { id: 'name', label: 'Name' };

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
  const at = pageWithin(page, total);
  const shown = useMemo(() => slice(groups, at * PAGE_SIZE, PAGE_SIZE), [groups, at]);
  const tools = (
    <>
      <Filters runs={listed} columns={all} />
      <Bulk runs={listed} groups={groups} />
    </>
  );
  return (
    <Listing
      one="run"
      many="runs"
      tools={tools}
      total={total}
      page={at}
      onPage={setPage}
      waiting={runs === NONE ? <Skeleton height={200} /> : undefined}
    >
      <Head columns={columns} shown={shown} />
      {shown.map((group) => (
        <GroupRows key={group.name} group={group} columns={columns} />
      ))}
    </Listing>
  );
}

/** In the order in which they were chosen; metrics that no run has any more are left out. */
function shownOf(all: readonly Column[], ids: readonly ColumnId[]): readonly Column[] {
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
  const sorting = useRuns((ui) => ui.arrangement);
  const ids = shown.flatMap((group) => group.runs.map(({ id }) => id));
  return (
    <Heads
      columns={[NAME, ...columns]}
      sorting={sorting}
      onSort={change}
      shown={ids}
      chosen={chosen}
      onChoose={choose}
    />
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
        <GroupRow name={group.name} size={plural(group.size, 'run')} columns={columns.length + 2} />
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
  const { id, name, tags, note } = run;
  return (
    <tr data-run={id} data-chosen={chosen || undefined}>
      <NameCells
        name={name}
        href={hashOf({ view: 'run', id })}
        tags={tags}
        note={note}
        chosen={chosen}
        onToggle={() => choose(toggled(useRuns.getState().chosen, id))}
      />
      {columns.map((column) => (
        <td key={column.id} data-figures={column.figures || undefined} data-column={column.id}>
          {column.cell(run)}
        </td>
      ))}
    </tr>
  );
});
