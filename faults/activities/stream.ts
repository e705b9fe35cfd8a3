// Learning from a stream, on the processor and on a device.

import type { App } from '../app/app';
import { Going, type Standing } from './going';
import { OF_DEVICES } from './training';
import type { Activity, Scene } from './types';

const GONE: Standing = { share: 0, state: 'gone', words: '' };

const SEA = {
  source: { id: 'sea', seed: 11, batch_size: 16, drift: { kind: 'abrupt', position: 800, width: 1 }, noise: 0.05 },
  ...{ replay: 100, save_every: 'batch' },
};

async function learning({ app }: Scene, compute: 'cpu' | 'webgpu', enough: number): Promise<Going> {
  let begun = 0;
  const seen = new SeenSaves();
  let [goal, last] = [enough, 0];
  const standing = async (): Promise<Standing> => {
    const status = await streamStatus(app);
    if (!status) return GONE;
    seen.take(status);
    const { phase, batches, message = '' } = status;
    const words = `${phase} at batch ${batches} ${message}`.trim();
    last = batches;
    const done = batches >= goal;
    if (phase === 'starting') return { share: 0, state: 'going', words };
    if (phase === 'running') return { share: batches / enough, state: done ? 'over' : 'going', words };
    return { share: batches / enough, state: done && phase === 'stopped' ? 'over' : 'waiting', words };
  };
  return new Going({
    standing,
    begin: async () => {
      await app.ok('PUT', '/stream/speed', { batches_per_second: 100 });
      const learner = { id: 'network', compute, hidden: [8], seed: 3 };
      await app.ok('POST', '/stream/start', { config: { ...SEA, learner }, fresh: true });
      begun = 1;
    },
    // It has no end: some batches are to come after the fault, however fast it was before.
    struck: () => {
      goal = Math.max(goal, last + enough / 2);
    },
    acknowledged: () => begun + seen.saves,
    verify: async () => {
      const status = await streamStatus(app);
      if (!status) return ['nobody says how the stream is'];
      if (status.batches >= seen.sure) return [];
      return [`it has ${status.batches} batches, and ${seen.sure} were saved`];
    },
    takeUp: async () => {
      await app.ok('POST', '/stream/start');
    },
    came: async () => {
      const { message } = await app.ok('POST', '/shutdown');
      const status = await streamStatus(app);
      const saved = message === 'Service shutting down and model saved.' && status?.phase === 'stopped';
      return saved ? [] : [`stopping it said “${String(message)}”`];
    },
  });
}

export const STREAM: Activity = {
  ...{ id: 'stream', title: 'learning from a stream', route: 'stream', workers: [] },
  touches: /^(streamRun|streamKept) /,
  begin: (scene) => learning(scene, 'cpu', 200),
};

export const STREAM_GPU: Activity = {
  ...{ ...STREAM, id: 'stream-gpu', title: 'learning from a stream on WebGPU (in software)', only: OF_DEVICES },
  begin: (scene) => learning(scene, 'webgpu', 60),
};

interface StreamStatus {
  readonly phase: string;
  readonly batches: number;
  readonly saved_at: string | null;
  readonly message?: string;
}

async function streamStatus(app: App): Promise<StreamStatus | null> {
  const { status, json } = await app.ask('GET', '/stream');
  return status === 200 ? (json.status as StreamStatus) : null;
}

/** Batches that are sure to be in storage: those that were learnt when a save later than the next was done. */
class SeenSaves {
  private readonly at: { readonly saved: string; readonly batches: number }[] = [];
  sure = 0;

  get saves(): number {
    return this.at.length;
  }

  take({ saved_at, batches }: StreamStatus): void {
    if (saved_at === null || this.at.at(-1)?.saved === saved_at) return;
    this.at.push({ saved: saved_at, batches });
    this.sure = Math.max(this.sure, this.at.at(-3)?.batches ?? 0);
  }
}
