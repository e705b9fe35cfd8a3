// Says that something was done, with a way back that can be gone once.

import { Button } from '@mantine/core';

let shown = 0;

/**
 * `undo` shows its own errors. Each message stands for itself, and stays: an older one of the same words can still be undone.
 */
export function showUndo(title: string, undo: () => Promise<unknown>): void {
  shown += 1;
  const id = `undo:${shown}`;
  import('./toasts').then(
    ({ showToast, hideToast }) => {
      const back = () => {
        hideToast(id);
        void undo();
      };
      const body = (
        <Button size="compact-xs" variant="default" aria-keyshortcuts="F6" title="F6 comes here" onClick={back}>
          Undo
        </Button>
      );
      showToast({ id, level: 'info', title, body, stays: true });
    },
    // The network went away before the app was stored: the console is what is left.
    (reason: unknown) => console.error(title, reason),
  );
}
