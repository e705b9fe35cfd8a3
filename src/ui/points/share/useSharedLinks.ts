// Opens the state that the address carries, on arrival and when a link is pasted into a page already open.

import { useEffect } from 'react';
import { openSharedLink } from './open';

export function useSharedLinks(): void {
  useEffect(() => {
    const open = () => void openSharedLink();
    open();
    window.addEventListener('hashchange', open);
    return () => window.removeEventListener('hashchange', open);
  }, []);
}
