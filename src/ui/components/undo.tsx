// Says that something was done, with a way back that can be gone once.

import { Button } from '@mantine/core';

let shown = 0;

interface UndoOptions {
  /** It can be changed back by hand as well: the message goes after a while, as others do, instead of lying over the page. */
  readonly brief?: boolean;
}

/** `undo` shows its own errors. Each message stands for itself: an older one of the same words can still be undone. */
export function showUndo(title: string, undo: () => Promise<unknown>, { brief = false }: UndoOptions = {}): void {
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
      showToast({ id, level: 'info', title, body, stays: !brief });
    },
    // The network went away before the app was stored: the console is what is left.
    (reason: unknown) => console.error(title, reason),
  );
}
