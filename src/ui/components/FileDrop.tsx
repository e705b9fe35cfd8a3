// A place to drop a file or choose one. Reached by keyboard through its button; checks nothing itself.

import { Button } from '@mantine/core';
import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import classes from './FileDrop.module.css';

interface FileDropProps {
  /** As in <input accept>: ".csv,text/csv". */
  readonly accept: string;
  readonly label: string;
  readonly children?: ReactNode;
  readonly disabled?: boolean;
  readonly onFile: (file: File) => void;
}

export function FileDrop({ accept, label, children, disabled = false, onFile }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !disabled) onFile(file);
  };

  return (
    <fieldset
      aria-label={label}
      className={classes.root}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // Emptied, so that the same file can be chosen again.
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <Button
        variant="default"
        disabled={disabled}
        leftSection={<Upload size={16} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      {children && <span className={classes.hint}>{children}</span>}
    </fieldset>
  );
}
