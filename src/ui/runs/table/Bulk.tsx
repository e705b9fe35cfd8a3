// What is done to the runs that are chosen in the table, one or several at once. What can be taken back offers it; what
// cannot asks first.

import { Button } from '@mantine/core';
import { Archive, ArchiveRestore, GitCompareArrows, NotebookPen, Pencil, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { plural } from '../../components/format';
import { RenameForm } from '../../components/RenameForm';
import { useFocusBack } from '../../components/useFocusBack';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { archiveRuns, choose, compareRuns, deleteRuns, renameRun } from '../actions';
import { useRuns } from '../store';
import type { Group } from './arrange';
import { NoteForm, TagForm } from './forms';
import classes from './Table.module.css';

type Mode = 'rename' | 'note' | 'tag' | 'delete';

interface BulkProps {
  readonly runs: readonly RunSummary[];
  /** Those that fit the filter. */
  readonly groups: readonly Group[];
}

export function Bulk({ runs, groups }: BulkProps) {
  const ids = useRuns((ui) => ui.chosen);
  const chosen = runs.filter(({ id }) => ids.has(id));
  const [first] = chosen;
  // There before anything is chosen: what is about to be chosen next does not move away under the pointer.
  if (!first) return <p className={classes.bulkHint}>Choose runs to compare, tag, archive or delete them.</p>;
  const fitting = new Set(groups.flatMap((group) => group.runs.map(({ id }) => id)));
  const hidden = chosen.filter(({ id }) => !fitting.has(id)).length;
  return <Tools chosen={chosen} first={first} hidden={hidden} />;
}

interface ToolsProps {
  readonly chosen: readonly RunSummary[];
  readonly first: RunSummary;
  /** How many of them the filter leaves out. */
  readonly hidden: number;
}

interface Modes {
  readonly mode: Mode | null;
  /** A keyboard finds itself on the tool of it. */
  readonly before: Mode | null;
}

function Tools({ chosen, first, hidden }: ToolsProps) {
  const root = useFocusBack<HTMLFieldSetElement>();
  const [{ mode, before }, setModes] = useState<Modes>({ mode: null, before: null });
  const setMode = (next: Mode | null) => setModes({ mode: next, before: mode });
  const done = () => setMode(null);
  const archived = chosen.every((run) => run.archived);
  return (
    <fieldset ref={root} className={classes.bulk} aria-label="Chosen runs">
      <span className={classes.count}>
        {plural(chosen.length, 'run')} chosen
        {hidden > 0 && `, ${hidden} of them left out by the filter`}
      </span>
      {mode === 'rename' ? (
        <RenameForm name={first.name} rename={(name) => renameRun(first, name)} onDone={done} />
      ) : mode === 'note' ? (
        <NoteForm runs={chosen} onDone={done} />
      ) : mode === 'tag' ? (
        <TagForm runs={chosen} onDone={done} />
      ) : mode === 'delete' ? (
        <>
          <span>Their metrics, checkpoints and models go with them.</span>
          <ConfirmDelete remove={() => deleteRuns(chosen.map(({ id }) => id))} onDone={done} />
        </>
      ) : (
        <>
          <Tool icon={GitCompareArrows} label="Compare" onClick={() => compareRuns(chosen.map(({ id }) => id))} />
          {chosen.length === 1 && (
            <Tool icon={Pencil} label="Rename" focused={before === 'rename'} onClick={() => setMode('rename')} />
          )}
          <Tool icon={NotebookPen} label="Note" focused={before === 'note'} onClick={() => setMode('note')} />
          <Tool icon={Tag} label="Tags" focused={before === 'tag'} onClick={() => setMode('tag')} />
          <Tool
            icon={archived ? ArchiveRestore : Archive}
            label={archived ? 'Unarchive' : 'Archive'}
            onClick={() => void archiveRuns(chosen, !archived).then((changed) => changed && choose([]))}
          />
          <Tool icon={Trash2} label="Delete" focused={before === 'delete'} onClick={() => setMode('delete')} />
          <Button size="compact-xs" variant="subtle" onClick={() => choose([])}>
            Choose none
          </Button>
        </>
      )}
    </fieldset>
  );
}

interface ToolProps {
  readonly icon: typeof Archive;
  readonly label: string;
  readonly focused?: boolean;
  readonly onClick: () => void;
}

function Tool({ icon: Icon, label, focused = false, onClick }: ToolProps) {
  const ref = useFocusOnMount<HTMLButtonElement>(focused);
  return (
    <Button
      ref={ref}
      size="compact-xs"
      variant="default"
      leftSection={<Icon size={13} aria-hidden />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
