// A folder or archive dropped anywhere on the window is looked through for datasets.

import { useEffect, useState } from 'react';
import { showError } from '../../../components/notify';
import { dropOffer } from '../../../reviews/datasets/import/sources';
import { linkTo, NEW } from '../place';
import { IMAGE_FOLDERS, look } from './opening';

/** True while something is held over the page. */
export function useDrop(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const ended = new AbortController();
    const options = { signal: ended.signal };
    const hasFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
    const onDragOver = (event: DragEvent) => {
      if (!hasFile(event)) return;
      // Without this the browser would leave the page for the file.
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || !event.dataTransfer || !hasFile(event)) return;
      event.preventDefault();
      dropOffer(event.dataTransfer, IMAGE_FOLDERS).then(
        (found) => {
          if (!found) return;
          void look(found);
          location.hash = linkTo({ view: 'datasets', set: NEW });
        },
        (error: unknown) => showError(error, 'read what was dropped'),
      );
    };
    window.addEventListener('dragover', onDragOver, options);
    window.addEventListener('dragleave', onDragLeave, options);
    window.addEventListener('drop', onDrop, options);
    return () => ended.abort();
  }, []);
  return over;
}
