// What is done to the runs that are chosen in the table, one or several at once. What can be taken back offers it; what
// cannot asks first.

import { Archive, ArchiveRestore, GitCompareArrows, NotebookPen, Pencil, Tag, Trash2 } from 'lucide-react';
import type { RunSummary } from '../../../wire/runs';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { BulkBar, BulkHint, BulkTool, ChooseNone } from '../../components/list/BulkBar';
import { useMode } from '../../components/list/useMode';
import { RenameForm } from '../../components/RenameForm';
import { archiveRuns, choose, compareRuns, deleteRuns, renameRun } from '../actions';
import { useRuns } from '../store';
import type { Group } from './arrange';
import { NoteForm, TagForm } from './forms';

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
  if (!first) return <BulkHint>Choose runs to compare, tag, archive or delete them.</BulkHint>;
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

function Tools({ chosen, first, hidden }: ToolsProps) {
  const { mode, before, open, done } = useMode<Mode>();
  const archived = chosen.every((run) => run.archived);
  return (
    <BulkBar one="run" count={chosen.length} hidden={hidden}>
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
          <BulkTool icon={GitCompareArrows} label="Compare" onClick={() => compareRuns(chosen.map(({ id }) => id))} />
          {chosen.length === 1 && (
            <BulkTool icon={Pencil} label="Rename" focused={before === 'rename'} onClick={() => open('rename')} />
          )}
          <BulkTool icon={NotebookPen} label="Note" focused={before === 'note'} onClick={() => open('note')} />
          <BulkTool icon={Tag} label="Tags" focused={before === 'tag'} onClick={() => open('tag')} />
          <BulkTool
            icon={archived ? ArchiveRestore : Archive}
            label={archived ? 'Unarchive' : 'Archive'}
            onClick={() => void archiveRuns(chosen, !archived).then((changed) => changed && choose([]))}
          />
          <BulkTool icon={Trash2} label="Delete" focused={before === 'delete'} onClick={() => open('delete')} />
          <ChooseNone onClick={() => choose([])} />
        </>
      )}
    </BulkBar>
  );
}
