// A file dropped anywhere on the page, or a table pasted outside a field, is opened.

import { useEffect, useRef } from 'react';
import { useFilesOver } from '../../components/useFilesOver';
import { openSource } from '../share/open';

/** True while a file is held over the page. `onOpen` shows where it will be read. */
export function useDropAndPaste(onOpen: () => void): boolean {
  const open = useRef((_blob: Blob, _name: string) => {});
  useEffect(() => {
    open.current = (blob, name) => {
      onOpen();
      void openSource(blob, name);
    };
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('input, textarea, [contenteditable="true"]')) return;
      const file = event.clipboardData?.files[0];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (file) open.current(file, file.name);
      else if (text.trim() !== '') open.current(new Blob([text]), 'the pasted table');
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, []);
  return useFilesOver(({ files }) => {
    const file = files[0];
    if (file) open.current(file, file.name);
  });
}
