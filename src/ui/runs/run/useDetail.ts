// A run with all that is told of it alone: its configuration, its checkpoints, its models.

import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { RunDetail } from '../../../wire/runs';
import { wordsOf } from '../../components/errors';
import { useRuns } from '../store';

/** Null before it is known; a sentence where it cannot be had. Fetched anew when the list says that it changed. */
export function useDetail(id: string): RunDetail | string | null {
  const [detail, setDetail] = useState<RunDetail | string | null>(null);
  const rev = useRuns((ui) => ui.state?.rev);
  const saved = useRuns((ui) => (ui.state?.active?.id === id ? ui.state.active.saved_at : null));
  const mark = `${rev} ${saved}`;
  useEffect(() => {
    let left = false;
    // Named for what it follows: the answer is of that moment.
    const asked = mark;
    service.runs.run(id).then(
      (found) => !left && asked === mark && setDetail(found),
      (error: unknown) => !left && setDetail(wordsOf(error)),
    );
    return () => {
      left = true;
    };
  }, [id, mark]);
  return detail;
}
