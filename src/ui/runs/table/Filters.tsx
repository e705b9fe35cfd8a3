// Over the table: what is searched for, what is left out, how rows are grouped, and which columns are shown.

import { Button, Checkbox, NativeSelect, Popover } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import { useMemo } from 'react';
import { RUN_PHASES, type RunSummary } from '../../../wire/runs';
import { FilterBar, FilterChoice, TagChoice } from '../../components/list/Filters';
import { useRuns } from '../store';
import { KIND_WORDS, PHASE_WORDS } from '../words';
import { type Arrangement, FIRST_ARRANGEMENT, GROUPINGS, type Grouping, isFiltered } from './arrange';
import type { Column } from './columns';
import classes from './Table.module.css';

const GROUP_WORDS: Readonly<Record<Grouping, string>> = {
  none: 'Not grouped',
  kind: 'By kind',
  config: 'By configuration',
  data: 'By data',
};

export function change(patch: Partial<Arrangement>): void {
  useRuns.setState(({ arrangement }) => ({ arrangement: { ...arrangement, ...patch } }));
}

interface FiltersProps {
  readonly runs: readonly RunSummary[];
  readonly columns: readonly Column[];
}

export function Filters({ runs, columns }: FiltersProps) {
  const arrangement = useRuns((ui) => ui.arrangement);
  const { text, phase, kind, tag, archived, group } = arrangement;
  const known = useMemo(() => knownOf(runs), [runs]);
  return (
    <FilterBar
      label="Search runs"
      text={text}
      onText={(typed) => change({ text: typed })}
      filtered={isFiltered(arrangement)}
      onShowAll={() => change({ text: '', phase: null, kind: null, tag: null, archived: false })}
    >
      <FilterChoice
        label="Status"
        values={known.phases}
        words={PHASE_WORDS}
        value={phase}
        onChange={(next) => change({ phase: next })}
      />
      <FilterChoice
        label="Kind"
        values={known.kinds}
        words={KIND_WORDS}
        value={kind}
        onChange={(next) => change({ kind: next })}
      />
      <TagChoice items={runs} tag={tag} onTag={(next) => change({ tag: next })} />
      <NativeSelect
        size="xs"
        aria-label="Group"
        data={GROUPINGS.map((id) => ({ value: id, label: GROUP_WORDS[id] }))}
        value={group}
        onChange={({ currentTarget: { value } }) => change({ group: GROUPINGS.find((id) => id === value) ?? 'none' })}
      />
      {(known.archived || archived) && (
        <Checkbox
          size="xs"
          label="Archive"
          checked={archived}
          onChange={({ currentTarget: { checked } }) => change({ archived: checked })}
        />
      )}
      <ColumnChoice columns={columns} />
    </FilterBar>
  );
}

/** What there is to filter by. */
function knownOf(runs: readonly RunSummary[]) {
  const phases = new Set(runs.map((run) => run.phase));
  return {
    phases: RUN_PHASES.filter((phase) => phases.has(phase)),
    kinds: [...new Set(runs.map((run) => run.kind))].sort(),
    archived: runs.some((run) => run.archived),
  };
}

function ColumnChoice({ columns }: { readonly columns: readonly Column[] }) {
  const shown = useRuns((ui) => ui.arrangement.columns);
  const toggle = (id: string) => {
    const without = shown.filter((other) => other !== id);
    // In the order of the list, whenever they were chosen.
    const next =
      without.length < shown.length
        ? without
        : columns.map((column) => column.id).filter((other) => other === id || shown.includes(other));
    change({ columns: next });
  };
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<Columns3 size={14} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <div className={classes.columns}>
          {columns.map(({ id, label }) => (
            <Checkbox key={id} size="xs" label={label} checked={shown.includes(id)} onChange={() => toggle(id)} />
          ))}
        </div>
        <Button size="compact-xs" variant="subtle" onClick={() => change({ columns: FIRST_ARRANGEMENT.columns })}>
          As at first
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
