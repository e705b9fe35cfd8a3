// The whole service in Node, over a store in memory, with samples of what a device holds: for parsers that sit behind it.

import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import { nodeComputeEnv } from '../../src/ml/compute/env.node';
import { createService, type RunningService } from '../../src/service';
import { nodeAsset } from '../../src/service/configs/asset.node';
import { nodeDatasetsEnv } from '../../src/service/datasets/env.node';
import { nodeImagesEnv } from '../../src/service/images/env.node';
import { nodeLibraryEnv } from '../../src/service/library/env.node';
import { nodeTextEnv } from '../../src/service/reviews/text-env.node';
import { nodeRunsEnv } from '../../src/service/runs/env.node';
import { read, STORES } from '../../src/storage/db';
import { fromStoredWithin } from '../../src/storage/files';
import type { ImportSource } from '../../src/wire/datasets';
import { ServiceError } from '../../src/wire/errors';
import type { Service } from '../../src/wire/service';
import { CONFIG_TEXT, imageFolder, modelFileSets, TABLES, textFolder } from './samples';

export interface World {
  readonly service: RunningService;
  /** A back-up of it as it was opened. */
  readonly base: Blob;
}

const POINTS = [
  [0, 0.1],
  [0.2, -0.1],
  [-0.1, 0],
  [4, 4.2],
  [4.1, 3.9],
  [3.8, 4],
];

let opened: Promise<World> | null = null;

/** One a process: it opens the one store that there is. */
export function theWorld(): Promise<World> {
  opened ??= open();
  return opened;
}

async function open(): Promise<World> {
  const data = { datasets: nodeDatasetsEnv(), images: nodeImagesEnv(), library: nodeLibraryEnv() };
  const envs = { env: nodeComputeEnv(), text: nodeTextEnv(), asset: nodeAsset, runs: nodeRunsEnv() };
  const service = await createService({ emit: () => {}, ...envs, ...data, template: async () => [] });
  await furnish(service);
  const base = await service.data.backup();
  return { service, base };
}

const blob = (bytes: Uint8Array) => new Blob([bytes.slice()]);

/** Something of every kind. */
async function furnish(service: RunningService): Promise<void> {
  await service.points.train({ points: POINTS, n_components: 2 });
  await service.models.saveMixture('Two groups');
  await service.reviews.add([{ text: 'A fine film.', sentiment: 1 }]);
  await service.configs.save({ id: null, file_name: 'mine.yaml', text: CONFIG_TEXT });
  const [, , , table = new Uint8Array(0)] = TABLES.csv;
  await importTexts(service, { kind: 'file', name: 'texts.csv', file: blob(table) });
  await importTexts(service, folderOf(textFolder()));
  await takeImages(service, folderOf(imageFolder()));
  const [metrics = new Uint8Array(0)] = TABLES.metrics;
  await service.runs.importCsv('Elsewhere', blob(metrics));
  const script = new Blob(['export const train = () => {};']);
  await service.library.createModule('Mine', [{ path: 'train.js', file: script }]);
  for (const files of (await modelFileSets()).slice(-4)) {
    const listed = [...files].map(([path, bytes]) => ({ path, file: blob(bytes) }));
    await service.library.import({ kind: 'files', name: 'model', files: listed }, 'Imported');
  }
  await service.flush();
}

export function folderOf(files: ReadonlyMap<string, Uint8Array>): ImportSource {
  return { kind: 'files', name: 'folder', files: [...files].map(([path, bytes]) => ({ path, file: blob(bytes) })) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** To its end: the dataset's id. Rejects with the words in which the import ended. */
export async function importTexts(service: Service, source: ImportSource): Promise<string> {
  const id = await service.datasets.import({ source, name: 'Data', into: 'dataset', columns: null });
  for (;;) {
    const { importing } = await service.datasets.state();
    if (importing.phase === 'failed') throw new ServiceError('invalid', importing.message);
    if (importing.phase !== 'reading' && importing.phase !== 'finishing') return id;
    await turn();
  }
}

/** All that can be taken, to the end. */
export async function takeImages(service: Service, source: ImportSource): Promise<void> {
  const found = await service.images.discover(source);
  const names = found.filter(({ problem }) => problem === null).map(({ name }) => name);
  if (names.length === 0) throw new ServiceError('invalid', 'Nothing in it can be taken.');
  await service.images.take(names);
  for (;;) {
    const { taking } = await service.images.state();
    if (taking.phase === 'failed') throw new ServiceError('invalid', taking.message);
    if (taking.phase !== 'reading') return;
    await turn();
  }
}

function hashOf(value: unknown): string {
  return createHash('sha1').update(serialize(value)).digest('hex').slice(0, 16);
}

/** What the app writes of its own accord when it gets to it: what drift watches, and what went wrong, for the next visit to say. */
const BY_ITSELF = /^settings (drift\.|datasets\.import\.failed )/;

/** Of every record of every store: "settings 1a2b3c models …"; scores are not counted, which are computed anew in idle time. */
export async function digest(): Promise<string> {
  const hashes: string[] = [];
  for (const name of STORES) {
    if (name === 'reviewScores') continue;
    const [keys, values] = await read([name], async (tx) => {
      const store = tx.objectStore(name);
      return Promise.all([store.getAllKeys(), store.getAll() as Promise<unknown[]>]);
    });
    // Settings by their keys: which it is tells who wrote it.
    if (name === 'settings') {
      const lines = keys.map((key, i) => `settings ${String(key)} ${hashOf(values[i])}`);
      hashes.push(...lines.filter((line) => !BY_ITSELF.test(line)));
    } else hashes.push(`${name} ${hashOf([keys, await fromStoredWithin(values)])}`);
  }
  return hashes.join('\n');
}
