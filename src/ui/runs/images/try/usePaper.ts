// Whether the images that a model learnt are light on dark or dark on light: the pad is like them.

import { useEffect, useState } from 'react';
import type { ImageSetSummary } from '../../../../wire/images';
import { looksOf } from '../looks';
import type { Paper } from './ink';

/** Of a set, by its images' edges; black until it is known. */
export function usePaper(set: ImageSetSummary | null): Paper {
  const [paper, setPaper] = useState<Paper>('black');
  const id = set?.id;
  useEffect(() => {
    if (id === undefined) return;
    let wanted = true;
    looksOf(id).then(
      ({ edge }) => {
        if (wanted) setPaper(edge > 0.5 ? 'white' : 'black');
      },
      // A set that cannot be read says nothing.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [id]);
  return paper;
}
