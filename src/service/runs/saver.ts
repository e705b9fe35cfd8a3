// Keeps a run while it runs: at most one save in flight, the newest moment next, and taking it costs the run a twentieth of
// its time at most. A refused save loses nothing in memory: it is said once, tried again, and said again when it works.

import { QuotaExceededError } from '../../storage/errors';
import { type RunSave, saveRun } from '../../storage/runs';
import type { Notice } from '../../wire/events';
import { messageOf } from '../errors';

/** Milliseconds from a refused save to the next try, and between two saves at least. */
export const RETRY = 10_000;
const LEAST = 250;
/** Share of the time that may go into saving. */
const SHARE = 0.05;
/** What a save takes, in takings of a checkpoint: the browser copies it again, and once more into storage. */
const COPIES = 3;

interface SaverDependencies {
  readonly notify: (notice: Notice) => void;
  readonly changed: () => void;
}

export interface Moment {
  readonly save: RunSave;
  readonly at: string;
  /** Storage has it. */
  readonly done: () => void;
  /** It has not: what counted as saved is not. */
  readonly failed: () => void;
}

export class Saver {
  private saving: Promise<void> | null = null;
  private earliest = 0;
  private latest = 0;
  private wanted = false;
  private failing = false;

  /** `every`: milliseconds between two saves, at most; `saved`: when it was saved last, ISO 8601. */
  constructor(
    private readonly every: number,
    private saved: string | null,
    private readonly deps: SaverDependencies,
  ) {}

  get savedAt(): string | null {
    return this.saved;
  }

  /** Storage takes nothing at present. */
  get refused(): boolean {
    return this.failing;
  }

  /** The run has begun: the first save comes soon. */
  begin(now = performance.now()): void {
    this.earliest = now;
    this.latest = now + Math.min(1000, this.every);
  }

  /** A checkpoint is asked for, as soon as there is time for one. */
  want(): void {
    this.wanted = true;
  }

  due(now = performance.now()): boolean {
    if (this.saving) return false;
    return now >= this.latest || (this.wanted && now >= this.earliest);
  }

  /** Takes a moment and writes it in the background. */
  async put(take: () => Promise<Moment>): Promise<void> {
    const start = performance.now();
    const moment = await take();
    const now = performance.now();
    this.wanted = false;
    const rest = Math.max(this.failing ? RETRY : LEAST, ((now - start) * COPIES) / SHARE);
    this.earliest = now + rest;
    this.latest = now + Math.max(rest, this.every);
    this.saving = this.write(moment).finally(() => {
      this.saving = null;
      this.deps.changed();
    });
  }

  /** Resolves when nothing is in flight. */
  async settled(): Promise<void> {
    await this.saving;
  }

  private async write({ save, at, done, failed }: Moment): Promise<void> {
    try {
      await saveRun(save);
      this.saved = at;
      done();
      if (this.failing) this.recovered();
    } catch (error) {
      failed();
      this.refuse(error);
    }
  }

  private refuse(error: unknown): void {
    this.wanted = true;
    this.earliest = performance.now() + RETRY;
    this.latest = Math.max(this.latest, this.earliest);
    if (this.failing) return;
    this.failing = true;
    const full = error instanceof QuotaExceededError;
    this.deps.notify({
      level: 'error',
      title: full ? 'The browser’s storage is full' : 'The run could not be saved',
      message: `${full ? '' : `${messageOf(error)} `}The run goes on, and what was saved before is safe. ${
        full ? 'Delete runs, models or data, or free some disk space; s' : 'S'
      }aving is tried again by itself.`,
    });
  }

  private recovered(): void {
    this.failing = false;
    this.deps.notify({ level: 'info', title: 'Saved again', message: 'The run is safely stored.' });
  }
}
