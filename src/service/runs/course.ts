// What a run is at work on: its job in the worker, its metrics and models so far, where it is and how fast it goes; and the
// moments of all this that are saved.

import { readCheckpoint } from '../../storage/runs';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { ActiveRun, JudgingProgress } from '../../wire/runs';
import { goneOn, noticeOfChange } from '../backend-trail';
import type { ExperimentConfig } from '../configs/schema';
import { Pace } from '../datasets/pace';
import { toServiceError } from '../errors';
import type { Book } from './book';
import { sizeOf } from './bytes';
import { WorkClock } from './clock';
import type { JobAbout, JobData, JobEvent, JobRequest, JobResult, JobStretch, Judged, RunsEnv } from './job';
import { Line } from './line';
import { RunLog } from './log';
import { ModelShelf, toStored } from './models';
import { isAsked, policyOf } from './policy';
import { readLog } from './read-log';
import type { RunRecord } from './record';
import type { Moment } from './saver';

/** Milliseconds of work that are asked for at once. */
const STRETCH = 100;
/** Milliseconds between questions how far the judging is. */
const ASK_EVERY = 250;

export interface CourseDependencies {
  readonly env: RunsEnv;
  readonly book: Book;
  /** The data that the configuration names. Rejects ServiceError 'invalid' where it is not here. */
  readonly data: (config: ExperimentConfig) => Promise<JobData>;
  /** `engine` is what has computed so far, for people; '' at the beginning. */
  readonly backend: (config: ExperimentConfig, engine: string) => Promise<JobRequest['backend']>;
  readonly notify: (notice: Notice) => void;
}

export type DoneEvent = Extract<JobEvent, { kind: 'done' }>;
type RowEvent = Extract<JobEvent, { kind: 'row' }>;

export class Course {
  readonly policy;
  readonly clock: WorkClock;
  about: JobAbout | null = null;
  /** What computes, and what did before that. */
  private engine = '';
  private readonly line: Line;
  private log = new RunLog();
  private models: ModelShelf;
  private place = { epoch: 0, step: 0 };
  private epochs = 0;
  private examples = 0;
  private paces = { steps: new Pace(), examples: new Pace() };
  private rates = { steps: 0, examples: 0 };
  private memory: number | null = null;
  private judging: JudgingProgress | null = null;
  private judgement: unknown = null;
  private judged: JobResult['metrics'] = {};

  constructor(
    readonly id: string,
    readonly config: ExperimentConfig,
    private readonly deps: CourseDependencies,
  ) {
    this.policy = policyOf(config);
    this.clock = new WorkClock(this.record().duration);
    this.line = new Line(deps.env);
    this.models = new ModelShelf(id, config.kind, this.policy, deps.book.trainedBy(id));
  }

  /**
   * From its stored checkpoint, with the metrics of that moment; from its beginning where it has none. Rejects 'not_found' where
   * the browser has lost it (a back-up is made without it then): begun anew, the run would write over what it has measured.
   */
  async open(): Promise<void> {
    const { id, config, deps } = this;
    const checkpoint = (await readCheckpoint(id, 'last')) ?? null;
    if (checkpoint === null && this.record().checkpoint !== null) throw this.lost();
    if (checkpoint !== null) {
      this.log = await readLog(id);
      const { epoch = 0, step = 0 } = this.record().checkpoint ?? {};
      this.place = { epoch, step };
      this.epochs = epoch;
    }
    const before = checkpoint === null ? '' : this.record().engine;
    const [data, backend] = await Promise.all([deps.data(config), deps.backend(config, before)]);
    this.about = await this.line.open({ config, data, checkpoint, backend });
    this.engine = goneOn(before, this.place.step, this.about.engine);
    const notice = noticeOfChange(before, this.engine);
    if (notice) deps.notify(notice);
  }

  private lost(): ServiceError {
    this.deps.book.put({ ...this.record(), checkpoint: null });
    const message = 'What this run goes on from is no longer stored here. Its metrics and models are kept as they are.';
    return new ServiceError('not_found', message);
  }

  /** What the worker died of; null while it lives. */
  get died(): string | null {
    return this.line.died;
  }

  end(): void {
    this.clock.stop();
    this.line.end();
  }

  /** Works for a while; resolves with how it ended, once it has. `want` is called where a checkpoint is asked for. */
  async stretch(want: () => void): Promise<DoneEvent | null> {
    const [began, step] = [this.clock.seconds(), this.place.step];
    const stretch = await this.line.ask((host) => host.advance(STRETCH));
    this.take(stretch, began);
    const before = { epochs: this.epochs, steps: step };
    let ranked: number | null = null;
    for (const event of stretch.events) {
      if (event.kind !== 'epoch') continue;
      this.epochs += 1;
      if (this.models.wants(event.score, event.best)) ranked = event.score;
    }
    if (ranked !== null) this.models.addRanked(await this.line.ask((host) => host.result('last')), ranked);
    if (isAsked(this.policy, before, { epochs: this.epochs, steps: stretch.step })) want();
    return stretch.done ? doneOf(stretch.events) : null;
  }

  /**
   * Judged on the test part, where there is one. Resolves with why it could not be, where its data are gone.
   * @param changed is called as it goes on
   */
  async judge(changed: () => void): Promise<string | null> {
    const unwatch = this.watchJudging(changed);
    const outcome = await this.line.ask((host) => host.test()).catch((error: unknown) => toServiceError(error));
    unwatch();
    if (outcome instanceof ServiceError) {
      if (outcome.code !== 'not_found') throw outcome;
      return outcome.message;
    }
    if (!outcome) return null;
    const { report, values } = outcome;
    // Without a test part what was held out is reported on again: its figures have their row already.
    if (Object.keys(values).length > 0) {
      this.log.add({ ...this.lastPlace(), time: this.clock.seconds(), values, lasting: true });
    }
    this.judgement = report;
    this.judged = values;
    return null;
  }

  /** Returns what ends it. */
  private watchJudging(changed: () => void): () => void {
    const pace = new Pace();
    let over = false;
    const timer = setInterval(() => {
      const tell = (judged: Judged | null) => {
        if (!judged || over) return;
        const { n, of } = judged;
        const rate = pace.rate(n);
        this.judging = { share: n / Math.max(1, of), rate, secondsLeft: rate > 0 ? (of - n) / rate : null };
        changed();
      };
      // A worker that is gone rejects its judging, too, which says why.
      this.line.askAside((host) => host.judged()).then(tell, () => {});
    }, ASK_EVERY);
    return () => {
      over = true;
      clearInterval(timer);
      this.judging = null;
    };
  }

  /** Takes the models that are kept at an end. */
  async takeModels(): Promise<void> {
    const best = await this.line.ask((host) => host.result('best'));
    this.models.addBest({ ...best, metrics: { ...best.metrics, ...this.judged } });
    this.models.addLast(await this.line.ask((host) => host.result('last')));
  }

  // ---------------------------------------------------------------- moments

  /** As it is between two stretches, to go on from. */
  async moment(change: Partial<RunRecord>): Promise<Moment> {
    const checkpoint = await this.line.ask((host) => host.checkpoint());
    if (this.models.bestDue) this.models.addBest(await this.line.ask((host) => host.result('best')));
    return this.momentOf(change, checkpoint);
  }

  /** Over: there is nothing to go on from any more. */
  lastMoment(change: Partial<RunRecord>): Moment {
    return this.momentOf(change, null);
  }

  private momentOf(change: Partial<RunRecord>, checkpoint: unknown): Moment {
    const { id, deps, log, place } = this;
    const at = new Date().toISOString();
    const models = this.models.change();
    const record: RunRecord = {
      ...this.record(),
      ...this.progress(),
      ...change,
      modified_at: at,
      checkpoint: checkpoint === null ? null : { ...place, bytes: sizeOf(checkpoint), saved_at: at },
      judged: this.judgement !== null,
    };
    const rows = log.unsaved();
    const failed = log.markSaved();
    const checkpoints = [
      { role: 'last', checkpoint },
      ...(this.judgement === null ? [] : [{ role: 'report', checkpoint: this.judgement } as const]),
    ] as const;
    const trained = models.fresh.map(toStored);
    const done = () => {
      deps.book.put(record);
      deps.book.putModels(
        models.fresh.map((model) => model.record),
        models.gone,
      );
      models.saved();
    };
    return { save: { id, record, rows, checkpoints, trained, gone: models.gone }, at, done, failed };
  }

  // ---------------------------------------------------------------- what it shows

  record(): RunRecord {
    return this.deps.book.get(this.id);
  }

  metrics(): RunLog {
    return this.log;
  }

  /** What is ahead of the record that storage has. */
  progress(): Pick<RunRecord, 'duration' | 'figures'> & Partial<Pick<RunRecord, 'engine' | 'model' | 'data'>> {
    const now = { duration: this.clock.seconds(), figures: this.log.figures() };
    if (!this.about) return now;
    const { engine } = this;
    const { model, data: about } = this.about;
    const { dataset } = this.record();
    const data = about.toLowerCase().includes(dataset.toLowerCase()) ? about : `${dataset}: ${about}`;
    return { ...now, engine, model, data };
  }

  shown(): Omit<ActiveRun, 'id' | 'name' | 'kind' | 'phase' | 'doing' | 'saved_at' | 'save_refused'> {
    const { about, engine, place, rates, memory, log, judging } = this;
    const { epochs = null, steps = null } = about ?? {};
    const begun = about !== null && (place.step > 0 || this.clock.seconds() > 0);
    const epoch = begun ? Math.min(place.epoch + 1, epochs ?? Number.POSITIVE_INFINITY) : 0;
    const left = steps !== null && rates.steps > 0 ? Math.max(0, steps - place.step) / rates.steps : null;
    return {
      ...{ epoch, epochs, step: place.step, steps, secondsLeft: left, memory, latest: log.latest() },
      ...{ rate: rates.steps, examples_rate: rates.examples, engine },
      ...(judging && { judging }),
    };
  }

  /** A pause is not slowness. */
  rest(): void {
    this.clock.stop();
    this.paces = { steps: new Pace(), examples: new Pace() };
    this.rates = { steps: 0, examples: 0 };
  }

  private take({ events, step, epoch, examples, memory }: JobStretch, began: number): void {
    this.place = { epoch, step };
    this.memory = memory;
    this.examples += examples;
    this.rates = { steps: this.paces.steps.rate(step), examples: this.paces.examples.rate(this.examples) };
    const rows = events.filter((event): event is RowEvent => event.kind === 'row');
    const ends = new Set(events.flatMap((event) => (event.kind === 'epoch' ? [`${event.epoch} ${event.step}`] : [])));
    const each = (this.clock.seconds() - began) / Math.max(1, rows.length);
    rows.forEach(({ epoch, step, values, histograms }, i) => {
      const lasting = ends.has(`${epoch} ${step}`);
      this.log.add({ epoch, step, values, histograms, lasting, time: began + each * (i + 1) });
    });
  }

  /** Of the last row: both from 0. */
  private lastPlace(): { readonly epoch: number; readonly step: number } {
    const { epoch, step } = this.log.all().at(-1) ?? {};
    return { epoch: epoch ?? 0, step: step ?? 0 };
  }
}

function doneOf(events: readonly JobEvent[]): DoneEvent {
  const done = events.find((event): event is DoneEvent => event.kind === 'done');
  return done ?? { kind: 'done', reason: 'finished', message: '' };
}
