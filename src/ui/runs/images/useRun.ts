// A run's details, asked once: what its model was trained on does not change.

import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { RunDetail } from '../../../wire/runs';

/** undefined: on its way · null: it is not there. */
export function useRun(id: string | null): RunDetail | null | undefined {
  const [known, setKnown] = useState<{ readonly id: string; readonly run: RunDetail | null } | null>(null);
  useEffect(() => {
    if (id === null) return;
    let wanted = true;
    service.runs.run(id).then(
      (run) => {
        if (wanted) setKnown({ id, run });
      },
      // Deleted meanwhile: a model may outlive it.
      () => {
        if (wanted) setKnown({ id, run: null });
      },
    );
    return () => {
      wanted = false;
    };
  }, [id]);
  return known?.id === id ? known?.run : undefined;
}
