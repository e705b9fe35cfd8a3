// What a training writes for TensorBoard: one event file in the model's folder, written anew with every `flush`. Nothing
// where TensorBoard is off.

import { eventRecord, versionRecord } from '../../../logs/event-writer';
import { eventFileName } from '../../../logs/events';
import { DEFAULT_TENSOR_BOARD_DIR, type ModelDir, type TrainOptions } from '../../protocol';

/** Milliseconds between two writings of the file. */
const FLUSH_EVERY = 1000;

export class Board {
  private readonly records: Uint8Array[] = [];
  private readonly path: string;
  private readonly enabled: boolean;
  private written = 0;

  constructor(
    private readonly dir: ModelDir,
    { tensorBoardEnabled = false, tensorBoardDir = DEFAULT_TENSOR_BOARD_DIR }: TrainOptions,
  ) {
    const now = Date.now() / 1000;
    this.enabled = tensorBoardEnabled;
    this.path = `${tensorBoardDir.replace(/\/+$/, '')}/${eventFileName(now)}`;
    if (this.enabled) this.records.push(versionRecord(now));
  }

  /** Values by tag; those that are null were not measured. */
  async scalars(step: number, values: Readonly<Record<string, number | null>>): Promise<void> {
    if (!this.enabled) return;
    const given = Object.entries(values).flatMap(([tag, value]) => {
      return value === null ? [] : [{ kind: 'scalar', tag, value, form: 'simple' } as const];
    });
    if (given.length === 0) return;
    this.records.push(eventRecord({ wall_time: Date.now() / 1000, step, file_version: null, values: given }));
    if (Date.now() - this.written > FLUSH_EVERY) await this.flush();
  }

  async flush(): Promise<void> {
    if (!this.enabled) return;
    this.written = Date.now();
    const bytes = new Uint8Array(this.records.reduce((sum, record) => sum + record.length, 0));
    let at = 0;
    for (const record of this.records) {
      bytes.set(record, at);
      at += record.length;
    }
    this.records.splice(0, this.records.length, bytes);
    await this.dir.write(this.path, bytes);
  }
}
