// The chosen configuration's text, and what it comes to by itself.

import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { ConfigCheck, ConfigFile, ConfigSummary } from '../../../wire/configs';
import { wordsOf } from '../../components/errors';

export interface Chosen {
  readonly file: ConfigFile;
  /** Without overrides. */
  readonly check: ConfigCheck;
}

/** Null while it is read; a sentence where it cannot be. Read anew when it was changed. */
export function useConfig(summary: ConfigSummary | null): Chosen | string | null {
  const id = summary?.id ?? null;
  const changed = summary?.changed_at ?? '';
  const [held, setHeld] = useState<{ readonly key: string; readonly chosen: Chosen | string } | null>(null);
  const key = `${id} ${changed}`;
  useEffect(() => {
    if (id === null) return;
    let left = false;
    const read = async () => {
      const file = await service.configs.read(id);
      return { file, check: await service.configs.check(file.text) };
    };
    read().then(
      (chosen) => !left && setHeld({ key, chosen }),
      (error: unknown) => !left && setHeld({ key, chosen: wordsOf(error) }),
    );
    return () => {
      left = true;
    };
  }, [id, key]);
  return held?.key === key ? held.chosen : null;
}
