// Users' modules between the engine and a tab: tasks are given out, reports are heard, and what a training wrote is kept
// whole or not at all. What runs the scripts themselves stands in for the sandbox, which needs a browser.

import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRunner, type ModuleRunner } from '../src/client/module-runner';
import type { TrainingJob } from '../src/client/sandbox';
import { nodeComputeEnv } from '../src/ml/compute/env.node';
import { eventRecord, versionRecord } from '../src/ml/logs';
import { createService, type RunningService } from '../src/service';
import { nodeAsset } from '../src/service/configs/asset.node';
import { nodeDatasetsEnv } from '../src/service/datasets/env.node';
import { nodeImagesEnv } from '../src/service/images/env.node';
import { nodeLibraryEnv } from '../src/service/library/env.node';
import { nodeTextEnv } from '../src/service/reviews/text-env.node';
import { nodeRunsEnv } from '../src/service/runs/env.node';
import type { LibraryState, ModelFile } from '../src/wire/library';
import { SandboxError } from '../src/wire/sandbox';

let service: RunningService;
let runner: ModuleRunner | null = null;
let id = '';
/** What the sandbox does in the test at hand. */
let training: (job: TrainingJob) => Promise<readonly ModelFile[]>;
let loads = 0;
let stopped = 0;

const text = (value: string) => new Blob([value]);
const SCRIPTS = ['train.js', 'serve.js'].map((path) => ({ path, file: text('export {};') }));

beforeAll(async () => {
  const data = { datasets: nodeDatasetsEnv(), images: nodeImagesEnv(), library: nodeLibraryEnv() };
  const envs = { env: nodeComputeEnv(), text: nodeTextEnv(), asset: nodeAsset, runs: nodeRunsEnv() };
  service = await createService({
    ...{ ...envs, ...data },
    emit: (event) => {
      if (event.type === 'task') void runner?.takeAll();
    },
  });
  runner = createRunner(service.library, {
    train: (job) => {
      let stop = () => {};
      const until = new Promise<never>((_, reject) => {
        stop = () => {
          stopped += 1;
          reject(new SandboxError({ kind: 'stopped' }, 'stopped'));
        };
      });
      return { written: Promise.race([training(job), until]), stop };
    },
    serve: async () => {
      loads += 1;
      return {
        open: true,
        end: () => {},
        async predict({ bytes, content_type = '' }) {
          if (content_type === 'image/png') throw new SandboxError({ kind: 'unsupported type' }, 'no pictures');
          return { bytes: bytes.slice().reverse(), content_type: 'text/plain' };
        },
      };
    },
  });
});

beforeEach(async () => {
  id = await service.library.createModule('Mine', SCRIPTS);
});

afterAll(async () => {
  runner?.end();
  await service.shutdown();
});

async function ended(): Promise<NonNullable<LibraryState['training']>> {
  for (;;) {
    const { training } = await service.library.state();
    if (training && training.phase !== 'running') return training;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const paths = async () => (await service.library.moduleFiles(id)).map(({ path }) => path);

describe('training', () => {
  it('shows log and scalars, and keeps what was written, with the log', async () => {
    training = async ({ args, files, onLog, onEvents }) => {
      expect(files.map(({ path }) => path)).toEqual(['serve.js', 'train.js']);
      onLog([`rate ${args[0]}`]);
      const values = [{ kind: 'scalar', tag: 'loss', value: 0.5, form: 'tensor' }] as const;
      const events = eventRecord({ wall_time: 1, step: 3, file_version: null, values });
      onEvents('tb_logs/events.out.tfevents.1', new Blob([versionRecord(1), events]));
      await new Promise((resolve) => setTimeout(resolve, 20));
      return [{ path: 'weights.json', file: text('{}') }];
    };
    await service.library.train(id, { args: ['0.1'], tensorboard: true });
    const { phase, log, scalars, error } = await ended();
    expect({ phase, log, error }).toEqual({ phase: 'finished', log: ['rate 0.1'], error: null });
    expect(scalars).toEqual({ loss: [{ step: 3, value: 0.5 }] });
    expect(await paths()).toEqual([expect.stringMatching(/^logs\/.*\.log$/), 'serve.js', 'train.js', 'weights.json']);
  });

  it('that throws shows its stack and changes nothing', async () => {
    training = async () => {
      const failure = { kind: 'threw', step: 'train', name: 'Error', stack: '    at fit (train.js:12)' } as const;
      throw new SandboxError(failure, 'No data.');
    };
    await service.library.train(id, { args: [], tensorboard: false });
    expect(await ended()).toMatchObject({
      phase: 'failed',
      error: { message: 'No data.', stack: '    at fit (train.js:12)' },
    });
    expect(await paths()).toEqual(['serve.js', 'train.js']);
  });

  it('that never ends is stopped, one at a time', async () => {
    training = async ({ onLog }) => {
      for (;;) {
        onLog(['again']);
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (stopped > 0) throw new Error('over');
      }
    };
    await service.library.train(id, { args: [], tensorboard: false });
    await expect(service.library.train(id, { args: [], tensorboard: false })).rejects.toMatchObject({
      code: 'conflict',
    });
    await service.library.stop();
    expect((await ended()).phase).toBe('stopped');
    await expect.poll(() => stopped).toBeGreaterThan(0);
    expect(await paths()).toEqual(['serve.js', 'train.js']);
  });
});

describe('serving', () => {
  it('answers, from what stays loaded until a file changes', async () => {
    const ask = async () => {
      const { bytes } = await service.library.predict(id, { bytes: new TextEncoder().encode('abc') });
      return new TextDecoder().decode(bytes);
    };
    const before = loads;
    expect(await ask()).toBe('cba');
    expect(await ask()).toBe('cba');
    expect(loads).toBe(before + 1);
    await service.library.writeModuleFile(id, 'serve.js', new TextEncoder().encode('export const load = 1;'));
    expect(await ask()).toBe('cba');
    expect(loads).toBe(before + 2);
  });

  it('says as the module does what it does not read', async () => {
    const request = { bytes: new Uint8Array(1), content_type: 'image/png' };
    await expect(service.library.predict(id, request)).rejects.toMatchObject({ code: 'unsupported_type' });
    await service.library.writeModuleFile(id, 'train.js', null);
    const alone = await service.library.createModule('None', [{ path: 'README.md', file: text('') }]);
    await expect(service.library.predict(alone, request)).rejects.toMatchObject({ code: 'conflict' });
  });
});
