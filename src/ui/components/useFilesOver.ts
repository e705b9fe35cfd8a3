// Files and folders dropped anywhere on the window.

import { useEffect, useRef, useState } from 'react';

/** True while something is held over the page. What takes a drop itself, such as a FileDrop, keeps it. */
export function useFilesOver(onDrop: (dropped: DataTransfer) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useRef(onDrop);
  useEffect(() => {
    take.current = onDrop;
  });
  useEffect(() => {
    const ended = new AbortController();
    const options = { signal: ended.signal };
    const hasFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
    const dragOver = (event: DragEvent) => {
      if (!hasFile(event)) return;
      // Without this the browser would leave the page for the file.
      event.preventDefault();
      setOver(true);
    };
    const dragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || !event.dataTransfer || !hasFile(event)) return;
      event.preventDefault();
      take.current(event.dataTransfer);
    };
    window.addEventListener('dragover', dragOver, options);
    window.addEventListener('dragleave', dragLeave, options);
    window.addEventListener('drop', drop, options);
    return () => ended.abort();
  }, []);
  return over;
}
