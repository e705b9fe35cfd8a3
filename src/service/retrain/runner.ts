// One retraining from its start to its verdict: its training (which is the Reviews page's one training), its judging
// in the background, and what follows. Where it stands is stored at every turn, so that a reload finds it again.

import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { GateReport } from '../../wire/retrain';
import type { JudgingProgress } from '../../wire/runs';
import type { DatasetsParts } from '../datasets/parts';
import { toServiceError } from '../errors';
import { Serial } from '../pace';
import type { ReviewsParts } from '../reviews/parts';
import { decide } from './gate';
import { judge } from './judge';
import type { RetrainPlan } from './plan';
import { type Job, readJob, saveJob, saveJudged } from './record';
import { readJudging } from './sets';
import type { Versions } from './versions';
import { percent } from './words';

export interface RunnerDependencies {
  readonly parts: ReviewsParts;
  readonly datasets: DatasetsParts;
  readonly versions: Versions;
  readonly changed: () => void;
  readonly notify: (notice: Notice) => void;
  /** A verdict was reached, or it ended without one. */
  readonly ended: () => Promise<void>;
}

const NOT_BEGUN: JudgingProgress = { share: 0, rate: 0, secondsLeft: null };

export class Runner {
  job: Job | null = null;
  /** Why it could not go on, for people. */
  problem: string | null = null;
  /** Of the judging. */
  progress = NOT_BEGUN;
  private starting = false;
  private stopping = false;
  private judging: Promise<void> = Promise.resolve();
  private readonly turns = new Serial();

  constructor(private readonly deps: RunnerDependencies) {}

  get busy(): boolean {
    return this.starting || (this.job !== null && this.problem === null);
  }

  /** Takes up what is stored: after a reload, once the Reviews page's own training was taken up. */
  async open(): Promise<void> {
    await this.suspend();
    this.job = await readJob();
    this.problem = null;
    this.progress = NOT_BEGUN;
    this.stopping = false;
    const { job } = this;
    if (!job) return;
    if (job.challenger !== null) this.judge();
    else if (this.deps.parts.training.retraining === job.run) await this.assign(job);
    else if (!(await this.trained(job))) {
      this.problem = 'The retraining ended before anything was learnt. The labels are safe: start it again.';
    }
  }

  async start(makePlan: () => Promise<RetrainPlan>): Promise<void> {
    if (this.busy) throw new ServiceError('conflict', 'A retraining is under way. Let it finish, or cancel it first.');
    this.deps.parts.training.checkFree();
    this.starting = true;
    try {
      const { job, training } = await makePlan();
      await this.keep(job);
      this.problem = null;
      try {
        await this.deps.parts.training.start(training);
      } catch (error) {
        await this.keep(null);
        throw error;
      }
      await this.assign(job);
    } finally {
      this.starting = false;
    }
    // It may be through already.
    this.settle();
  }

  /** Looks where the training stands: called whenever something changed about it. */
  settle(): void {
    const underWay = (job: Job) => this.deps.parts.training.retraining === job.run;
    if (this.starting || !this.job || this.job.challenger !== null || underWay(this.job)) return;
    this.turns
      .run(async () => {
        const { job } = this;
        if (!job || job.challenger !== null || underWay(job)) return;
        if (!(await this.trained(job))) await this.deps.ended();
      })
      .catch((error: unknown) => this.fail(error));
  }

  async cancel(): Promise<void> {
    const { job } = this;
    if (!job) throw new ServiceError('conflict', 'No retraining is under way.');
    if (this.deps.parts.training.retraining === job.run && (await this.cancelTraining())) return;
    await this.suspend();
    try {
      if (this.job?.run !== job.run)
        throw new ServiceError('conflict', 'It was too late to cancel: the verdict is reached.');
      await this.forget();
    } finally {
      this.resume();
    }
    this.deps.changed();
  }

  /** False where the training was through: what it made is being judged, which may be cancelled yet. */
  private async cancelTraining(): Promise<boolean> {
    const refused = await this.deps.parts.training.control('cancel').then(
      () => null,
      (error: unknown) => ({ error }),
    );
    await this.turns.run(() => {});
    if (refused && this.job && this.job.challenger === null) throw refused.error;
    return refused === null;
  }

  /** Ends what failed, so that another may start. */
  async forget(): Promise<void> {
    this.problem = null;
    await this.keep(null);
    await saveJudged(null);
  }

  /** Stops judging after the question it is in; what is done is stored. */
  async suspend(): Promise<void> {
    this.stopping = true;
    await this.judging;
  }

  resume(): void {
    this.stopping = false;
    if (this.job && this.job.challenger !== null && this.problem === null) this.judge();
  }

  // ---------------------------------------------------------------- turns

  /** Goes on to judging where a model has come of the training; else nothing was learnt, and all is as before. */
  private async trained(job: Job): Promise<boolean> {
    const challenger = this.deps.versions.ofRun(job.run);
    if (challenger === null) {
      await this.deps.parts.assignParts([...job.assigned.train, ...job.assigned.held_out], null);
      await this.keep(null);
      return false;
    }
    await this.assign(job);
    await this.keep({ ...job, challenger });
    this.judge();
    return true;
  }

  private async assign({ assigned }: Job): Promise<void> {
    const { parts } = this.deps;
    await parts.assignParts(assigned.held_out, 'held_out');
    await parts.assignParts(assigned.train, 'train');
  }

  private async keep(job: Job | null): Promise<void> {
    await saveJob(job);
    this.job = job;
    this.deps.changed();
  }

  private judge(): void {
    this.progress = NOT_BEGUN;
    this.judging = this.judging.then(() => this.reachVerdict()).catch((error: unknown) => this.fail(error));
  }

  private async reachVerdict(): Promise<void> {
    const { job } = this;
    if (!job || job.challenger === null || this.stopping) return;
    const { parts, datasets } = this.deps;
    const { run, champion, challenger, options } = job;
    const { name } = parts.catalogue.get(champion);
    parts.catalogue.get(challenger);
    const texts = await readJudging(job, datasets);
    const logits = await judge(
      { run, champion, challenger, texts },
      parts.background,
      () => this.stopping,
      (progress) => {
        this.progress = progress;
        this.deps.changed();
      },
    );
    if (!logits) return;
    const report = decide({ champion: { id: champion, name }, challenger, options, texts, logits });
    await this.conclude(this.unlessReplaced(report));
  }

  /** Whoever chose another model meanwhile keeps it. Cut off in its last steps, a verdict is reached again with the new model serving. */
  private unlessReplaced(report: GateReport): GateReport {
    const { parts } = this.deps;
    const serving = parts.serving();
    if (serving === report.champion || (serving === report.challenger && report.passed)) return report;
    const sentence = `“${parts.catalogue.get(serving).name}” was chosen to serve meanwhile, and goes on serving.`;
    return { ...report, passed: false, reasons: [...report.reasons, { held: false, sentence }] };
  }

  /** In this order: whatever fails or is cut off on the way, the champion serves, and a reload does the rest again. */
  private async conclude(report: GateReport): Promise<void> {
    const { parts, versions, notify, ended } = this.deps;
    const { champion, challenger, passed } = report;
    if (passed) await parts.profiled(challenger);
    await versions.keepReport(report);
    if (passed) await parts.serve(challenger);
    await this.forget();
    notify(noticeOf(report, parts.catalogue.get(challenger).name, parts.catalogue.get(champion).name));
    await ended();
  }

  private fail(error: unknown): void {
    const { message } = toServiceError(error);
    this.problem = `The retraining could not be finished: ${message} The present model serves as before, and no label is lost; reload the page to go on, or start another.`;
    this.deps.notify({ level: 'error', title: 'The retraining stopped', message: this.problem });
    this.deps.changed();
  }
}

function noticeOf({ passed, reasons, sets }: GateReport, challenger: string, champion: string): Notice {
  if (passed) {
    const fresh = sets.find(({ set }) => set === 'new');
    const figures = fresh
      ? ` Right on ${percent(fresh.challenger.accuracy)} of the new texts held out; before, ${percent(fresh.champion.accuracy)}.`
      : '';
    const message = `“${challenger}” serves from now on.${figures} “${champion}” stays, and can serve again at any time.`;
    return { level: 'info', title: 'Retrained for the better', message };
  }
  const why = reasons.filter(({ held }) => !held).map(({ sentence }) => sentence);
  const message = `${why.join(' ')} “${champion}” serves as before.`;
  return { level: 'warning', title: `“${challenger}” was kept back`, message };
}
