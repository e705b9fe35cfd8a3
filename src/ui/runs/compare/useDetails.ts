// The configurations of several runs: they do not change once a run has begun, so each is fetched once.

import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { PlainConfig } from '../../../wire/configs';

/** In the order of the ids; null of runs without a configuration, undefined of those that are still fetched. */
export function useConfigsOf(ids: readonly string[]): readonly (PlainConfig | null | undefined)[] {
  const [known, setKnown] = useState<ReadonlyMap<string, PlainConfig | null>>(new Map());
  const key = ids.join('\n');
  useEffect(() => {
    let left = false;
    const wanted = key === '' ? [] : key.split('\n');
    const fetch = async () => {
      const found = await Promise.all(
        wanted.map(async (id) => {
          try {
            return [id, (await service.runs.run(id)).resolved] as const;
          } catch {
            // It is gone: the list says so.
            return [id, null] as const;
          }
        }),
      );
      if (!left) setKnown(new Map(found));
    };
    void fetch();
    return () => {
      left = true;
    };
  }, [key]);
  return ids.map((id) => known.get(id));
}
