// What was done in the list last, while it is the next that would be undone. Said aloud by the queue, as all that is done.

import { Button } from '@mantine/core';
import { type MouseEvent, useRef } from 'react';
import { undo } from '../queue';
import { type Step, useLabel } from '../store';
import classes from './All.module.css';

export function Undo() {
  const last = useLabel((state) => state.history.at(-1));
  const rest = useRef<HTMLParagraphElement>(null);
  const takeBack = ({ detail }: MouseEvent) => {
    undo();
    // Pressed by key, the focus stays here where the button goes; after a pointer, the letters mean the review at hand again.
    if (detail === 0 && !isOfList(useLabel.getState().history.at(-1))) rest.current?.focus({ preventScroll: true });
  };
  return (
    <p ref={rest} tabIndex={-1} className={classes.undo}>
      {isOfList(last) && (
        <>
          {last.words}{' '}
          <Button size="compact-sm" variant="light" onClick={takeBack}>
            Take it back
          </Button>
        </>
      )}
    </p>
  );
}

function isOfList(step: Step | undefined): step is Exclude<Step, { kind: 'one' }> {
  return step !== undefined && step.kind !== 'one';
}
