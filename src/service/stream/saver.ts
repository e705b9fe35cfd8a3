// Keeps a run while it runs: at most one save in flight, the newest state next, and taking it costs the loop a twentieth of its
// time at most. A failed save loses nothing in memory: it is said once, tried again, and said again when it works.

import { QuotaExceededError } from '../../storage/errors';
import { saveStreamRun } from '../../storage/stream';
import type { Notice } from '../../wire/events';
import { messageOf } from '../errors';
import type { RunRecord } from './record';

/** Milliseconds from a failed save to the next try. */
const RETRY = 10_000;
/** Share of the time that may go into saving. */
const SHARE = 0.05;
/** What a save takes of this thread, in takings of a memento: the browser copies it again, and once more into storage. */
const COPIES = 3;

export class RunSaver {
  private saving: Promise<void> | null = null;
  private dirty = false;
  private next = Number.NEGATIVE_INFINITY;
  private failing = false;
  private closed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saved: string | null;

  constructor(
    saved: RunRecord | null,
    private readonly notify: (notice: Notice) => void,
    private readonly changed: () => void,
    /** Asked for when a failed save is to be tried again, also of a run that has ended. */
    private readonly retry: () => void,
    /** Storage refused the latest save of the run before: that it works again is to be said. */
    refused = false,
  ) {
    this.saved = saved?.saved_at ?? null;
    this.failing = refused;
  }

  /** ISO 8601; null: not yet. */
  get savedAt(): string | null {
    return this.saved;
  }

  /** Storage takes nothing at present. */
  get refused(): boolean {
    return this.failing;
  }

  /** There is something that is not saved. */
  touch(): void {
    this.dirty = true;
  }

  /** There is something that is not being saved either. */
  get pending(): boolean {
    return this.dirty;
  }

  due(now = performance.now()): boolean {
    return this.dirty && this.saving === null && now >= this.next;
  }

  /** Milliseconds to the next save. */
  dueIn(now = performance.now()): number {
    if (!this.dirty) return Number.POSITIVE_INFINITY;
    return this.saving ? RETRY : Math.max(0, this.next - now);
  }

  /** Takes the run's state and writes it in the background; `every`: milliseconds between two saves, at least. */
  async put(take: () => Promise<RunRecord>, every: number): Promise<void> {
    const start = performance.now();
    this.dirty = false;
    const record = await take().catch((error: unknown) => {
      this.dirty = true;
      throw error;
    });
    const took = performance.now() - start;
    this.next = start + Math.max(this.failing ? RETRY : every, (took * COPIES) / SHARE);
    this.saving = this.write(record).finally(() => {
      this.saving = null;
      this.changed();
    });
  }

  /** Resolves when storage holds the state, or has refused it. */
  async flush(take: () => Promise<RunRecord>): Promise<void> {
    await this.saving;
    if (!this.dirty || this.closed) return;
    await this.put(take, 0);
    await this.saving;
  }

  /** Saves nothing any more, and tries nothing again; resolves when nothing is in flight. */
  async close(): Promise<void> {
    this.closed = true;
    await this.saving;
    clearTimeout(this.timer);
  }

  private async write(record: RunRecord): Promise<void> {
    try {
      await saveStreamRun(record);
      this.saved = record.saved_at;
      if (this.failing) this.recovered();
    } catch (error) {
      this.dirty = true;
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    this.next = Math.max(this.next, performance.now() + RETRY);
    clearTimeout(this.timer);
    this.timer = setTimeout(this.retry, RETRY);
    if (this.failing) return;
    this.failing = true;
    const full = error instanceof QuotaExceededError;
    this.notify({
      level: 'error',
      title: full ? 'The browser’s storage is full' : 'The model could not be saved',
      message: `${full ? '' : `${messageOf(error)} `}The run goes on, and what was saved before is safe. ${
        full ? 'Delete saved models or data on “This device”, or free some disk space; s' : 'S'
      }aving is tried again by itself.`,
    });
  }

  private recovered(): void {
    this.failing = false;
    this.notify({ level: 'info', title: 'Saved again', message: 'The stream’s model is safely stored.' });
  }
}
