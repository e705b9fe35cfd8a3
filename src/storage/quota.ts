// How much room the browser gives this origin, and what takes it.

import { readAsides } from './aside';
import { listConfigs } from './configs';
import { listDatasets } from './datasets';
import { read } from './db';
import { listImageSets } from './images';
import { readAbouts } from './library';
import { isModelRecord } from './models';
import { countReviews } from './reviews';
import { readRunRecords } from './runs';
import { listStreamFiles } from './stream';
import { listTextModels } from './text-models';

export interface StorageUse {
  /** Bytes used by the origin, as the browser estimates it (caches included). */
  readonly usage: number;
  readonly quota: number;
  readonly persisted: boolean;
  readonly points: { readonly count: number; readonly bytes: number };
  readonly models: { readonly count: number; readonly bytes: number };
  readonly reviews: { readonly count: number; readonly bytes: number };
  readonly textModels: { readonly count: number; readonly bytes: number };
  readonly datasets: { readonly count: number; readonly bytes: number };
  /** Their files; what was decoded of them is a cache. */
  readonly imageSets: { readonly count: number; readonly bytes: number };
  readonly streamFiles: { readonly count: number; readonly bytes: number };
  /** What they go on from, and the models that they made. */
  readonly configs: { readonly count: number; readonly bytes: number };
  readonly runs: { readonly count: number; readonly bytes: number };
  /** Of one's own. */
  readonly modules: { readonly count: number; readonly bytes: number };
  /** Models that were deleted, and can be brought back. */
  readonly aside: { readonly count: number; readonly bytes: number };
}

export async function measureUse(): Promise<StorageUse> {
  const manager = globalThis.navigator?.storage;
  const estimate = manager?.estimate ? await manager.estimate() : {};
  const persisted = manager?.persisted ? await manager.persisted() : false;
  const [stored, records] = await read(['workspace', 'models'], (tx) =>
    Promise.all([tx.objectStore('workspace').get('current'), tx.objectStore('models').getAll()]),
  );
  const { n = 0, d = 0 } = stored?.shape ?? {};
  const models = records.filter(isModelRecord);
  const reviews = await countReviews();
  const textModels = await listTextModels();
  const datasets = await listDatasets();
  const imageSets = await listImageSets();
  const streamFiles = await listStreamFiles();
  const configs = await listConfigs();
  const { runs, trained } = await readRunRecords();
  const modules = (await readAbouts()).flatMap((about) => Object(about).module ?? []);
  const aside = await readAsides();
  return {
    usage: estimate.usage ?? 0,
    quota: estimate.quota ?? 0,
    persisted,
    points: { count: n, bytes: n * d * Float64Array.BYTES_PER_ELEMENT },
    models: { count: models.length, bytes: totalBytes(models) },
    reviews: { count: reviews.total, bytes: reviews.bytes },
    textModels: { count: textModels.length, bytes: totalBytes(textModels) },
    datasets: { count: datasets.length, bytes: totalBytes(datasets) },
    imageSets: { count: imageSets.length, bytes: totalBytes(imageSets) },
    streamFiles: { count: streamFiles.length, bytes: totalBytes(streamFiles) },
    configs: { count: configs.length, bytes: 2 * configs.reduce((sum, { text }) => sum + text.length, 0) },
    runs: { count: runs.length, bytes: sizesOf(trained) + sizesOf(runs.map((run) => Object(run).checkpoint)) },
    modules: { count: modules.length, bytes: sizesOf(modules) },
    aside: { count: aside.length, bytes: sizesOf(aside) },
  };
}

function totalBytes(records: readonly { readonly bytes: number }[]): number {
  return records.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Of records that only their service reads. */
function sizesOf(records: readonly unknown[]): number {
  const sizes = records.map((record) => Number(Object(record).bytes));
  return sizes.filter(Number.isFinite).reduce((sum, bytes) => sum + bytes, 0);
}
