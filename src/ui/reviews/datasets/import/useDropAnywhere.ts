// A file or folder dropped anywhere on the window is handed to an import form.

import { useEffect, useState } from 'react';
import { showError } from '../../../components/notify';
import type { Into } from '../store';
import { offer } from './importing';
import { dropOffer } from './sources';

/** True while something is held over the page. `onTake` shows the form. */
export function useDropAnywhere(into: Into, onTake?: () => void): boolean {
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
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || !event.dataTransfer || !hasFile(event)) return;
      event.preventDefault();
      dropOffer(event.dataTransfer).then(
        (found) => {
          if (!found) return;
          void offer(into, found);
          onTake?.();
        },
        (error: unknown) => showError(error, 'read what was dropped'),
      );
    };
    window.addEventListener('dragover', onDragOver, options);
    window.addEventListener('dragleave', onDragLeave, options);
    window.addEventListener('drop', onDrop, options);
    return () => ended.abort();
  }, [into, onTake]);
  return over;
}
