// A run's name, which can be changed in its place, its tags and its note.

import { Button } from '@mantine/core';
import { NotebookPen, Pencil, Tag } from 'lucide-react';
import { useState } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { IconButton } from '../../components/IconButton';
import { RenameForm } from '../../components/RenameForm';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { renameRun } from '../actions';
import { NoteForm, TagForm } from '../table/forms';
import classes from './Run.module.css';

type Mode = 'rename' | 'note' | 'tag';

interface Modes {
  readonly mode: Mode | null;
  /** A keyboard finds itself on the button of it. */
  readonly before: Mode | null;
}

const AT_FIRST: Modes = { mode: null, before: null };

export function RunTitle({ run }: { readonly run: RunSummary }) {
  const [{ mode, before }, setModes] = useState<Modes>(AT_FIRST);
  const setMode = (next: Mode | null) => setModes({ mode: next, before: mode });
  const done = () => setMode(null);
  return (
    <header className={classes.title}>
      {mode === 'rename' ? (
        <RenameForm name={run.name} rename={(name) => renameRun(run, name)} onDone={done} />
      ) : (
        <div className={classes.name}>
          <h2>{run.name}</h2>
          <RenameButton focused={before === 'rename'} onClick={() => setMode('rename')} />
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

interface RenameButtonProps {
  readonly focused: boolean;
  readonly onClick: () => void;
}

function RenameButton({ focused, onClick }: RenameButtonProps) {
  const ref = useFocusOnMount<HTMLButtonElement>(focused);
  return <IconButton ref={ref} icon={Pencil} size="small" label="Rename" onClick={onClick} />;
}
