// What can be done with one kept thing: its own buttons, and rename and delete, which ask in their place. Keyboards
// find themselves where they were: on the tool whose question has been answered.

import { type LucideIcon, Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ConfirmDelete } from '../ConfirmDelete';
import { IconButton } from '../IconButton';
import { RenameForm } from '../RenameForm';
import { useFocusOnMount } from '../useFocusOnMount';
import classes from './Items.module.css';

export interface ItemToolsProps {
  readonly name: string;
  /** Its own buttons, before rename and delete: small ones ("compact-xs"), or Tools. */
  readonly children?: ReactNode;
  /** Resolves true once it has the new name; otherwise it has said why not. Absent: it cannot be renamed. */
  readonly rename?: (name: string) => Promise<boolean>;
  /** Deletes it, or says why it cannot be; never rejects. */
  readonly remove: () => Promise<unknown>;
}

type Mode = 'plain' | 'rename' | 'delete';

export function ItemTools({ name, children, rename, remove }: ItemToolsProps) {
  const [{ mode, before }, setModes] = useState<{ readonly mode: Mode; readonly before: Mode }>(AT_FIRST);
  const go = (next: Mode) => setModes({ mode: next, before: mode });
  const back = () => go('plain');
  if (mode === 'rename' && rename) return <RenameForm name={name} rename={rename} onDone={back} />;
  return (
    <span className={classes.tools}>
      {mode === 'delete' ? (
        <ConfirmDelete remove={remove} onDone={back} />
      ) : (
        <>
          {children}
          {rename && (
            <Tool icon={Pencil} label="Rename" of={name} focused={before === 'rename'} onClick={() => go('rename')} />
          )}
          <Tool icon={Trash2} label="Delete" of={name} focused={before === 'delete'} onClick={() => go('delete')} />
        </>
      )}
    </span>
  );
}

const AT_FIRST = { mode: 'plain', before: 'plain' } as const;

interface ToolProps {
  readonly icon: LucideIcon;
  /** In the tooltip: "Rename". */
  readonly label: string;
  /** What it is done to: read out behind the label. */
  readonly of: string;
  /** It takes the focus when it appears. */
  readonly focused?: boolean;
  readonly onClick: () => void;
}

/** A small icon in a row. */
export function Tool({ icon, label, of, focused = false, onClick }: ToolProps) {
  const ref = useFocusOnMount<HTMLButtonElement>(focused);
  return <IconButton ref={ref} size="small" icon={icon} label={`${label} ${of}`} hint={label} onClick={onClick} />;
}
