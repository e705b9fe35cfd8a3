// A model's name, which can be changed in its place, its tags and its note, and what it is in a sentence.

import { Button } from '@mantine/core';
import { NotebookPen, Pencil, Tag } from 'lucide-react';
import { useState } from 'react';
import type { LibraryModel } from '../../../wire/library';
import { IconButton } from '../../components/IconButton';
import { RenameForm } from '../../components/RenameForm';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { changeModel } from '../actions';
import { sentenceOf } from '../words';
import { NoteForm, TagForm } from './forms';
import classes from './Model.module.css';

type Mode = 'rename' | 'note' | 'tag';

interface Modes {
  readonly mode: Mode | null;
  /** A keyboard finds itself on the button of it. */
  readonly before: Mode | null;
}

const AT_FIRST: Modes = { mode: null, before: null };

export function ModelTitle({ model }: { readonly model: LibraryModel }) {
  const [{ mode, before }, setModes] = useState<Modes>(AT_FIRST);
  const setMode = (next: Mode | null) => setModes({ mode: next, before: mode });
  const done = () => setMode(null);
  const { id, name, tags, note, origin } = model;
  return (
    <header className={classes.title}>
      {mode === 'rename' ? (
        <RenameForm name={name} rename={(next) => changeModel(id, 'rename the model', { name: next })} onDone={done} />
      ) : (
        <div className={classes.name}>
          <h2>{name}</h2>
          {/* What comes with the app keeps its name. */}
          {origin !== 'shipped' && <RenameButton focused={before === 'rename'} onClick={() => setMode('rename')} />}
          {tags.map((tag) => (
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
          {note === '' && (
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
      <p className={classes.sentence}>{sentenceOf(model)}</p>
      {mode === 'tag' && <TagForm model={model} onDone={done} />}
      {mode === 'note' ? (
        <NoteForm model={model} onDone={done} />
      ) : (
        note !== '' && (
          <p className={classes.note}>
            {note}{' '}
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
