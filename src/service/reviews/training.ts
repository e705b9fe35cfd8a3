// The one training of a text model at a time: starts it in a worker of its own, asks it for one stretch after the
// other, keeps checkpoints, and takes it up again after a reload or the loss of the worker. The model it starts
// from is never touched: what comes of it is a new one.

import type { TrainEvent } from '../../ml/trainer/types';
import {
  beginTextRun,
  deleteTextRun,
  readTextRun,
  readTextRunData,
  readTextRunFiles,
  saveTextRun,
  turnRunIntoModel,
} from '../../storage/text-models';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { TrainingStatus } from '../../wire/reviews';
import { goneOn, isMixed, noticeOfChange } from '../backend-trail';
import { messageOf, toServiceError } from '../errors';
import { type Catalogue, newRecord } from './catalogue';
import { type HostBackend, HostLostError, type TextEnv } from './host';
import { startBackend } from './pool';
import { Progress } from './progress';
import { parseRunRecord, type RunRecord } from './run-record';
import type { Split } from './split';
import { checkLabels, DATA_FILE, decodeData, encodeData, type TrainingPlan } from './training-plan';
import { makeRun, type Run } from './training-run';

export interface TrainingDependencies {
  readonly env: TextEnv;
  readonly catalogue: Catalogue;
  /** `engine` is what has computed so far, for people; '' at the beginning. */
  readonly backend: (engine: string) => Promise<HostBackend>;
  readonly changed: () => void;
  readonly notify: (notice: Notice) => void;
  /** A model has learnt from these reviews. */
  readonly learnt: (ids: readonly number[]) => Promise<void>;
  /** A new model is there; `serve` says whether it was to serve. Held out of `data` is all that it has not learnt from. */
  readonly finished: (model: string, serve: boolean, data: Split) => Promise<void>;
}

/** Milliseconds that one question to the worker may train for: what a pause waits at most, but for a long step. */
const STRETCH = 250;
/** Times a run is taken up again by itself without getting to its next checkpoint. */
const MAX_ATTEMPTS = 2;

export class Training {
  private run: Run | null = null;
  private ended: TrainingStatus = { phase: 'idle' };
  /** Until it settles a cancelled run is still stored. */
  private cancelling: Promise<void> = Promise.resolve();

  constructor(private readonly deps: TrainingDependencies) {}

  status(): TrainingStatus {
    return this.run ? { phase: this.run.phase, ...this.run.progress.data() } : this.ended;
  }

  /** The model that the run starts from, while there is a run. */
  get model(): string | null {
    return this.run?.record.progress.model ?? null;
  }

  /** Finds a run that was there before; one that was at work goes on, unless it keeps failing. */
  async open(): Promise<void> {
    if (this.run) this.drop(this.run);
    this.ended = { phase: 'idle' };
    const stored = await readTextRun();
    if (stored === undefined) return;
    const record = parseRunRecord(stored);
    const data = decodeData((await readTextRunData()).get(DATA_FILE));
    const phase = record.running ? 'interrupted' : 'paused';
    this.run = makeRun(record, Progress.resume(record.progress), data, phase);
    if (record.running && record.attempts < MAX_ATTEMPTS) this.play(this.run);
    this.deps.changed();
  }

  /** The retraining that the run belongs to, while there is a run. */
  get retraining(): string | null {
    return this.run?.record.made?.run ?? null;
  }

  /** Rejects 'conflict' while there is a run. */
  checkFree(): void {
    if (!this.run) return;
    throw new ServiceError('conflict', 'Another training is under way. Let it finish, or cancel it first.');
  }

  /** Resolves once the run is stored, and on its way. */
  async start(plan: TrainingPlan): Promise<void> {
    this.checkFree();
    const { model, name, options, serve, data, made, ids } = plan;
    this.deps.catalogue.get(model);
    checkLabels(data.train);
    const counts = { n_train: data.train.length, n_held_out: data.held_out.length };
    const progress = Progress.begin({ model, name, ...counts });
    const begun = { format: 1, running: true, serve, options, checkpoint: null, attempts: 0 } as const;
    const record: RunRecord = { ...begun, progress: progress.data(), made, ids: [...ids] };
    const run = makeRun(record, progress, data, 'preparing');
    this.run = run;
    try {
      await this.cancelling;
      await beginTextRun(record, new Map([[DATA_FILE, encodeData(data)]]));
    } catch (error) {
      if (this.run === run) this.run = null;
      throw error;
    }
    // Asked to keep still meanwhile, it goes on when it may.
    if (this.run === run && !run.stopping) this.play(run);
  }

  async control(command: 'play' | 'pause' | 'cancel'): Promise<void> {
    const { run } = this;
    if (!run) throw new ServiceError('conflict', 'No training is under way.');
    if (command === 'cancel') return this.cancel(run);
    if (command === 'pause') return this.pause(run);
    if (run.phase === 'paused' || run.phase === 'interrupted') {
      run.record = { ...run.record, attempts: 0 };
      this.play(run);
    }
  }

  /**
   * Checkpoints and keeps still; `resume` or `open` goes on. Storage that takes nothing does not keep it from standing still: it
   * may be just what is to be emptied.
   */
  async suspend(): Promise<void> {
    const { run } = this;
    if (!run || !(await this.halt(run))) return;
    this.rest(run);
    await this.checkpoint(run).catch(() => {});
  }

  resume(): void {
    if (this.run?.phase === 'paused' && this.run.record.running) this.play(this.run);
  }

  // ---------------------------------------------------------------- the loop

  private play(run: Run): void {
    run.phase = run.port ? 'running' : 'preparing';
    run.stopping = false;
    run.record = { ...run.record, running: true };
    run.loop = run.loop.then(() => this.work(run));
    this.deps.changed();
  }

  private async work(run: Run): Promise<void> {
    try {
      await this.prepare(run);
      while (this.run === run && run.phase === 'running' && !run.stopping && run.port) {
        const events = await run.port.host.advance(STRETCH);
        if (this.run !== run) return;
        for (const event of events) run.progress.take(event, performance.now());
        this.deps.changed();
        const done = events.find((event) => event.kind === 'done');
        if (done?.kind === 'done') return await this.finish(run, done);
        if (run.saves.due()) await this.checkpoint(run);
      }
    } catch (error) {
      if (this.run === run) await this.failed(run, error);
    }
  }

  /** Starts the worker and opens the training, from its last checkpoint where there is one. */
  private async prepare(run: Run): Promise<void> {
    if (run.port || run.phase !== 'preparing') return;
    const { catalogue, env, notify } = this.deps;
    run.record = { ...run.record, attempts: run.record.attempts + 1 };
    await saveTextRun(run.record);
    const { model, checkpoint: step } = { ...run.record, model: run.record.progress.model };
    const checkpoint = step === null ? null : { step, files: await readTextRunFiles() };
    const files = await catalogue.files(model);
    // Cancelled meanwhile: nobody would end the worker.
    if (this.run !== run) return;
    const port = env.spawn('training', () => {
      if (run.port === port) run.port = null;
    });
    run.port = port;
    const before = step === null ? '' : run.record.progress.engine;
    const now = await startBackend(port, await this.deps.backend(before), notify);
    const { train, held_out } = run.data;
    const { untrained, kind } = catalogue.get(model);
    const job = { files, train, held_out, options: run.record.options, untrained, checkpoint };
    const { options, before: judged } = await port.host.openTraining(job);
    // N-grams compute by themselves, whatever else does.
    const engine = kind === 'ngram' ? now : goneOn(before, step ?? 0, now);
    run.progress.opened({ step: step ?? 0, epochs: options.epochs, before: judged, engine });
    const notice = kind === 'ngram' ? null : noticeOfChange(before, engine);
    if (notice) notify(notice);
    const { made } = run.record;
    if (made) run.record = { ...run.record, made: { ...made, training: options } };
    if (run.phase === 'preparing') run.phase = 'running';
    this.deps.changed();
  }

  private async checkpoint(run: Run): Promise<void> {
    if (!run.port) return;
    await run.saves.time(async () => {
      const { step, files } = (await run.port?.host.checkpoint()) ?? { step: 0, files: new Map() };
      const record = { ...run.record, progress: run.progress.data(), checkpoint: step, attempts: 0 };
      await saveTextRun(record, files);
      run.record = record;
    });
  }

  private async finish(run: Run, { reason }: Extract<TrainEvent, { kind: 'done' }>): Promise<void> {
    if (!run.port) throw new HostLostError('The training worker went away at the end.');
    const model = await run.port.host.result();
    if (this.run !== run) return;
    run.writing = true;
    const progress = run.progress.data();
    const judged = progress.held_out.map((place) => place.evaluation);
    const best = judged.reduce<(typeof judged)[number] | null>((a, b) => (a && a.loss <= b.loss ? a : b), null);
    const { made, ids } = run.record;
    const by = isMixed(progress.engine) ? `, by ${progress.engine}` : '';
    const about = newRecord(model, {
      name: progress.name,
      untrained: false,
      held_out: best,
      parent: progress.model,
      description: `Trained on ${progress.n_train.toLocaleString('en')} texts, ${progress.epoch} epochs${by}`,
    });
    const record = made ? { ...about, made } : about;
    // First: ended in between, the run goes on and says it again; the other way round they might judge what they taught.
    // Of a retraining's texts that is said at its start, when those held out are chosen.
    if (ids && made?.run === null) await this.deps.learnt(ids);
    await turnRunIntoModel(record, model.files);
    await this.deps.catalogue.reload();
    if (this.run !== run) return;
    this.drop(run);
    this.ended = { phase: 'finished', result: record.id, reason, ...progress };
    this.deps.changed();
    const { train, held_out, judges = [] } = run.data;
    await this.deps.finished(record.id, run.record.serve, { train, held_out: [...held_out, ...judges] });
  }

  private async failed(run: Run, error: unknown): Promise<void> {
    run.writing = false;
    run.port?.end();
    run.port = null;
    run.progress.rest();
    if (error instanceof HostLostError && run.record.attempts < MAX_ATTEMPTS) {
      if (!run.stopping) this.play(run);
      return;
    }
    run.phase = 'interrupted';
    this.deps.notify({
      level: 'error',
      title: 'The training stopped',
      message: `${messageOf(toServiceError(error))} What it had learnt by its last checkpoint is safe: go on with it, or cancel it.`,
    });
    this.deps.changed();
  }

  /** Says so only once it is stored: a reload right after finds it paused. Where it cannot be stored, it goes on. */
  private async pause(run: Run): Promise<void> {
    if (!(await this.halt(run))) return;
    run.record = { ...run.record, running: false };
    try {
      await saveTextRun(run.record);
    } catch (error) {
      if (this.run === run) this.play(run);
      throw error;
    }
    this.rest(run);
    await this.checkpoint(run);
  }

  /** Ends the loop; false where there is nothing at work to stop, or no more. */
  private async halt(run: Run): Promise<boolean> {
    if (run.phase !== 'running' && run.phase !== 'preparing') return false;
    run.stopping = true;
    await run.loop;
    return this.run === run && run.stopping;
  }

  private rest(run: Run): void {
    run.phase = 'paused';
    run.progress.rest();
    this.deps.changed();
  }

  private async cancel(run: Run): Promise<void> {
    // What it was writing may fail: then there is something to cancel after all.
    if (run.writing) await run.loop;
    if (this.run !== run) {
      const { name } = run.record.progress;
      throw new ServiceError('conflict', `It was too late to cancel: “${name}” is trained, and among your models.`);
    }
    this.drop(run);
    this.ended = { phase: 'idle' };
    const gone = run.loop.then(deleteTextRun);
    this.cancelling = gone.catch(() => {});
    await gone;
    this.deps.changed();
  }

  private drop(run: Run): void {
    run.port?.end();
    if (this.run === run) this.run = null;
  }
}
