// What is done to the runs that are chosen in the table, one or several at once. What can be taken back offers it; what
// cannot asks first.

import { Button } from '@mantine/core';
import { Archive, ArchiveRestore, GitCompareArrows, NotebookPen, Pencil, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { plural } from '../../components/format';
import { RenameForm } from '../../components/RenameForm';
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
  const [mode, setMode] = useState<Mode | null>(null);
  const chosen = runs.filter(({ id }) => ids.has(id));
  const [first] = chosen;
  if (!first) return null;
  const done = () => setMode(null);
  const fitting = new Set(groups.flatMap((group) => group.runs));
  const hidden = chosen.filter((run) => !fitting.has(run)).length;
  const archived = chosen.every((run) => run.archived);
  return (
    <fieldset className={classes.bulk} aria-label="Chosen runs">
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
          {chosen.length === 1 && <Tool icon={Pencil} label="Rename" onClick={() => setMode('rename')} />}
          <Tool icon={NotebookPen} label="Note" onClick={() => setMode('note')} />
          <Tool icon={Tag} label="Tags" onClick={() => setMode('tag')} />
          <Tool
            icon={archived ? ArchiveRestore : Archive}
            label={archived ? 'Unarchive' : 'Archive'}
            onClick={() => void archiveRuns(chosen, !archived).then((changed) => changed && choose([]))}
          />
          <Tool icon={Trash2} label="Delete" onClick={() => setMode('delete')} />
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
  readonly onClick: () => void;
}

function Tool({ icon: Icon, label, onClick }: ToolProps) {
  return (
    <Button size="compact-xs" variant="default" leftSection={<Icon size={13} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  );
}
