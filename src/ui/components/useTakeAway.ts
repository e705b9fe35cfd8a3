// Files on their way to the person: which one is being made, and how to give it up.

import { useRef, useState } from 'react';
import type { ExportedFile } from '../../wire/runs';
import { attempt, attempted } from './attempt';
import { downloadBlob } from './download';

export interface TakeAwayHandle<K extends string> {
  /** Which of those that there are; null: none. */
  readonly busy: K | null;
  /** Makes the file and hands it over; resolves with its name. Null where there is none: what was given up says nothing. */
  readonly take: (which: K, make: () => Promise<ExportedFile | null>) => Promise<string | null>;
  readonly cancel: () => void;
}

/** @param what for people, should it fail: "export the reviews" */
export function useTakeAway<K extends string>(what: string, giveUp: () => Promise<void>): TakeAwayHandle<K> {
  const [busy, setBusy] = useState<K | null>(null);
  const cancelled = useRef(false);
  const take = async (which: K, make: () => Promise<ExportedFile | null>) => {
    setBusy(which);
    cancelled.current = false;
    const made = await attempt(what, async () => {
      try {
        return await make();
      } catch (error) {
        if (cancelled.current) return null;
        throw error;
      }
    });
    setBusy(null);
    if (!made) return null;
    downloadBlob(made.file, made.name);
    return made.name;
  };
  const cancel = async () => {
    cancelled.current = true;
    if (!(await attempted('cancel the export', giveUp))) cancelled.current = false;
  };
  return { busy, take, cancel: () => void cancel() };
}
