// A run's name, which can be changed in its place, its tags and its note.

import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { NotebookPen, Pencil, Tag } from 'lucide-react';
import { useState } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { RenameForm } from '../../components/RenameForm';
import { renameRun } from '../actions';
import { NoteForm, TagForm } from '../table/forms';
import classes from './Run.module.css';

type Mode = 'rename' | 'note' | 'tag';

export function RunTitle({ run }: { readonly run: RunSummary }) {
  const [mode, setMode] = useState<Mode | null>(null);
  const done = () => setMode(null);
  return (
    <header className={classes.title}>
      {mode === 'rename' ? (
        <RenameForm name={run.name} rename={(name) => renameRun(run, name)} onDone={done} />
      ) : (
        <div className={classes.name}>
          <h2>{run.name}</h2>
          <Tooltip label="Rename">
            <ActionIcon size="sm" aria-label="Rename" onClick={() => setMode('rename')}>
              <Pencil size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
          {run.tags.map((tag) => (
            <span key={tag} className={classes.tag}>
              {tag}
            </span>
          ))}
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<Tag size={13} aria-hidden />}
            onClick={() => setMode('tag')}
          >
            Tags
          </Button>
          {run.note === '' && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<NotebookPen size={13} aria-hidden />}
              onClick={() => setMode('note')}
            >
              Note
            </Button>
          )}
        </div>
      )}
      {mode === 'tag' && <TagForm runs={[run]} onDone={done} />}
      {mode === 'note' ? (
        <NoteForm runs={[run]} onDone={done} />
      ) : (
        run.note !== '' && (
          <p className={classes.note}>
            {run.note}{' '}
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setMode('note')}>
              Change the note
            </Button>
          </p>
        )
      )}
    </header>
  );
}
