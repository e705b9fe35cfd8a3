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

/**
 * Null while it is first read; a sentence where it cannot be. When it was changed it is read anew,
 * and stays as it was until then: what was typed beside it is not lost.
 */
export function useConfig(summary: ConfigSummary | null): Chosen | string | null {
  const id = summary?.id ?? null;
  const changed = summary?.changed_at ?? '';
  const [held, setHeld] = useState<{ readonly id: string; readonly chosen: Chosen | string } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changed` says that there is another text to read.
  useEffect(() => {
    if (id === null) return;
    let left = false;
    const read = async () => {
      const file = await service.configs.read(id);
      return { file, check: await service.configs.check(file.text) };
    };
    read().then(
      (chosen) => !left && setHeld({ id, chosen }),
      (error: unknown) => !left && setHeld({ id, chosen: wordsOf(error) }),
    );
    return () => {
      left = true;
    };
  }, [id, changed]);
  return held?.id === id ? held.chosen : null;
}
