// For what appears when the service first answers: drawn in slices between which the page listens, and not in one piece that
// holds it up while it starts.

import { startTransition, useEffect, useState } from 'react';

/** True from the start where `there` is; otherwise a moment after it becomes so. Once true it stays true. */
export function useSoon(there: boolean): boolean {
  const [soon, setSoon] = useState(there);
  useEffect(() => {
    if (there) startTransition(() => setSoon(true));
  }, [there]);
  return soon;
}
