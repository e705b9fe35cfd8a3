// What the runs use of the services beside them, and what these take of the runs' models.

import { SAMPLE_REVIEWS, sampleReviews } from '../../ml/samples/reviews';
import type { ModelFiles } from '../../ml/text/types';
import { readDataset } from '../../storage/datasets';
import type { ConfigsService } from '../../wire/configs';
import type { DatasetsService } from '../../wire/datasets';
import { ServiceError } from '../../wire/errors';
import type { Backend, ComputeState, PointsService } from '../../wire/service';
import { lastBackend } from '../backend-trail';
import type { ExperimentConfig } from '../configs/schema';
import type { SavedMixture } from '../models';
import { newRecord } from '../reviews/catalogue';
import type { ReviewsParts } from '../reviews/parts';
import type { JobRequest } from './job';
import type { PlanDependencies } from './plan';
import type { ModelTakers, TextModelTaken } from './use';

export interface Neighbours {
  readonly points: PointsService;
  readonly adopt: (saved: SavedMixture) => Promise<void>;
  readonly reviews: Pick<ReviewsParts, 'catalogue' | 'serve'>;
  readonly compute: () => Promise<ComputeState>;
  readonly configs: ConfigsService;
  readonly datasets: Pick<DatasetsService, 'import' | 'state'>;
}

interface Surroundings extends PlanDependencies, ModelTakers {
  /** `engine` is what has computed so far, for people; '' at the beginning. */
  backend(config: ExperimentConfig, engine: string): Promise<JobRequest['backend']>;
}

export function surroundingsOf({ points, adopt, reviews, compute, configs, datasets }: Neighbours): Surroundings {
  const { catalogue } = reviews;
  return {
    config: (id) => configs.read(id),
    points: () => points.points(),
    bases: async () => catalogue.list(),
    base: (id) => catalogue.files(id),
    addSampleReviews: () => addSampleReviews(datasets),
    backend: async (config, engine) => backendFor(config, await compute(), lastBackend(engine)),
    takeMixture: adopt,
    takeText: (model) => takeText(model, reviews),
  };
}

/** Milliseconds between two looks whether they are there. */
const LOOK = 50;

async function addSampleReviews(datasets: Neighbours['datasets']): Promise<string> {
  const lines = sampleReviews().map((review) => `${JSON.stringify(review)}\n`);
  const file = new Blob(lines, { type: 'application/jsonl' });
  const id = await datasets.import({
    source: { kind: 'file', name: 'sample-reviews.jsonl', file },
    name: SAMPLE_REVIEWS.name,
    into: 'dataset',
    columns: { text: 0, label: 1, split: 2, positive: ['positive'] },
  });
  while (!(await readDataset(id))) {
    const { importing } = await datasets.state();
    const under = (importing.phase === 'reading' || importing.phase === 'finishing') && importing.id === id;
    if (!under && !(await readDataset(id))) {
      throw new ServiceError(
        'unavailable',
        'The sample reviews could not be added. Try again, or import them yourself.',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  return id;
}

/** What was chosen in the configuration, else on the page about this device, else what it was on, else the quickest for its kind. */
function backendFor(
  config: ExperimentConfig,
  { override, backend, phase, threads }: ComputeState,
  before: Backend | null,
): JobRequest['backend'] {
  const own = 'compute' in config.trainer ? config.trainer.compute : 'auto';
  const chosen = own === 'auto' ? override : own;
  const gpu = phase === 'ready' && backend === 'webgpu' && (config.kind === 'text' || config.kind === 'image');
  const automatic = before ?? (gpu ? 'webgpu' : 'wasm');
  // One is left for answering meanwhile.
  return { kind: chosen === 'auto' ? automatic : chosen, threads: Math.max(1, threads - 1) };
}

/** Keeps it under a name of its own and has it answer; one that was taken before is not taken twice. */
async function takeText(model: TextModelTaken, { catalogue, serve }: Neighbours['reviews']): Promise<void> {
  const { name, files, description, base } = model;
  const before = catalogue.list().find((one) => !one.shipped && one.description === description);
  if (before) return serve(before.id);
  const made = { files, info: await infoOf(files) };
  const parent = catalogue.list().find((one) => one.id === base || one.name === base)?.id ?? null;
  const record = newRecord(made, { name, untrained: false, held_out: null, parent, description });
  await catalogue.add(record, made);
  await serve(record.id);
}

/** Loaded only for what it says of itself, where no worker is asked. */
async function infoOf(files: ModelFiles) {
  const [{ loadTextModel }, { ReferenceBackend }] = await Promise.all([
    import('../../ml/text/load'),
    import('../../ml/compute/nn/reference'),
  ]);
  const model = loadTextModel(new ReferenceBackend(), files);
  const { info } = model;
  model.dispose();
  return info;
}
