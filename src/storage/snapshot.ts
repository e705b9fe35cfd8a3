// Everything stored, at once: read for a back-up, replaced by a restore, deleted on request. What can be worked out
// anew (scores of reviews), was under way (an import, a batch) or is of this device alone is not carried.

import { type ConfigRecord, listConfigs, putConfigs } from './configs';
import { type DatasetStore, putDatasets, readDatasets } from './datasets';
import { closeDatabase, read, STORES, write } from './db';
import type { LeaveOut } from './files';
import { type ImageSetStore, putImageSets, readImageSets } from './images';
import { type LibraryStore, putLibraryStore, readLibraryStore } from './library';
import { isModelRecord, type ModelRecord } from './models';
import { putReviews, type ReviewRecord, toReviewRecord } from './reviews';
import { putRunStore, readRunStore, type StoredRun } from './runs';
import { isOfDevice } from './settings';
import { putStreamStore, readStreamStore, type StreamStore } from './stream';
import { putTextStore, readTextStore, type TextStore } from './text-models';
import { putTrainedStore, readTrainedStore, type TrainedWithFiles } from './trained';
import { putVersions, readVersions, type VersionStore } from './versions';
import { putWorkspace, readWorkspace, type Workspace } from './workspace';

export interface Snapshot {
  readonly settings: readonly { readonly key: string; readonly value: unknown }[];
  readonly workspace: Workspace | null;
  readonly models: readonly ModelRecord[];
  readonly reviews: readonly ReviewRecord[];
  readonly text: TextStore;
  readonly datasets: readonly DatasetStore[];
  readonly versions: VersionStore;
  readonly stream: StreamStore;
  readonly configs: readonly ConfigRecord[];
  readonly images: readonly ImageSetStore[];
  readonly training: { readonly runs: readonly StoredRun[]; readonly trained: readonly TrainedWithFiles[] };
  readonly library: LibraryStore;
}

/** All that can be read; `leaveOut` is told of what cannot. */
export async function readSnapshot(leaveOut: LeaveOut = () => {}): Promise<Snapshot> {
  const workspace = await readWorkspace();
  const text = await readTextStore(leaveOut);
  const datasets = await readDatasets(leaveOut);
  const versions = await readVersions();
  const stream = await readStreamStore();
  const configs = await listConfigs();
  const images = await readImageSets(leaveOut);
  const training = { runs: await readRunStore(leaveOut), trained: await readTrainedStore(leaveOut) };
  const library = await readLibraryStore(leaveOut);
  return read(['settings', 'models', 'reviews'], async (tx) => {
    const store = tx.objectStore('settings');
    const [keys, values, models, reviews] = await Promise.all([
      store.getAllKeys(),
      store.getAll(),
      tx.objectStore('models').getAll(),
      tx.objectStore('reviews').getAll(),
    ]);
    return {
      settings: keys.map((key, i) => ({ key, value: values[i] })).filter(({ key }) => !isOfDevice(key)),
      workspace,
      models: models.filter(isModelRecord),
      reviews: reviews.flatMap((value) => toReviewRecord(value) ?? []),
      text,
      datasets,
      versions,
      stream,
      configs,
      images,
      training,
      library,
    };
  });
}

/** Replaces everything in one transaction: if it fails, all stays as it was. */
export function replaceAll(snapshot: Snapshot): Promise<void> {
  return write(STORES, async (tx) => {
    await Promise.all(STORES.map((name) => tx.objectStore(name).clear()));
    for (const { key, value } of snapshot.settings) await tx.objectStore('settings').put(value, key);
    for (const model of snapshot.models) await tx.objectStore('models').put(model);
    await putReviews(tx, snapshot.reviews);
    await putTextStore(tx, snapshot.text);
    await putDatasets(tx, snapshot.datasets);
    await putVersions(tx, snapshot.versions);
    await putStreamStore(tx, snapshot.stream);
    await putConfigs(tx, snapshot.configs);
    await putImageSets(tx, snapshot.images);
    await putRunStore(tx, snapshot.training.runs);
    await putTrainedStore(tx, snapshot.training.trained);
    await putLibraryStore(tx, snapshot.library);
    if (snapshot.workspace) {
      const matrix = snapshot.workspace.points ?? { data: new Float64Array(0), n: 0, d: 1 };
      await putWorkspace(tx, snapshot.workspace.record, { matrix, fromRow: 0 });
    }
  });
}

export async function deleteAll(): Promise<void> {
  await write(STORES, async (tx) => {
    await Promise.all(STORES.map((name) => tx.objectStore(name).clear()));
  });
  await closeDatabase();
}
