// A stream as programs on the page start, watch and stop it.

import { expect } from '@playwright/test';
import type { Api } from '../pages/api';

export interface Status {
  readonly phase: string;
  readonly run_id?: string;
  readonly batches: number;
  readonly queued: number;
  readonly message?: string;
  readonly saved_at: string | null;
  readonly save_refused?: true;
}

export interface Series {
  readonly total: number;
  readonly loss: readonly number[];
  readonly score: readonly number[];
}

/** Two columns, so that there is a surface; computed in double precision, so that the same run is equal bit for bit. */
export const CLOUDS = {
  source: { id: 'push', push: { task: 'classification', n_classes: 2 } },
  learner: { id: 'network', compute: 'cpu', hidden: [8], seed: 3 },
  queue: 4,
  save_every: 'batch',
} as const;

/** Endless, seeded, with drift on the way. */
export const SEA = {
  source: { id: 'sea', seed: 11, batch_size: 16, drift: { kind: 'abrupt', position: 800, width: 1 }, noise: 0.05 },
  learner: { id: 'network', compute: 'cpu', hidden: [8], seed: 3 },
  replay: 100,
  save_every: 'batch',
} as const;

export class Streams {
  constructor(readonly api: Api) {}

  /** Begins anew, at a speed that leaves room for what a test does meanwhile. */
  async begin(config: object = SEA, batchesPerSecond: number | null = 100): Promise<void> {
    await this.api.ok('PUT', '/stream/speed', { batches_per_second: batchesPerSecond });
    await this.api.ok('POST', '/stream/start', { config, fresh: true });
  }

  /** While no engine answers, nothing is known. */
  async status(): Promise<Status> {
    const { status, json } = await this.api.get('/stream');
    const unknown = { phase: 'unknown', batches: -1, queued: 0, saved_at: null };
    return status === 200 ? { ...unknown, ...(json.status as object) } : unknown;
  }

  async untilPhase(phase: string): Promise<void> {
    await expect.poll(async () => (await this.status()).phase, { timeout: 40_000 }).toBe(phase);
  }

  async untilBatches(batches: number): Promise<void> {
    await expect.poll(async () => (await this.status()).batches, { timeout: 40_000 }).toBeGreaterThanOrEqual(batches);
  }

  /** Of all batches, one place each. */
  async series(run?: string): Promise<Series> {
    const query = run === undefined ? '' : `&run=${run}`;
    return (await this.api.ok('GET', `/stream/series?places=4096${query}`)) as unknown as Series;
  }

  /** Stops by the door of the older service, and expects what it says to be so. */
  async shutDown(): Promise<Status> {
    expect(await this.api.ok('POST', '/shutdown')).toEqual({ message: 'Service shutting down and model saved.' });
    const status = await this.status();
    expect(status).toMatchObject({ phase: 'stopped', message: expect.stringContaining('The model is saved.') });
    expect(status).not.toHaveProperty('save_refused');
    return status;
  }

  /** The same seed from the beginning, uninterrupted, must give what the present run has learnt, bit for bit. */
  async expectSameRun(config: object = SEA): Promise<void> {
    const interrupted = await this.series();
    expect(interrupted.total).toBeGreaterThan(0);
    expect(interrupted.loss.every(Number.isFinite)).toBe(true);
    // Far from the most batches that have a place of their own.
    await this.begin(config, 400);
    await this.untilBatches(interrupted.total);
    await this.shutDown();
    const whole = await this.series();
    for (const name of ['loss', 'score'] as const) {
      expect(interrupted[name].findIndex((value, i) => value !== whole[name][i])).toBe(-1);
    }
  }
}
