// Training by REST, for tests: what its answers hold, and waiting for them.

import { expect } from '@playwright/test';
import type { Api } from '../pages/api';

/** The shipped mixture, kept short. */
export const SHORT_MIXTURE = { config_name: 'mixture.yaml', overrides: ['model.n_init=1', 'trainer.epochs=30'] };
/** Long enough to be stopped, paused and raced for. */
export const LONG_STREAM = {
  config_name: 'stream-network.yaml',
  overrides: ['trainer.batches=1000000', 'trainer.compute=cpu'],
};

export class Training {
  constructor(readonly api: Api) {}

  async start(body: object): Promise<string> {
    const { run_id } = await this.api.ok('POST', '/training/start', body);
    return String(run_id);
  }

  status(): Promise<Record<string, unknown>> {
    return this.api.ok('GET', '/training/status');
  }

  async untilStatus(status: string): Promise<void> {
    await expect.poll(async () => (await this.status()).status, { timeout: 60_000 }).toBe(status);
  }

  async untilSteps(steps: number): Promise<void> {
    await expect.poll(async () => Number((await this.status()).step ?? 0)).toBeGreaterThanOrEqual(steps);
  }

  run(id: string): Promise<Record<string, unknown>> {
    return this.api.ok('GET', `/training/runs/${encodeURIComponent(id)}`);
  }

  async untilPhase(id: string, phase: string): Promise<void> {
    await expect.poll(async () => (await this.run(id)).phase, { timeout: 60_000 }).toBe(phase);
  }
}
