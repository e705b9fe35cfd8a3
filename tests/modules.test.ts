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
import { putAbout } from '../src/storage/library';
import type { Locks } from '../src/wire/lane';
import type { LibraryState, ModelFile, PredictRequest } from '../src/wire/library';
import { SandboxError } from '../src/wire/sandbox';

let service: RunningService;
let runner: ModuleRunner | null = null;
let id = '';
/** What the sandbox does in the test at hand. */
let training: (job: TrainingJob) => Promise<readonly ModelFile[]>;
let loads = 0;
let stopped = 0;

/** Locks of tabs at work, with what ends each as if its tab were gone. */
const held = new Map<string, () => void>();
const waiting = new Map<string, () => Promise<unknown>>();
/** As the browser's: who asks while one holds it waits for its end. */
const locks: Locks = {
  async request(name, { signal }, callback) {
    if (held.has(name)) {
      waiting.set(name, callback);
      signal?.addEventListener('abort', () => waiting.delete(name));
      return;
    }
    const gone = new Promise<void>((resolve) => held.set(name, resolve));
    try {
      await Promise.race([callback(), gone]);
    } finally {
      held.delete(name);
      await waiting.get(name)?.();
    }
  },
};

const text = (value: string) => new Blob([value]);
const SCRIPTS = ['train.js', 'serve.js'].map((path) => ({ path, file: text('export {};') }));

beforeAll(async () => {
  const data = { datasets: nodeDatasetsEnv(), images: nodeImagesEnv(), library: { ...nodeLibraryEnv(), locks } };
  const envs = { env: nodeComputeEnv(), text: nodeTextEnv(), asset: nodeAsset, runs: nodeRunsEnv() };
  service = await createService({
    ...{ ...envs, ...data },
    emit: (event) => {
      if (event.type === 'task') void runner?.takeAll();
    },
  });
  const sandbox = {
    train: (job: TrainingJob) => {
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
        async predict({ bytes, content_type = '' }: PredictRequest) {
          if (content_type === 'image/png') throw new SandboxError({ kind: 'unsupported type' }, 'no pictures');
          return { bytes: bytes.slice().reverse(), content_type: 'text/plain' };
        },
      };
    },
  };
  runner = createRunner(service.library, sandbox, locks);
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

/** As `moduleFiles` sorts; what a matcher stands for begins with "logs". */
const byPlace = (a: unknown, b: unknown) => {
  const [one, other] = [a, b].map((path) => (typeof path === 'string' ? path : 'logs'));
  return one! < other! ? -1 : 1;
};

const paths = async () => (await service.library.moduleFiles(id)).map(({ path }) => path);

describe('training', () => {
  it('shows log and scalars, and keeps what was written, with the log', async () => {
    training = async ({ args, files, onLog, onEvents }) => {
      expect(files.map(({ path }) => path)).toEqual(['serve.js', 'train.js']);
      onLog([`rate ${args[0]}`]);
      const values = [{ kind: 'scalar', tag: 'loss', value: 0.5, form: 'tensor' }] as const;
      const events = (step: number) => eventRecord({ wall_time: 1, step, file_version: null, values });
      onEvents('tb_logs/val/events.out.tfevents.1', new Blob([versionRecord(1), events(3)]));
      await new Promise((resolve) => setTimeout(resolve, 20));
      // What came after the last report is drawn from what it wrote.
      const drawn = new Blob([versionRecord(1), events(3), events(4)]);
      return [
        { path: 'weights.json', file: text('{}') },
        { path: 'tb_logs/val/events.out.tfevents.1', file: drawn },
      ];
    };
    await service.library.train(id, { args: ['0.1'], tensorboard: true });
    const { phase, log, scalars, error, wrote } = await ended();
    expect({ phase, log, error }).toEqual({ phase: 'finished', log: ['rate 0.1'], error: null });
    const points = [3, 4].map((step) => ({ step, value: 0.5 }));
    expect(scalars).toEqual({ 'val/loss': points });
    const left = [expect.stringMatching(/^logs\/.*\.log$/), 'tb_logs/val/events.out.tfevents.1', 'weights.json'];
    expect([...wrote].sort()).toEqual(left);
    expect(await paths()).toEqual([left[0], 'serve.js', left[1], 'train.js', 'weights.json'].sort(byPlace));
    const model = (await service.library.list()).find((one) => one.id === id);
    expect(model?.version).toBe(2);
    expect((await service.library.module(id)).training).toMatchObject({ phase: 'finished', args: ['0.1'] });
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

describe('a training whose tab or engine goes', () => {
  it('says that it was interrupted, and changes nothing', async () => {
    training = () => new Promise(() => {});
    await service.library.train(id, { args: ['--rate', '1'], tensorboard: false, seconds: 5 });
    await expect.poll(() => held.size).toBe(1);
    for (const release of held.values()) release();
    const { phase, error, most_seconds } = await ended();
    expect({ phase, most_seconds }).toEqual({ phase: 'interrupted', most_seconds: 5 });
    expect(error?.message).toMatch(/closed or loaded anew\. The module’s files are as they were before/);
    expect(await paths()).toEqual(['serve.js', 'train.js']);
  });

  it('is told so by the next engine', async () => {
    const about = (phase: 'running' | 'failed') => ({
      ...{ format: 1, id: 'left', name: 'Left', tags: [], note: '', card: null, imported: null },
      module: {
        ...{ created_at: '2026-01-01T00:00:00.000Z', bytes: 0, manifest: {} },
        training: {
          ...{ model: 'left', phase, args: ['a'], tensorboard: true, began_at: '2099-01-01T00:00:00.000Z' },
          ...{ seconds: 4, most_seconds: 600, log: ['one'], scalars: {}, wrote: [], error: null },
        },
      },
    });
    await putAbout('left', about('running'));
    await service.data.restore(await service.data.backup());
    const { training: told } = await service.library.state();
    expect(told).toMatchObject({ model: 'left', phase: 'interrupted', log: ['one'], seconds: 4 });
    expect((await service.library.module('left')).training?.phase).toBe('interrupted');
  });

  it('is refused more time than a day, and less than a second', async () => {
    for (const seconds of [0, 1e9, Number.NaN]) {
      const refused = service.library.train(id, { args: [], tensorboard: false, seconds });
      await expect(refused).rejects.toMatchObject({ code: 'invalid' });
    }
  });
});

describe('scripts', () => {
  const scripts = async () => {
    const { trainingScript, servingScript } = await service.library.module(id);
    return [trainingScript, servingScript];
  };

  it('stay what they are for while files come, move and go', async () => {
    expect(await scripts()).toEqual(['train.js', 'serve.js']);
    await service.library.changeModule(id, { move: { from: 'train.js', to: 'lib/fit.ts' } });
    expect(await scripts()).toEqual(['lib/fit.ts', 'serve.js']);
    await service.library.writeModuleFile(id, 'serve.js', null);
    expect(await scripts()).toEqual(['lib/fit.ts', null]);
    await service.library.writeModuleFile(id, 'serve.ts', new TextEncoder().encode(''));
    expect(await scripts()).toEqual(['lib/fit.ts', 'serve.ts']);
    await service.library.changeModule(id, { servingScript: 'lib/fit.ts', trainingScript: null });
    expect(await scripts()).toEqual([null, 'lib/fit.ts']);
    const refused = service.library.changeModule(id, { servingScript: 'none.js' });
    await expect(refused).rejects.toMatchObject({ code: 'invalid', details: [{ field: 'servingScript' }] });
    const taken = service.library.changeModule(id, { move: { from: 'serve.ts', to: 'lib/fit.ts' } });
    await expect(taken).rejects.toMatchObject({ code: 'conflict' });
    const outside = service.library.changeModule(id, { move: { from: 'serve.ts', to: '../up.ts' } });
    await expect(outside).rejects.toMatchObject({ code: 'invalid' });
    const model = (await service.library.list()).find((one) => one.id === id);
    expect(model?.bytes).toBe('export {};'.length);
  });

  it('are found by what they export where they come without a manifest', async () => {
    const file = new File(['export async function train() {}\nexport { load, predict };'], 'mine.ts');
    const source = { kind: 'file', name: 'mine.ts', file } as const;
    const preview = await service.library.inspect(source);
    expect(preview).toMatchObject({ kind: 'module', format: 'scripts', name: 'mine', files: ['mine.ts'] });
    const imported = await service.library.import(source, 'Mine');
    const info = await service.library.module(imported);
    expect(info).toMatchObject({ trainingScript: 'mine.ts', servingScript: 'mine.ts', folder: '' });

    const files = [
      { path: 'dir/serve.js', file: text('') },
      { path: 'dir/notes.txt', file: text('') },
    ];
    const folder = await service.library.inspect({ kind: 'files', name: 'dir', files });
    expect(folder).toMatchObject({ manifest: { trainingScript: null, servingScript: 'serve.js' } });
    expect(folder.remarks).toEqual(['It cannot be trained: no script exports “train”.']);
    const other = { ...source, name: 'other.js', file: new File(['let train = 1;'], 'other.js') };
    await expect(service.library.inspect(other)).rejects.toThrow('No script in “other.js” exports “train”');
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
