// Asks once more, in place, before something is deleted for good; the focus is on keeping it.

import { Button } from '@mantine/core';
import { useFocusOnMount } from './useFocusOnMount';

interface ConfirmDeleteProps {
  /** Deletes it, or says why it cannot be; never rejects. */
  readonly remove: () => Promise<unknown>;
  readonly onDone: () => void;
}

export function ConfirmDelete({ remove, onDone }: ConfirmDeleteProps) {
  const keep = useFocusOnMount<HTMLButtonElement>();
  return (
    <>
      <Button size="compact-xs" color="red" onClick={() => void remove().then(onDone)}>
        Delete for good
      </Button>
      <Button ref={keep} size="compact-xs" variant="default" onClick={onDone}>
        Keep
      </Button>
    </>
  );
}
