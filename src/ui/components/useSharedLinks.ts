// Opens what the address carries, on arrival and when a link is pasted into a page already open.

import { useEffect } from 'react';
import { packedIn, type SharedPage } from './sharedLink';

/** `open` is given the packed part, and shows its own errors. */
export function useSharedLinks(page: SharedPage, open: (packed: string) => Promise<void>): void {
  useEffect(() => {
    const look = () => {
      const packed = packedIn(window.location.hash, page);
      if (packed === null) return;
      // Out of the address: a reload must not undo later work.
      window.history.replaceState(window.history.state, '', `#/${page}`);
      void open(packed);
    };
    look();
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, [page, open]);
}
