// What a run takes its batches from, behind one door: a source that is there as a whole, or one that grows as reviews and
// points come in, or nothing but what is pushed.

import { fieldsOf, unreadable } from '../../ml/stream/memento';
import { createSource, GENERATORS, type GeneratorId, planningTable } from '../../ml/stream/sources';
import type { Batch, Memento, Source, SourceInfo } from '../../ml/stream/types';
import { readStreamRows } from '../../storage/stream';
import { ServiceError } from '../../wire/errors';
import type { StreamConfig, StreamFile } from '../../wire/stream';
import { invalid } from '../errors';
import { Breath } from '../pace';

export interface Feed {
  readonly source: Source;
  /** More may come: what is waited for, for people. Null: when there is nothing more, it has ended. */
  readonly waiting: string | null;
  /** Looks whether more has come. */
  refresh(): Promise<void>;
}

export interface FeedRequest {
  readonly config: StreamConfig;
  /** Where it was; a TypeError when that is none of this source. */
  readonly memento: Memento | undefined;
  /** A pushed batch that waits, which may tell what there is to learn. */
  readonly first: Batch | undefined;
  /** What the saved model learns from: pushed batches of that width are more of the same. */
  readonly known: Pick<SourceInfo, 'features' | 'task'> | undefined;
}

/** What says of itself what it waits for while there is nothing to begin with. */
export class NothingYet extends Error {
  override readonly name = 'NothingYet';
}

/** Rejects with NothingYet, ServiceError, or a RangeError in words for people. */
export type FeedOpener = (request: FeedRequest) => Promise<Feed>;

export interface FeedParts {
  files(): readonly StreamFile[];
  readonly reviews: FeedOpener;
  readonly points: FeedOpener;
}

export function feedOpener(parts: FeedParts): FeedOpener {
  const open: FeedOpener = (request) => {
    const { id } = request.config.source;
    if (id === 'push') return pushFeed(request);
    if (id === 'reviews') return parts.reviews(request);
    if (id === 'points') return parts.points(request);
    if (id === 'file') return fileFeed(request, parts.files());
    return generatorFeed(id, request);
  };
  return async (request) => {
    const feed = await open(request);
    return request.config.learner.id === 'mixture' ? withoutTargets(feed) : feed;
  };
}

/** For learners of density: the same X, no y. */
function withoutTargets({ source, waiting, refresh }: Feed): Feed {
  if (source.info.task.kind === 'density') return { source, waiting, refresh };
  const next = (n: number) => {
    const batch = source.next(n);
    return batch && { ...batch, y: new Float64Array(0) };
  };
  const info: SourceInfo = { ...source.info, task: { kind: 'density' } };
  return { source: { info, next, save: () => source.save() }, waiting, refresh };
}

const still = async () => {};

async function generatorFeed(id: GeneratorId, { config, memento }: FeedRequest): Promise<Feed> {
  const { seed, drift, noise } = config.source;
  return { source: createSource({ id, seed, drift, noise }, memento), waiting: null, refresh: still };
}

async function fileFeed({ config, memento }: FeedRequest, files: readonly StreamFile[]): Promise<Feed> {
  const { file } = config.source;
  const known = files.find(({ id }) => id === file?.id);
  if (!file || !known) throw invalid('source.file', 'Choose a file to stream: add one, or another source.');
  const rows = await readStreamRows(known.id);
  if (rows.length === 0) throw new ServiceError('not_found', `The rows of “${known.name}” are gone: add it again.`);
  const { columns: headers } = known;
  const plan = await unhurried(planningTable(headers, rows, file.target));
  const source = createSource({ id: 'file', headers, rows, target: file.target, plan }, memento);
  return { source, waiting: null, refresh: still };
}

/** Lets messages through between the stretches of a long work. */
async function unhurried<T>(work: Generator<void, T>): Promise<T> {
  const breath = new Breath();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await breath.take();
  }
}

// ---------------------------------------------------------------- pushed batches alone

const WHOSE = 'pushed batches';
const WAITS_FOR_PUSH = 'Waiting for a batch: paste one, or POST it to /api/fine-tune.';
/** Whole numbers up to this are classes when nothing else is said. */
const MOST_CLASSES = 20;

async function pushFeed({ config, memento, first, known }: FeedRequest): Promise<Feed> {
  const kept = memento === undefined ? null : keptInfo(memento);
  if (!kept && !first) throw new NothingYet(WAITS_FOR_PUSH);
  const more = known && known.features.length === first?.d ? toInfo(known) : null;
  const info = kept ?? more ?? infoOf(first as Batch, config);
  const source: Source = {
    info,
    next: () => null,
    save: () => ({ features: info.features, task: info.task }),
  };
  return { source, waiting: WAITS_FOR_PUSH, refresh: still };
}

function keptInfo(memento: Memento): SourceInfo {
  const { features, task } = fieldsOf(memento, WHOSE);
  const { kind } = Object(task) as Partial<SourceInfo['task']>;
  if (!Array.isArray(features) || kind === undefined) throw unreadable(WHOSE);
  return toInfo({ features, task: task as SourceInfo['task'] });
}

export function infoOf({ d, y }: Batch, config: StreamConfig): SourceInfo {
  const features = Array.from({ length: d }, (_, j) => `x${j + 1}`);
  return toInfo({ features, task: taskOf(y, config) });
}

function toInfo({ features, task }: Pick<SourceInfo, 'features' | 'task'>): SourceInfo {
  return { features, task, length: null, drifts: () => [] };
}

function taskOf(y: Float64Array, { learner, source: { push } }: StreamConfig): SourceInfo['task'] {
  if (learner.id === 'mixture') return { kind: 'density' };
  const few = y.every((value) => Number.isInteger(value) && value >= 0 && value < MOST_CLASSES);
  const likely = few || push.n_classes !== null ? 'classification' : 'regression';
  const kind = push.task === 'infer' ? likely : push.task;
  if (kind === 'regression') return { kind };
  const most = y.reduce((largest, value) => Math.max(largest, value), 1);
  return { kind, n_classes: push.n_classes ?? most + 1 };
}

export function isGenerator(id: string): id is GeneratorId {
  return (GENERATORS as readonly string[]).includes(id);
}
