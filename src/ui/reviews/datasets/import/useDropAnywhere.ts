// A file or folder dropped anywhere on the window is handed to an import form.

import { showError } from '../../../components/notify';
import { useFilesOver } from '../../../components/useFilesOver';
import type { Into } from '../store';
import { offer } from './importing';
import { dropOffer } from './sources';

/** True while something is held over the page. `onTake` shows the form. */
export function useDropAnywhere(into: Into, onTake?: () => void): boolean {
  return useFilesOver((dropped) => {
    dropOffer(dropped).then(
      (found) => {
        if (!found) return;
        void offer(into, found);
        onTake?.();
      },
      (error: unknown) => showError(error, 'read what was dropped'),
    );
  });
}
