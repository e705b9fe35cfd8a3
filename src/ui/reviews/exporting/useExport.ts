// Texts on their way to a file: which format is being written, and how to give it up.

import { useRef, useState } from 'react';
import type { ExportFormat } from '../../../wire/datasets';
import { attempt } from '../../components/attempt';
import { downloadBlob } from '../../components/download';
import { exportName } from './exports';

interface Exported {
  /** For people, should it fail: "export the reviews". */
  readonly what: string;
  readonly run: (format: ExportFormat) => Promise<Blob>;
  readonly giveUp: () => Promise<void>;
}

export interface ExportHandle {
  readonly busy: ExportFormat | null;
  /** Writes and downloads a file of that name; what is given up says nothing. */
  readonly take: (format: ExportFormat, name: string) => Promise<void>;
  readonly cancel: () => void;
}

export function useExport({ what, run, giveUp }: Exported): ExportHandle {
  const [busy, setBusy] = useState<ExportFormat | null>(null);
  const cancelled = useRef(false);
  const take = async (format: ExportFormat, name: string) => {
    setBusy(format);
    cancelled.current = false;
    const blob = await attempt(what, async () => {
      try {
        return await run(format);
      } catch (error) {
        if (cancelled.current) return null;
        throw error;
      }
    });
    setBusy(null);
    if (blob) downloadBlob(blob, exportName(name, format));
  };
  const cancel = () => {
    cancelled.current = true;
    void attempt('cancel the export', giveUp);
  };
  return { busy, take, cancel };
}
