// The whole service: everything the product does, behind the one interface of src/wire/service.ts.
// Built once, in the engine worker.

import type { ComputeEnv } from '../ml/compute/env';
import type { LearnerEnv } from '../ml/stream/learners';
import { ServiceError } from '../wire/errors';
import type { ServiceEvent } from '../wire/events';
import type { Service } from '../wire/service';
import { APP_VERSION } from '../wire/version';
import type { RecordChecks } from './backup/contents';
import { openBatch } from './batch';
import { createComputeService } from './compute';
import { openConfigs } from './configs/open';
import { createDataService } from './data';
import { openDatasets } from './datasets';
import { checkDataset } from './datasets/about';
import type { DatasetsEnv } from './datasets/host';
import { openDrift } from './drift';
import { guarded } from './errors';
import { openImages } from './images';
import { checkImageSet } from './images/about';
import type { ImagesEnv } from './images/host';
import { type LibraryDependencies, openLibrary } from './library';
import { checkAbout } from './library/about';
import type { LibraryEnv } from './library/host';
import { checkSavedMixture, createModelsService } from './models';
import { openPoints } from './points';
import { openRetrain } from './retrain';
import { openReviews } from './reviews';
import { checkTextModel } from './reviews/check';
import type { TextEnv } from './reviews/host';
import { parseRunRecord } from './reviews/run-record';
import { openRuns } from './runs';
import type { RunsEnv } from './runs/job';
import { checkRun, checkTrained } from './runs/record';
import { surroundingsOf } from './runs/surroundings';
import { openStream } from './stream';
import { pointsFeed } from './stream/points-feed';
import { checkRunRecord } from './stream/record';
import { reviewsFeed } from './stream/reviews-feed';

export interface ServiceDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly env: ComputeEnv;
  readonly text: TextEnv;
  readonly datasets: DatasetsEnv;
  readonly images: ImagesEnv;
  /** A file that ships with the app, by its path from the app's root. */
  readonly asset: (path: string) => Promise<Uint8Array>;
  readonly runs: RunsEnv;
  /** Reads and writes models; without it the library lists them, and no more. */
  readonly library?: LibraryEnv;
  /** The module that people start from; without it there is none. */
  readonly template?: LibraryDependencies['template'];
  /** The networks' kernels, for the stream; without them it learns in JavaScript. */
  readonly kernels?: LearnerEnv['kernels'];
}

export interface RunningService extends Service {
  /** Saves what is in memory and keeps still: the last thing before the engine ends. */
  shutdown(): Promise<void>;
  /** Saves what is in memory, and goes on. */
  flush(): Promise<void>;
}

/** Opens what is stored; a fit that was running goes on. */
export async function createService(deps: ServiceDependencies): Promise<RunningService> {
  const { env, text, ...envs } = deps;
  const listeners = new Set<(event: ServiceEvent) => void>();
  const emit = (event: ServiceEvent) => {
    deps.emit(event);
    for (const listen of listeners) listen(event);
  };
  const compute = await createComputeService({ emit, env });
  const points = await openPoints({ emit, compute });
  const reviews = await openReviews({
    ...{ emit, env: text, compute: () => compute.service.state() },
    datasets: () => datasets.parts,
  });
  const datasets = await openDatasets({
    ...{ emit, env: envs.datasets },
    reviews: { add: reviews.service.add, removeReviews: reviews.service.removeReviews },
    usedBy: (id) => retrain.using(id) ?? runs.using(id),
  });
  const drift = await openDrift({ emit, parts: reviews.parts });
  const retrain = await openRetrain({
    ...{ emit, parts: reviews.parts, datasets: datasets.parts, drift: drift.parts },
  });
  const learning = oneByOne(reviews, retrain);
  const batch = await openBatch({ emit, parts: reviews.parts, datasets: datasets.parts });
  const stream = await openStream({
    ...{ emit, reviews: reviewsFeed(reviews.parts), points: pointsFeed(points.service) },
    kernels: envs.kernels,
  });
  const images = await openImages({ emit, env: envs.images, datasets: datasets.service });
  const configs = openConfigs({
    ...{ emit, asset: envs.asset },
    points: async () => (await points.service.state()).dataset.n,
  });
  const runs = await openRuns({
    ...{ emit, env: envs.runs, configsRev: configs.rev },
    ...surroundingsOf({
      ...{ points: points.service, adopt: points.adopt, reviews: reviews.parts, configs: configs.service },
      datasets: datasets.service,
      compute: () => compute.service.state(),
    }),
  });
  const models = guarded(createModelsService({ emit, current: points.current, adopt: points.adopt }));
  const library = await openLibrary({
    ...{ emit, models, reviews, runs, stream, images: images.service },
    env: envs.library ?? NO_LIBRARY,
    template: envs.template ?? (async () => []),
  });
  listeners.add(library.notice);
  const others = together(points, learning, datasets, drift, batch, stream, images, configs, runs);
  // The library asks the others: it keeps still before they do, and goes on after them, when all is as it is now.
  const parts: Part = {
    ...oneByOne(library, others),
    resume: () => others.resume().finally(() => library.resume()),
    reload: () => others.reload().finally(() => library.reload()),
  };
  const data = createDataService({
    emit,
    appVersion: APP_VERSION,
    checks: { ...CHECKS, workspace: points.checkWorkspace },
    ...parts,
    hold: async () => {
      await library.hold();
      await others.suspend();
    },
  });
  return {
    points: points.service,
    reviews: reviews.service,
    datasets: datasets.service,
    drift: drift.service,
    retrain: retrain.service,
    batch: batch.service,
    stream: stream.service,
    images: images.service,
    configs: configs.service,
    runs: runs.service,
    models,
    library: library.service,
    compute: guarded(compute.service),
    data: guarded(data),
    ping: async () => ({ status: 'ok' }),
    shutdown: parts.suspend,
    flush: async () => {
      await Promise.all([points.flush(), stream.flush(), runs.flush()]);
    },
  };
}

/** What a back-up may put into storage. */
const CHECKS: Omit<RecordChecks, 'workspace'> = {
  model: checkSavedMixture,
  textModel: checkTextModel,
  textRun: parseRunRecord,
  dataset: checkDataset,
  streamRun: checkRunRecord,
  run: checkRun,
  trained: checkTrained,
  imageSet: checkImageSet,
  about: checkAbout,
};

const NO_LIBRARY: LibraryEnv = {
  spawn() {
    throw new ServiceError('unavailable', 'Nothing here reads models.');
  },
};

interface Part {
  suspend(): Promise<void>;
  resume(): Promise<void>;
  reload(): Promise<void>;
}

/** Parts that write to storage, as one. Each is through before it is said that one failed: what follows finds none half way. */
function together(...parts: readonly Part[]): Part {
  const each = (work: (part: Part) => Promise<void>) => async () => {
    await Promise.allSettled(parts.map(work)).then(throwFirst);
  };
  return { suspend: each((it) => it.suspend()), resume: each((it) => it.resume()), reload: each((it) => it.reload()) };
}

function throwFirst(outcomes: readonly PromiseSettledResult<void>[]): void {
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

/** The second after the first: one of them rests on the other. */
function oneByOne(first: Part, second: Part): Part {
  const each = (work: (part: Part) => Promise<void>) => async () => {
    await work(first);
    await work(second);
  };
  return { suspend: each((it) => it.suspend()), resume: each((it) => it.resume()), reload: each((it) => it.reload()) };
}
