// The module's files: which is open, what each is for, and the ways to one more.

import { Button, TextInput } from '@mantine/core';
import { FilePlus2, Upload } from 'lucide-react';
import { type ChangeEvent, type FormEvent, useRef, useState } from 'react';
import { isEscape } from '../../components/escape';
import { formatBytes } from '../../components/format';
import { unlessBusy } from '../../components/unlessBusy';
import { useFocusBack } from '../../components/useFocusBack';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { addFile, bringFiles } from './actions';
import { openFile } from './desk';
import classes from './Files.module.css';
import { type ModuleFile, useModule } from './store';

export function FileList({ id, files }: { readonly id: string; readonly files: readonly ModuleFile[] }) {
  const desk = useModule((ui) => ui.desk);
  const info = useModule((ui) => ui.info);
  const [adding, setAdding] = useState(false);
  const open = desk.phase === 'none' ? null : desk.path;
  const roleOf = (path: string) =>
    [path === info?.trainingScript && 'trains', path === info?.servingScript && 'answers'].filter(Boolean).join(', ');
  return (
    <nav className={classes.list} aria-label="Files of the module">
      <ul data-testid="module-files">
        {files.map(({ path, bytes }) => (
          <li key={path}>
            <button
              type="button"
              className={classes.file}
              aria-current={path === open || undefined}
              onClick={() => void openFile(path)}
            >
              <span className={classes.path}>{path}</span>
              <small>{[roleOf(path), formatBytes(bytes)].filter(Boolean).join(' · ')}</small>
            </button>
          </li>
        ))}
      </ul>
      {adding ? (
        <AddForm id={id} onDone={() => setAdding(false)} />
      ) : (
        <div className={classes.ways}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<FilePlus2 size={14} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            New file
          </Button>
          <Bring id={id} />
        </div>
      )}
    </nav>
  );
}

function AddForm({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const [path, setPath] = useState('');
  const form = useFocusBack<HTMLFormElement>();
  const field = useFocusOnMount<HTMLInputElement>();
  const busy = useRef(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void unlessBusy(busy, async () => (await addFile(id, path.trim())) && onDone());
  };
  return (
    <form ref={form} className={classes.add} onSubmit={submit}>
      <TextInput
        ref={field}
        size="xs"
        aria-label="Path of the new file"
        placeholder="lib/net.js"
        maxLength={255}
        value={path}
        onChange={({ currentTarget: { value } }) => setPath(value)}
        onKeyDown={(event) => {
          if (isEscape(event)) onDone();
        }}
      />
      <Button type="submit" size="compact-sm" disabled={path.trim() === ''}>
        Make it
      </Button>
      <Button size="compact-sm" variant="default" onClick={onDone}>
        Cancel
      </Button>
    </form>
  );
}

function Bring({ id }: { readonly id: string }) {
  const input = useRef<HTMLInputElement>(null);
  const chosen = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(currentTarget.files ?? [])];
    // Emptied, so that the same can be chosen again.
    currentTarget.value = '';
    void bringFiles(
      id,
      files.map((file) => ({ path: file.name, file })),
    );
  };
  return (
    <>
      <input ref={input} type="file" multiple hidden aria-label="Files to add" onChange={chosen} />
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Upload size={14} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        Add files
      </Button>
    </>
  );
}
