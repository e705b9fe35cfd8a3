// A folder or archive dropped anywhere on the window is looked through for datasets.

import { showError } from '../../../components/notify';
import { useFilesOver } from '../../../components/useFilesOver';
import { dropOffer } from '../../../reviews/datasets/import/sources';
import { linkTo, NEW } from '../place';
import { IMAGE_FOLDERS, look } from './opening';

/** True while something is held over the page. */
export function useDrop(): boolean {
  return useFilesOver((dropped) => {
    dropOffer(dropped, IMAGE_FOLDERS).then(
      (found) => {
        if (!found) return;
        void look(found);
        location.hash = linkTo({ view: 'datasets', set: NEW });
      },
      (error: unknown) => showError(error, 'read what was dropped'),
    );
  });
}
