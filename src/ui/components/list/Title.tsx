// The name of one thing of a list, large: it can be changed in its place, and so can its tags and its note.

import { Button } from '@mantine/core';
import { type LucideIcon, NotebookPen, Pencil, Tag } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../IconButton';
import { RenameForm } from '../RenameForm';
import { useFocusOnMount } from '../useFocusOnMount';
import { NoteText } from './NoteText';
import classes from './Title.module.css';
import { useMode } from './useMode';

type Mode = 'rename' | 'note' | 'tag';

interface TitleProps {
  readonly name: string;
  readonly tags: readonly string[];
  readonly note: string;
  /** Absent where it keeps its name. Resolves true once it has the new one. */
  readonly rename?: ((name: string) => Promise<boolean>) | undefined;
  /** A NoteForm and a TagForm for it. */
  readonly noteForm: (onDone: () => void) => ReactNode;
  readonly tagForm: (onDone: () => void) => ReactNode;
  /** Between the name and the note: what it is. */
  readonly children?: ReactNode;
}

export function Title({ name, tags, note, rename, noteForm, tagForm, children }: TitleProps) {
  const { mode, before, open, done } = useMode<Mode>();
  return (
    <header className={classes.title}>
      {mode === 'rename' && rename ? (
        <RenameForm name={name} rename={rename} onDone={done} />
      ) : (
        <div className={classes.name}>
          <h2 data-view-title>{name}</h2>
          {rename && <RenameButton focused={before === 'rename'} onClick={() => open('rename')} />}
          {tags.map((tag) => (
            <span key={tag} className={classes.tag}>
              {tag}
            </span>
          ))}
          <QuietButton icon={Tag} label="Tags" onClick={() => open('tag')} />
          {note === '' && <QuietButton icon={NotebookPen} label="Note" onClick={() => open('note')} />}
        </div>
      )}
      {children}
      {mode === 'tag' && tagForm(done)}
      {mode === 'note'
        ? noteForm(done)
        : note !== '' && <NoteText key={note} note={note} onChange={() => open('note')} />}
    </header>
  );
}

interface ButtonProps {
  readonly onClick: () => void;
}

function RenameButton({ focused, onClick }: ButtonProps & { readonly focused: boolean }) {
  const ref = useFocusOnMount<HTMLButtonElement>(focused);
  return <IconButton ref={ref} icon={Pencil} size="small" label="Rename" onClick={onClick} />;
}

interface QuietButtonProps extends ButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
}

function QuietButton({ icon: Icon, label, onClick }: QuietButtonProps) {
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      leftSection={<Icon size={13} aria-hidden />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
