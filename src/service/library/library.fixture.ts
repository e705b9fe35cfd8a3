// For tests: the real service with a model of every kind in its stores: a saved mixture 'Two groups', an image model
// 'image', a model of a stream 'line', and the text models that come with the app.

import 'fake-indexeddb/auto';
import { nodeComputeEnv } from '../../ml/compute/env.node';
import { createWasmBackend } from '../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../ml/compute/nn/wasm/env.node';
import { writeImageModel } from '../../ml/image/files';
import { ImageModel } from '../../ml/image/model';
import { Rng } from '../../ml/rng';
import { writeStreamFiles } from '../../ml/stream/files';
import { createLearner } from '../../ml/stream/learners';
import { saveTrained } from '../../storage/trained';
import type { ServiceEvent } from '../../wire/events';
import type { LibraryModel, LibraryService, ModelSource } from '../../wire/library';
import { nodeAsset } from '../configs/asset.node';
import { nodeDatasetsEnv } from '../datasets/env.node';
import { nodeImagesEnv } from '../images/env.node';
import { createService, type RunningService } from '../index';
import { nodeTextEnv } from '../reviews/text-env.node';
import { nodeRunsEnv } from '../runs/env.node';
import type { TrainedRecord } from '../runs/record';
import { nodeLibraryEnv } from './env.node';
import type { LibraryEnv } from './host';

export const POINTS = [
  [0, 0.1],
  [0.2, -0.1],
  [-0.1, 0],
  [4, 4.2],
  [4.1, 3.9],
  [3.8, 4],
];

export const bytesOf = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

export const fileOf = (file: Blob, name = 'model.tar.gz'): ModelSource => ({ kind: 'file', name, file });

/** Asks a model; `json` where it answers in JSON. */
export async function ask(library: LibraryService, id: string, body: unknown, content_type: string, accepted?: string) {
  const request = { bytes: bytesOf(body), content_type, accepted };
  const { bytes, content_type: type } = await library.predict(id, request);
  const text = new TextDecoder().decode(bytes);
  return { text, type, json: type === 'application/json' ? JSON.parse(text) : null };
}

export async function modelNamed(library: LibraryService, name: string): Promise<LibraryModel> {
  const found = (await library.list()).find((model) => model.name === name);
  if (!found) throw new Error(`There is no model ${name}.`);
  return found;
}

/** As imported ones are kept. */
export async function putTrainedModel(
  id: string,
  kind: TrainedRecord['kind'],
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const record: TrainedRecord = {
    ...{ format: 1, id, run: '', kind, role: 'best', epoch: 0, step: 0, bytes: 1, metrics: {}, score: null },
    created_at: '2026-01-01T00:00:00.000Z',
  };
  await saveTrained({ id, record, files });
}

export interface Opened {
  readonly service: RunningService;
  readonly events: readonly ServiceEvent[];
}

/** One a file: the service opens the storage of its process. */
export async function openWithModels(library: LibraryEnv = nodeLibraryEnv()): Promise<Opened> {
  const data = { datasets: nodeDatasetsEnv(), images: nodeImagesEnv(), library };
  const envs = { env: nodeComputeEnv(), text: nodeTextEnv(), asset: nodeAsset };
  const events: ServiceEvent[] = [];
  const service = await createService({ emit: (event) => events.push(event), ...envs, ...data, runs: nodeRunsEnv() });
  await service.points.train({ points: POINTS, n_components: 2 });
  await service.models.saveMixture('Two groups');

  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const config = {
    ...{ shape: { height: 4, width: 4, channels: 1 }, classes: ['dark', 'light'], mean: [0.5], std: [0.5] },
    structure: { kind: 'mlp', hidden: [3] } as const,
  };
  const image = new ImageModel(nn, config, new Rng(1));
  await putTrainedModel('image', 'image', writeImageModel(config, await image.weights()));
  image.dispose();

  const learner = {
    ...({ id: 'linear', hidden: [], activation: 'relu', optimizer: 'sgd', learning_rate: 0.1 } as const),
  };
  const options = { ...learner, epochs: 1, n_components: 1, seed: 1 };
  const made = await createLearner(options, 2, { kind: 'regression' });
  await made.learn({ X: Float64Array.of(1, 0, 0, 1), y: Float64Array.of(1, -1), n: 2, d: 2 });
  const scaler = { n: 2, means: [0, 0], squares: [2, 2] };
  const memento = { learner: await made.save(), scaler, batches: 1, examples: 2 };
  await putTrainedModel(
    'line',
    'stream',
    writeStreamFiles(options, { features: ['a', 'b'], task: { kind: 'regression' } }, memento),
  );
  return { service, events };
}
