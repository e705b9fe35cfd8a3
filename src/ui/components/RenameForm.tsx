// A new name for something, in place of the old one: Enter keeps it, Escape or “Cancel” leaves all as it was.

import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { isEscape } from './escape';
import classes from './RenameForm.module.css';
import { unlessBusy } from './unlessBusy';
import { useFocusOnMount } from './useFocusOnMount';

interface RenameFormProps {
  readonly name: string;
  /** Resolves true once it has the new name; otherwise it has said why not, and the form stays. */
  readonly rename: (name: string) => Promise<boolean>;
  readonly onDone: () => void;
}

export function RenameForm({ name, rename, onDone }: RenameFormProps) {
  const [wanted, setWanted] = useState(name);
  const field = useFocusOnMount<HTMLInputElement>();
  const busy = useRef(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void unlessBusy(busy, async () => (await rename(wanted.trim())) && onDone());
  };
  return (
    <form className={classes.root} onSubmit={submit}>
      <TextInput
        ref={field}
        size="xs"
        aria-label="New name"
        maxLength={100}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isEscape(event)) onDone();
        }}
      />
      <Button type="submit" size="xs" variant="light" disabled={wanted.trim() === ''}>
        Rename
      </Button>
      <Button size="xs" variant="default" onClick={onDone}>
        Cancel
      </Button>
    </form>
  );
}
