// One image of a dataset, as an address that <img> shows.

import { useEffect, useState } from 'react';
import { service } from '../../../client';

/** undefined: on its way · null: it cannot be had. */
export type PictureUrl = string | null | undefined;

export function usePicture(dataset: string, item: number): PictureUrl {
  const [shown, setShown] = useState<{ readonly of: string; readonly url: string | null } | null>(null);
  const of = `${dataset} ${item}`;
  useEffect(() => {
    let url: string | null = null;
    let wanted = true;
    service.images.picture(dataset, item).then(
      (file) => {
        if (!wanted) return;
        url = URL.createObjectURL(file);
        setShown({ of: `${dataset} ${item}`, url });
      },
      // It was deleted meanwhile, or the engine is away: its place says so.
      () => {
        if (wanted) setShown({ of: `${dataset} ${item}`, url: null });
      },
    );
    return () => {
      wanted = false;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [dataset, item]);
  return shown?.of === of ? shown.url : undefined;
}
