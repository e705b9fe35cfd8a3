// A model with all that is told of it alone: layers, tensors, files, its card.

import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { ModelDetail } from '../../../wire/library';
import { wordsOf } from '../../components/errors';
import { useModels } from '../store';

/** Null before it is known; a sentence where it cannot be had. Fetched anew when the list says that something changed. */
export function useDetail(id: string): ModelDetail | string | null {
  const [detail, setDetail] = useState<ModelDetail | string | null>(null);
  const rev = useModels((ui) => ui.state?.rev);
  useEffect(() => {
    // The first state names the revision that the answer is of.
    if (rev === undefined) return;
    let left = false;
    service.library.detail(id).then(
      (found) => !left && setDetail(found),
      (error: unknown) => !left && setDetail(wordsOf(error)),
    );
    return () => {
      left = true;
    };
  }, [id, rev]);
  return detail;
}
