// Texts on their way to a file: which format is being written, and how to give it up.

import type { ExportFormat } from '../../../wire/datasets';
import { type TakeAwayHandle, useTakeAway } from '../../components/useTakeAway';
import { exportName } from './exports';

interface Exported {
  /** For people, should it fail: "export the reviews". */
  readonly what: string;
  readonly run: (format: ExportFormat) => Promise<Blob>;
  readonly giveUp: () => Promise<void>;
}

export interface ExportHandle extends Pick<TakeAwayHandle<ExportFormat>, 'busy' | 'cancel'> {
  /** Writes and downloads a file of that name. */
  readonly take: (format: ExportFormat, name: string) => Promise<unknown>;
}

export function useExport({ what, run, giveUp }: Exported): ExportHandle {
  const { take, ...rest } = useTakeAway<ExportFormat>(what, giveUp);
  const write = (format: ExportFormat, name: string) =>
    take(format, async () => ({ name: exportName(name, format), file: await run(format) }));
  return { ...rest, take: write };
}
