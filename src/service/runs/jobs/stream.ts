// Learning from a stream as a run: a step is a batch, tested on before it is learnt from, and a row has what it scored over
// the sliding window (prequential evaluation). An epoch is a window, or as many batches as make a hundred of them; at its
// end the model is compared with the best so far.

import { detectorFits } from '../../../ml/stream/detectors';
import { WindowMetrics, type WindowScores } from '../../../ml/stream/metrics';
import {
  createSession,
  lossOf,
  type Session,
  type SessionConfig,
  type SessionMemento,
  type StepReport,
} from '../../../ml/stream/session';
import type { Memento, Source, SourceInfo } from '../../../ml/stream/types';
import { listStreamFiles } from '../../../storage/stream';
import type { StreamConfig, StreamFile } from '../../../wire/stream';
import { type StreamRunConfig, streamConfigOf } from '../../configs/schema';
import { invalid } from '../../errors';
import { type Feed, feedOpener } from '../../stream/feed';
import { isSoundState, isSoundStep } from '../../stream/sound';
import type { JobAbout, JobData, JobEvent, JobResult } from '../job';
import { type Saved, savedOf } from './checkpoint';
import { Fingerprint } from './fingerprint';
import { histogramsOf } from './histograms';
import { type LearntModel, writeStreamModel } from './stream-model';
import { counted } from './words';
import type { DoneEvent, JobDeps, JobRequestOf, Progress, Work } from './work';

type Values = Readonly<Record<string, number>>;

/** Epochs that a long run has, about. */
const EPOCHS = 100;

interface Best {
  readonly score: number;
  readonly epoch: number;
  readonly step: number;
  readonly metrics: Values;
  readonly model: LearntModel;
}

interface State extends Saved<'stream'> {
  /** Of a table, to refuse others of its name; generators, and runs saved by earlier versions, have none. */
  readonly table?: string;
  /** Of its cells. */
  readonly contents?: string;
  readonly session: SessionMemento;
  readonly best: Best | null;
  readonly ended: DoneEvent | null;
}

export async function openStream(request: JobRequestOf<'stream'>, deps: JobDeps): Promise<Work> {
  const { config } = request;
  const stream = streamOf(config, request.data);
  const saved = savedOf<State>(request.checkpoint, 'stream');
  try {
    const files = await listStreamFiles();
    const file = files.find(({ id }) => id === stream.source.file?.id);
    const table = file && fingerprintOf(file);
    const contents = file?.contents;
    const otherCells = (saved?.contents ?? contents) !== (contents ?? saved?.contents);
    if (otherCells || (saved?.table !== undefined && saved.table !== table)) {
      throw invalid('data', 'The table changed since the run was interrupted: it cannot go on with it.');
    }
    const opener = feedOpener({ files: () => files, reviews: ofThePage, points: ofThePage });
    const open = async (at: Memento | undefined) =>
      (await opener({ config: stream, memento: at, first: undefined, known: undefined })).source;
    const memento = saved?.session;
    const source = await open(memento?.source);
    const detectors = stream.detectors.filter((id) => detectorFits(id, source.info.task));
    const fitting: SessionConfig = { ...stream, detectors };
    const session = await createSession(fitting, { source, memento, kernels: deps.kernels });
    const name = file?.name ?? NAMES[config.data.source];
    return new StreamWork(config, stream, { name, table, contents, source, open }, session, saved);
  } catch (error) {
    throw inFields(error);
  }
}

/** As the file was: the same one, added again, is another record. */
function fingerprintOf({ rows, bytes, columns }: StreamFile): string {
  const print = new Fingerprint();
  for (const character of JSON.stringify([rows, bytes, columns])) print.add(character.codePointAt(0) ?? 0);
  return print.toString();
}

/** Options and states that do not fit are told by type, in words for people (src/ml/stream). */
function inFields(error: unknown): unknown {
  if (error instanceof RangeError) return invalid('trainer', error.message);
  if (error instanceof TypeError) return invalid('checkpoint', error.message);
  return error;
}

function streamOf(config: StreamRunConfig, data: JobData): StreamConfig {
  const stream = streamConfigOf(config);
  const { file } = config.data;
  if (data.kind === 'table' && file) {
    return { ...stream, source: { ...stream.source, file: { id: data.file, target: file.target } } };
  }
  if (data.kind === 'generated' && config.data.source !== 'file') return stream;
  throw invalid('data', 'A stream is a generator, or a table.');
}

const ofThePage = async (): Promise<Feed> => {
  throw invalid('data.source', 'Reviews and points come from people: the Stream page learns from them.');
};

const NAMES: Readonly<Record<StreamRunConfig['data']['source'], string>> = {
  sea: 'SEA',
  hyperplane: 'Hyperplane',
  friedman: 'Friedman',
  led: 'LED',
  'random-rbf': 'Random RBF',
  file: 'Table',
};

/** Where batches come from. */
interface From {
  readonly name: string;
  readonly table: string | undefined;
  readonly contents: string | undefined;
  readonly source: Source;
  /** The same source at another place. */
  open(at: Memento): Promise<Source>;
}

class StreamWork implements Work {
  readonly about: JobAbout;
  ended: DoneEvent | null;
  private best: Best | null;
  /** Batches of an epoch. */
  private readonly period: number;
  private readonly info: SourceInfo;

  constructor(
    private readonly config: StreamRunConfig,
    private readonly stream: StreamConfig,
    private readonly from: From,
    private readonly session: Session,
    saved: State | null,
  ) {
    const { batches, window, batch_size } = config.trainer;
    this.info = from.source.info;
    this.ended = saved?.ended ?? null;
    this.best = saved?.best ?? null;
    this.period = Math.max(window, Math.ceil(batches / EPOCHS));
    const { length } = this.info;
    const steps = Math.min(batches, length === null ? batches : Math.ceil(length / batch_size));
    this.about = {
      model: session.learner.description,
      data: `${from.name}: ${counted(steps, 'batch', 'batches')} of ${batch_size}`,
      engine: session.learner.engine,
      epochs: Math.ceil(steps / this.period),
      steps,
    };
  }

  get step(): number {
    return this.session.batches;
  }

  get epoch(): number {
    return Math.floor(this.step / this.period);
  }

  memory(): null {
    return null;
  }

  async next(): Promise<Progress> {
    const { session } = this;
    const report = await session.step();
    if (!report) {
      this.end(`The source ended after ${counted(this.step, 'batch', 'batches')}.`);
      // The last epoch may be shorter than the others.
      const left = this.step % this.period !== 0;
      return { events: left ? [await this.judged(this.step - 1)] : [], examples: 0 };
    }
    if (!isSoundStep(this.info.task, report)) throw diverged(report.batch);
    const events = this.rowOf(report);
    const over = this.step >= this.config.trainer.batches;
    if (this.step % this.period === 0 || over) events.push(await this.judged(report.batch));
    if (over) this.end(`Learnt from ${counted(this.step, 'batch', 'batches')}.`);
    return { events, examples: report.n };
  }

  private end(message: string): void {
    this.ended = { kind: 'done', reason: 'finished', message };
  }

  private rowOf({ batch: step, loss, learning_rate: lr, grad_norm, drift }: StepReport): JobEvent[] {
    const values = {
      train_loss: loss,
      ...this.columns('val', this.session.scores()),
      ...known({ lr, grad_norm }),
      // How many detectors said so; blank where none did.
      ...(drift.length > 0 ? { detections: drift.length } : {}),
    };
    const last = this.step % this.period === 0 || this.step >= this.config.trainer.batches;
    const histograms = last ? histogramsOf(new Map([['weights', this.session.learner.weights()]])) : undefined;
    return [{ kind: 'row', epoch: this.epochOf(step), step, values, histograms }];
  }

  private async judged(step: number): Promise<JobEvent> {
    const scores = this.session.scores();
    const score = scores.accuracy ?? -(scores.mae ?? scores.loss ?? Number.POSITIVE_INFINITY);
    const best = this.best === null || score > this.best.score;
    const epoch = this.epochOf(step);
    if (best) {
      const model = await this.model();
      this.best = { score, epoch, step, metrics: this.columns('val', scores), model };
    }
    return { kind: 'epoch', epoch, step, score, best };
  }

  private epochOf(step: number): number {
    return Math.floor(step / this.period);
  }

  async checkpoint(): Promise<State> {
    const session = await this.session.save();
    if (!isSoundState(session.learner)) throw diverged(this.step - 1);
    const { best, ended } = this;
    const { table, contents } = this.from;
    const of = { ...(table === undefined ? {} : { table }), ...(contents === undefined ? {} : { contents }) };
    return { format: 1, kind: 'stream', ...of, session, best, ended };
  }

  async result(role: 'best' | 'last'): Promise<JobResult> {
    const about = { config: this.stream, info: this.info };
    if (role === 'best' && this.best) {
      const { model, epoch, step, metrics } = this.best;
      return { files: writeStreamModel(about, model), epoch, step, metrics };
    }
    const step = Math.max(0, this.step - 1);
    const metrics = this.columns('val', this.session.scores());
    const files = writeStreamModel(about, await this.model());
    return { files, epoch: this.epochOf(step), step, metrics };
  }

  private async model(): Promise<LearntModel> {
    const { learner, scaler, batches, examples } = await this.session.save();
    return { learner, scaler, batches, examples };
  }

  /** The model as it ended, on what would have come next: as many batches as the window has, none of them learnt from. */
  async test(): Promise<{ values: Values; report: null } | null> {
    const { window, batch_size } = this.config.trainer;
    const source = await this.from.open(this.from.source.save());
    const metrics = new WindowMetrics(this.info.task, window);
    for (let i = 0; i < window; i++) {
      const batch = source.next(batch_size);
      if (!batch) break;
      const predictions = await this.session.predict(batch.X, batch.n);
      metrics.add(batch, predictions, lossOf(this.info.task, batch, predictions));
    }
    const values = this.columns('test', metrics.read());
    return Object.keys(values).length === 0 ? null : { values, report: null };
  }

  dispose(): void {
    this.session.dispose();
  }

  private columns(part: 'val' | 'test', { loss, accuracy, mae, r2 }: WindowScores): Values {
    const { metrics } = this.config.trainer;
    const all = { acc: accuracy, mae, r2 };
    const chosen = Object.fromEntries(metrics.map((name) => [`${part}_${name}`, all[name]]));
    return known({ [`${part}_loss`]: loss, ...chosen });
  }
}

/** Without those that there are none of. */
function known(values: Readonly<Record<string, number | null>>): Values {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== null));
}

function diverged(batch: number) {
  const at = (batch + 1).toLocaleString('en');
  const message = `By batch ${at} the model had diverged: it computed numbers without bounds. Lower the learning rate.`;
  return invalid('trainer.learning_rate', message);
}
