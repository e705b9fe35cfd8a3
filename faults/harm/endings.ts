// Faults that end something: a worker, a tab, the browser, a process of it.

import type { Page, Worker } from '@playwright/test';
import { signal } from '../app/app';
import { became, until, within } from '../app/until';
import { type Blow, type Fault, Ineffective } from './types';

/** As when the browser takes its memory: no error, no message. */
async function vanish(worker: Worker): Promise<void> {
  await within(
    2000,
    'a worker to go',
    worker.evaluate(() => self.close()),
  ).catch(() => {});
}

async function killRenderer({ app }: Blow): Promise<number> {
  const renderer = await app.rendererOfEngine();
  const { pages } = app;
  const crashed = new Set<Page>();
  for (const page of pages) page.once('crash', () => crashed.add(page));
  signal(renderer);
  await until('a tab to crash', async () => (crashed.size > 0 ? true : undefined), 10_000);
  // Tabs of one process go together.
  await became(async () => crashed.size === pages.length, 300);
  for (const page of crashed) {
    app.forget(page);
    await within(5000, 'a crashed tab to close', page.close()).catch(() => {});
  }
  return renderer;
}

export const ENDINGS: readonly Fault[] = [
  {
    ...{ id: 'engine-killed', title: 'the worker of the engine ends without a word (self.close)', leaves: 'here' },
    strike: async ({ app }) => {
      await vanish(await app.untilEngine());
      return 'the engine’s worker ended';
    },
  },
  {
    ...{ id: 'worker-killed', title: 'a worker that does the work ends without a word (self.close)', leaves: 'here' },
    suits: ({ workers }) => workers.length > 0,
    strike: async ({ app, activity }) => {
      const [kind] = activity.workers.filter((name) => app.worker(name));
      const workers = app.workers().filter((one) => kind !== undefined && one.url().includes(`${kind}.worker`));
      if (workers.length === 0) throw new Ineffective(`no worker of ${activity.workers.join(', ')} was at work`);
      await Promise.all(workers.map(vanish));
      return `${workers.length} workers “${kind}” ended`;
    },
  },
  {
    ...{ id: 'tab-killed', title: 'SIGKILL to the renderer process of the tab', leaves: 'tab' },
    strike: async (blow) => `renderer ${await killRenderer(blow)} was killed`,
  },
  {
    ...{ id: 'browser-killed', title: 'SIGKILL to the browser and all its processes', leaves: 'browser' },
    strike: async ({ app }) => {
      await app.kill();
      return 'the browser was killed';
    },
  },
  {
    ...{ id: 'gpu-killed', title: 'SIGKILL to the GPU process: every GPU device is lost', leaves: 'here' },
    strike: async ({ app }) => {
      const [gpu] = await app.processes('GPU');
      if (gpu === undefined) throw new Ineffective('there was no GPU process');
      signal(gpu);
      return `GPU process ${gpu} was killed`;
    },
  },
  {
    ...{
      id: 'storage-killed',
      title: 'SIGKILL to the browser’s storage process: every connection ends',
      leaves: 'here',
    },
    strike: async ({ app }) => {
      const [storage] = await app.processes('storage.mojom.StorageService');
      if (storage === undefined) throw new Ineffective('there was no storage process');
      signal(storage);
      return `storage process ${storage} was killed`;
    },
  },
  {
    id: 'slow-disk',
    title:
      'a busy disk and a slow processor (another site of the browser writes 8 MB records with strict durability, the tab is slowed by 4), then SIGKILL to the tab',
    leaves: 'tab',
    before: async ({ app }) => {
      const session = await app.session();
      await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      const other = await app.running.newPage();
      await other.goto(`${app.base.replace('127.0.0.1', 'localhost')}robots.txt`);
      await other.evaluate(keepWriting);
    },
    strike: async (blow) => `renderer ${await killRenderer(blow)} was killed under load`,
    heal: async ({ app }) => {
      const others = app.running.pages().filter((page) => page.url().includes('localhost'));
      await Promise.all(others.map((page) => page.close()));
      return '';
    },
  },
  {
    ...{ id: 'two-tabs', title: 'of two tabs, the one with the engine is closed', leaves: 'here' },
    before: async ({ app, activity }) => {
      await app.open(activity.route);
    },
    strike: async ({ app }) => {
      const leader = app.leader();
      if (!leader) throw new Ineffective('no tab had the engine');
      app.forget(leader);
      await leader.close();
      await app.untilUp();
      return 'the tab with the engine was closed';
    },
  },
  {
    ...{
      id: 'five-tabs',
      title: 'of five tabs, the one with the engine is killed (SIGKILL to its renderer)',
      leaves: 'here',
    },
    before: async ({ app, activity }) => {
      for (let i = 0; i < 4; i++) await app.open(activity.route);
    },
    strike: async (blow) => {
      const { app, activity } = blow;
      const before = app.pages.length;
      await killRenderer(blow);
      const left = app.pages.length;
      if (left === 0) await app.open(activity.route);
      else await app.untilUp();
      return `${before - left} of ${before} tabs went with their process`;
    },
  },
];

/** Runs in a page of another site. */
function keepWriting(): Promise<void> {
  const bytes = new Uint8Array(8 * 2 ** 20);
  const opening = indexedDB.open('ballast', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('blobs');
  return new Promise((resolve, reject) => {
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const write = (i: number) => {
        const tx = opening.result.transaction('blobs', 'readwrite', { durability: 'strict' });
        tx.objectStore('blobs').put(bytes, i % 4);
        tx.oncomplete = () => write(i + 1);
      };
      write(0);
      resolve();
    };
  });
}
