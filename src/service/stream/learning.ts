// The learning itself: a session over a feed, one batch at a time, and all that is kept of it.

import { EngineLostError } from '../../ml/gmm/engine';
import type { SessionMemento, SessionParts, StepReport } from '../../ml/stream/session';
import { SourceError } from '../../ml/stream/sources';
import type { Batch, SourceInfo } from '../../ml/stream/types';
import type { Notice } from '../../wire/events';
import type { SourceId, StreamConfig } from '../../wire/stream';
import { messageOf } from '../errors';
import { RateMeter } from '../pace';
import { Drifts } from './drifts';
import { type FeedOpener, NothingYet } from './feed';
import type { BatchQueue } from './queue';
import { Recent } from './recent';
import type { RunAbout, RunRecord, Shown } from './record';
import { shownOf } from './shown';
import { DivergedError, divergedWords, isSoundState, isSoundStep } from './sound';
import { examplesOf, type TakenUp, takeUp } from './take-up';

export type Advance = { readonly type: 'learnt' } | { readonly type: 'waiting' | 'ended'; readonly message: string };

export interface LearningDependencies {
  readonly open: FeedOpener;
  readonly notify: (notice: Notice) => void;
  /** As `LearnerEnv.kernels`. */
  readonly kernels?: SessionParts['kernels'];
}

/** Batches that a model is to learn on from, soundly, to prove that it was sound: running away takes a few. */
const PROOF = 100;

interface Milestone {
  readonly record: RunRecord;
  /** Pushed batches learnt up to then. */
  readonly pushed: number;
}

export class Learning {
  private taken: TakenUp | null = null;
  private about: RunAbout | null;
  private drifts = new Drifts([], 0);
  readonly recent = new Recent();
  readonly rate = new RateMeter();
  /** The latest state taken: what a lost engine goes back to. */
  private last: RunRecord | null;
  /** Pushed batches learnt since then. */
  private since: Batch[] = [];
  private lost = 0;
  /** A model that learnt on soundly since, and the next that may prove so: what a model that diverges goes back to. */
  private proven: Milestone | null = null;
  private candidate: Milestone | null = null;
  private pushed = 0;

  constructor(
    private config: StreamConfig,
    saved: RunRecord | null,
    private readonly queue: BatchQueue,
    private readonly deps: LearningDependencies,
    private runId: string,
  ) {
    this.last = saved;
    this.about = saved?.about ?? null;
  }

  /** What others call the run by: it stays the same when the run goes on. */
  get id(): string {
    return this.runId;
  }

  get begun(): string | null {
    return this.about?.begun ?? null;
  }

  get session() {
    return this.taken?.session ?? null;
  }

  get info(): SourceInfo | null {
    return this.taken?.feed.source.info ?? null;
  }

  /** What it learns from; the set-up may have been changed since it was left. */
  get source(): SourceId {
    return (this.taken ? this.config : (this.last?.config ?? this.config)).source.id;
  }

  get shape(): readonly [number, number] | null {
    return this.about?.X_shape ?? null;
  }

  /** Batches at which the concept changed. */
  get changes(): readonly number[] {
    return this.taken ? this.drifts.batches : (this.about?.drifts ?? []);
  }

  get notes(): RunAbout['notes'] {
    return this.about?.notes ?? [];
  }

  note(text: string, most: number): boolean {
    if (!this.about) return false;
    const batch = this.session?.batches ?? this.last?.memento.batches ?? 0;
    this.about = { ...this.about, notes: [...this.about.notes, { batch, text }].slice(-most) };
    return true;
  }

  /** Loads the saved model or makes one. Rejects with NothingYet, ServiceError, or an error in words for people. */
  async begin(): Promise<void> {
    if (this.taken) return;
    const { open, kernels } = this.deps;
    const taken = await takeUp(this.config, this.last, this.queue.peek(), open, this.runId, kernels);
    this.taken = taken;
    this.runId = taken.about.run_id;
    const { begun } = taken.about;
    this.about = { ...taken.about, begun: begun && this.told(begun) };
    this.drifts = new Drifts(taken.about.drifts, taken.about.drawn);
    // Something to go back to from the first batch on.
    await this.record('active', '');
    if (this.last) this.candidate = this.proven = { record: this.last, pushed: this.pushed };
  }

  /** A pushed batch that waits is kept with a model alone, also where it is not to be learnt yet. */
  async prepare(): Promise<void> {
    if (this.savable || this.queue.length === 0) return;
    await this.begin().catch((error: unknown) => {
      if (!(error instanceof NothingYet)) throw error;
    });
  }

  /** The next batch: a pushed one first. */
  async advance(): Promise<Advance> {
    try {
      await this.begin();
    } catch (error) {
      if (error instanceof NothingYet) return { type: 'waiting', message: error.message };
      throw error;
    }
    const { feed, session } = this.need();
    const pushed = this.queue.shift();
    if (pushed && fits(pushed, feed.source.info)) return this.learn(pushed, true);
    if (pushed) {
      this.deps.notify(leftOut(pushed, feed.source.info));
      return { type: 'learnt' };
    }
    let next: Batch | null;
    try {
      next = feed.source.next(this.nextSize());
      if (!next && feed.waiting !== null) {
        await feed.refresh();
        next = feed.source.next(this.nextSize());
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.settle();
      return { type: 'ended', message: `The source stopped: ${error.message} The model is kept.` };
    }
    if (next) return this.learn(next, false);
    this.settle();
    if (feed.waiting !== null) return { type: 'waiting', message: feed.waiting };
    return { type: 'ended', message: `The source has ended after ${examplesOf(session.examples)}. The model is kept.` };
  }

  private async learn(batch: Batch, pushed: boolean): Promise<Advance> {
    const { session, feed } = this.need();
    const from = { batch: session.batches, about: this.about as RunAbout };
    let report: StepReport | null;
    try {
      report = await session.step(batch, { rate: this.rate.rate(), queued: this.queue.length });
    } catch (error) {
      await this.recover(error, pushed ? [batch] : []);
      return { type: 'learnt' };
    }
    this.lost = 0;
    if (pushed) {
      this.since.push(batch);
      this.pushed += 1;
    }
    if (report && !isSoundStep(feed.source.info.task, report)) throw this.diverged();
    this.rate.tick();
    this.recent.add(batch);
    const drawn = from.about.drawn + (pushed ? 0 : batch.n);
    this.drifts.passed(drawn, from.batch, feed.source.info);
    this.about = { ...from.about, drawn, X_shape: [batch.n, batch.d] };
    if (session.examples >= from.about.initial || pushed) this.settle();
    return { type: 'learnt' };
  }

  /** Says how the run began, once that is known. */
  private settle(): void {
    const { session, preface } = this.need();
    if (!this.about || this.about.begun !== null || session.examples === 0) return;
    const first = session.examples === 1 ? 'example' : examplesOf(session.examples);
    const begun = this.told(`${preface}Trained the initial model on the first ${first}.`);
    this.about = { ...this.about, begun, initial: Math.min(this.about.initial, this.about.drawn) };
  }

  /** How it began, and what of the source is not learnt from. */
  private told(begun: string): string {
    return [begun, ...(this.need().feed.source.info.notes ?? [])].join(' ');
  }

  private nextSize(): number {
    const { initial, drawn } = this.about as RunAbout;
    const { batch_size } = this.config.source;
    return drawn < initial ? Math.min(batch_size, initial - drawn) : batch_size;
  }

  /**
   * What computed is gone, or failed: goes back to the latest state taken, on the engine that is always there. Pushed
   * batches learnt since then are learnt again. Rejects with what happened when that has been tried.
   */
  private async recover(error: unknown, inHand: readonly Batch[]): Promise<void> {
    const { last } = this;
    this.lost += 1;
    if (!last || this.lost > 1) throw error;
    this.session?.dispose();
    this.taken = null;
    this.queue.putBack([...this.since, ...inHand]);
    this.since = [];
    this.config = { ...this.config, learner: { ...this.config.learner, compute: 'cpu' } };
    const { begun } = last.about;
    // Newer than what was saved: batches come again, words do not.
    const { notes } = this;
    await this.begin();
    if (this.about) this.about = { ...this.about, begun, notes };
    const why = error instanceof EngineLostError ? 'The device that computed went away' : 'What computed has failed';
    this.deps.notify({
      level: 'warning',
      title: `${why}: the stream goes on in JavaScript`,
      message: `${messageOf(error)} The run went back to batch ${last.memento.batches} and goes on from there.`,
    });
  }

  /** Goes back to the latest model that has proven sound, and says what to throw. */
  private diverged(): DivergedError {
    const { proven, session } = this;
    const kept = proven?.record.memento.batches ?? 0;
    const error = new DivergedError(divergedWords(session?.batches ?? 0, kept, this.pushed - (proven?.pushed ?? 0)));
    this.dispose();
    this.last = proven?.record ?? null;
    this.about = this.last?.about ?? null;
    this.since = [];
    return error;
  }

  private prove(record: RunRecord): void {
    const { candidate } = this;
    if (candidate && record.memento.batches - candidate.record.memento.batches < PROOF) return;
    this.proven = candidate;
    this.candidate = { record, pushed: this.pushed };
  }

  shown(): Shown | null {
    return this.taken && shownOf(this.taken.session, this.taken.feed.source.info);
  }

  /** There is something to save: a model, or one that was saved. */
  get savable(): boolean {
    return this.taken !== null || this.last !== null;
  }

  /** Everything, between two batches; null while there is no model. Rejects with DivergedError when that is one no more. */
  async record(phase: RunRecord['phase'], message: string): Promise<RunRecord | null> {
    const { taken, about } = this;
    const now = { phase, message, saved_at: new Date().toISOString(), queue: this.queue.all() };
    if (!taken || !about) {
      if (this.last && about) this.last = { ...this.last, about, ...now };
      return this.last;
    }
    const { features, task, classes } = taken.feed.source.info;
    let memento: SessionMemento;
    try {
      memento = await taken.session.save();
    } catch (error) {
      await this.recover(error, []);
      return this.record(phase, message);
    }
    if (!isSoundState(memento.learner)) throw this.diverged();
    this.since = [];
    this.last = {
      ...{ format: 1, config: this.config, task, features, ...(classes && { classes }), memento, ...now },
      about: { ...about, drifts: [...this.drifts.batches] },
      shown: shownOf(taken.session, taken.feed.source.info),
    };
    this.prove(this.last);
    return this.last;
  }

  get latest(): RunRecord | null {
    return this.last;
  }

  /** Pushed batches that a lost engine would have to learn again. */
  get unsaved(): number {
    return this.since.length;
  }

  dispose(): void {
    this.session?.dispose();
    this.taken = null;
  }

  private need(): TakenUp {
    if (!this.taken) throw new Error('The stream has no model yet.');
    return this.taken;
  }
}

/** What was pushed to another model may wait still when one begins anew. */
function fits({ d, y, n }: Batch, { features, task }: SourceInfo): boolean {
  if (d !== features.length) return false;
  if (task.kind === 'density') return true;
  if (y.length !== n) return false;
  return (
    task.kind === 'regression' || y.every((value) => Number.isInteger(value) && value >= 0 && value < task.n_classes)
  );
}

function leftOut({ n, d }: Batch, { features }: SourceInfo): Notice {
  return {
    level: 'warning',
    title: 'A pushed batch was left out',
    message: `It waited for another model: its ${n} × ${d} numbers or labels do not fit the present one of ${features.length} columns. Push it again where it belongs.`,
  };
}
