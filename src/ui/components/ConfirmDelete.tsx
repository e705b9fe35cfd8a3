// Asks once more, in place, before something is deleted for good; the focus is on keeping it.

import { Button } from '@mantine/core';
import { type KeyboardEvent, useRef } from 'react';
import { unlessBusy } from './unlessBusy';
import { useFocusOnMount } from './useFocusOnMount';

interface ConfirmDeleteProps {
  /** Deletes it, or says why it cannot be; never rejects. */
  readonly remove: () => Promise<unknown>;
  readonly onDone: () => void;
}

export function ConfirmDelete({ remove, onDone }: ConfirmDeleteProps) {
  const keep = useFocusOnMount<HTMLButtonElement>();
  const busy = useRef(false);
  const confirmed = () => void unlessBusy(busy, () => remove().then(onDone));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // Answered: what is around it, a selection for one, is not to hear of it too.
    event.stopPropagation();
    onDone();
  };
  return (
    <>
      <Button size="compact-xs" color="red" onKeyDown={onKeyDown} onClick={confirmed}>
        Delete for good
      </Button>
      <Button ref={keep} size="compact-xs" variant="default" onKeyDown={onKeyDown} onClick={onDone}>
        Keep
      </Button>
    </>
  );
}
