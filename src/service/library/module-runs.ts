// Modules of people's own at work: one training at a time, with its log and its scalars, and answers. Everything runs in a
// sandbox of some tab; what a training wrote is the module's once it has ended well, and not otherwise: of one that was
// interrupted it is kept beside the module, for when it is begun again.

import { zoneAt } from '../../ml/logs';
import { logPath, type Manifest, moduleFolder, parseManifest, scriptPath } from '../../ml/modules';
import { isScript, joined } from '../../ml/modules/paths';
import { ServiceError } from '../../wire/errors';
import type { ModelFile, ModuleTraining, PredictAnswer, PredictRequest, TrainModule } from '../../wire/library';
import type { ModuleReport } from '../../wire/module-tasks';
import { newId } from '../../wire/new-id';
import type { SandboxFailure } from '../../wire/sandbox';
import { invalid, messageOf } from '../errors';
import { LeftFiles } from './left-files';
import { checkLog, inFolder, laid } from './module-files';
import type { Modules } from './modules';
import { errorOf, withLog } from './refusals';
import type { Tasks } from './tasks';
import {
  afterTheEngine,
  begunAgain,
  INTERRUPTED,
  keptOf,
  scalarsIn,
  stackOf,
  withLines,
  withScalars,
} from './training';
import { runsHere } from './twins';

/** Of the log that is kept among the files. */
const KEPT_LINES = 100_000;
const MOST_ARGS = 100;
/** Seconds that a training may take, and may be given. */
const USUAL_SECONDS = 600;
const MOST_SECONDS = 24 * 3600;
/** Milliseconds between two times that what is known of a training is kept while it is on. */
const KEEP_EVERY = 2000;
/** Times as long as drawing took pass before it is done again: the engine has other things to do. */
const DRAWING_SHARE = 10;

/** What there is of a training beside what its tab reports at its end. */
interface Written {
  readonly lines: string[];
  /** By the one that was interrupted, where this is its going on. */
  readonly left: readonly ModelFile[];
  /** That one. */
  readonly before: ModuleTraining | null;
}

/** Failures by which nothing of a training was run. */
const NOT_BEGUN: readonly SandboxFailure['kind'][] = ['untaken', 'unavailable', 'script'];

export class ModuleRuns {
  private training: ModuleTraining | null = null;
  /** Null where there is nothing to be ended any more. */
  private endTraining: (() => void) | null = null;
  /** Grows with every training: what is said late of one before is none of the one that is on. */
  private run = 0;
  private began = 0;
  private kept = 0;
  private drawAgain = 0;
  private readonly left = new LeftFiles();
  /** Another each time: what a tab has loaded may be older than what was read from storage since. */
  private opened = '';

  constructor(
    private readonly modules: Modules,
    private readonly tasks: Tasks,
    private readonly changed: () => void,
    /** Runs a change of models when no other does, and none while everything is backed up or replaced. */
    private readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>,
  ) {}

  /** What was on when the engine ended was interrupted. */
  async open(): Promise<void> {
    this.opened = newId();
    const all: ModuleTraining[] = [];
    for (const before of this.modules.trainings()) {
      const left = await this.left.paths(before.model);
      const after = afterTheEngine(before, left);
      if (after !== before) await this.modules.keepTraining(after);
      if (left.length > 0 && after.phase !== 'interrupted') this.left.clear(before.model);
      all.push(after);
    }
    const latest = all.reduce<ModuleTraining | null>((a, b) => (a && a.began_at > b.began_at ? a : b), null);
    this.training = latest;
  }

  state(): ModuleTraining | null {
    const { training } = this;
    return training?.phase === 'running' ? { ...training, seconds: this.seconds() } : training;
  }

  /** Of one module. */
  latest(id: string): ModuleTraining | null {
    const state = this.state();
    return state?.model === id ? state : (this.modules.existing(id).module.training ?? null);
  }

  /** Resolves when it has begun. */
  train(id: string, request: TrainModule): Promise<void> {
    return this.begin(id, request, null);
  }

  /** Resolves when it has begun again. */
  async resume(id: string): Promise<void> {
    const before = this.latest(id);
    if (before?.phase !== 'interrupted') {
      throw new ServiceError('conflict', 'No training of this module was interrupted: begin one.');
    }
    const { args, tensorboard, most_seconds: seconds } = before;
    await this.begin(id, { args, tensorboard, seconds }, before);
  }

  private async begin(
    id: string,
    { args, tensorboard, seconds = USUAL_SECONDS }: TrainModule,
    before: ModuleTraining | null,
  ): Promise<void> {
    if (args.length > MOST_ARGS) throw new ServiceError('too_large', `At most ${MOST_ARGS} arguments are taken.`);
    if (!(seconds >= 1 && seconds <= MOST_SECONDS)) {
      throw invalid('seconds', `A training may take 1 to ${MOST_SECONDS.toLocaleString('en')} seconds.`);
    }
    const files = await this.modules.files(id);
    const { manifest, folder, script } = this.scriptOf(id, 'trainingScript', new Set(files.keys()));
    checkLog(manifest, files.keys());
    const left = before ? inFolder(await this.left.files(id), '') : [];
    if (this.training?.phase === 'running') {
      throw new ServiceError('conflict', 'A module is being trained already: stop it first.');
    }
    this.began = performance.now();
    this.run += 1;
    const { run } = this;
    this.training = {
      ...{ model: id, phase: 'running', args, tensorboard, began_at: new Date().toISOString(), seconds: 0 },
      ...{ most_seconds: seconds, log: [], scalars: {}, wrote: [], left: [], error: null },
      ...(before && begunAgain(before)),
    };
    if (before) this.left.goOn();
    else this.left.clear(id);
    const written: Written = { lines: [...this.training.log], left, before };
    const task = {
      kind: 'train',
      files: laid(inFolder(files, folder), left),
      script,
      args,
      tensorboard,
      seconds,
    } as const;
    const end = this.tasks.begin({ ...task, tensorboard_dir: manifest.tensorboardDirectory }, (report) => {
      this.take(run, id, report, written, manifest).catch((error: unknown) => {
        if (this.run !== run) return;
        // So that the tab ends it: what it says from now on would be heard by nobody.
        end();
        this.finish('failed', { message: messageOf(error), stack: '' });
      });
    });
    this.endTraining = () => {
      end();
      this.finish('stopped', null);
    };
    this.note();
    this.changed();
  }

  stop(): void {
    if (this.training?.phase === 'running') this.endTraining?.();
  }

  /** Before a model is deleted: there will be nothing that its training could be kept with. */
  stopOf(id: string): void {
    if (this.training?.model === id) this.stop();
  }

  async predict(id: string, request: PredictRequest): Promise<PredictAnswer> {
    const { folder, script } = this.scriptOf(id, 'servingScript', new Set(await this.modules.paths(id)));
    const serving = `${this.opened}:${id}:${this.modules.revision(id)}`;
    const files = async () => inFolder(await this.modules.files(id), folder);
    return new Promise<PredictAnswer>((resolve, reject) => {
      const take = (report: ModuleReport) => {
        if (report.kind === 'answer') resolve(report.answer);
        if (report.kind === 'failed') reject(withLog(errorOf(report.failure, report.message), report.log));
      };
      this.tasks.begin({ kind: 'predict', script, serving, request }, take, files);
    });
  }

  private async take(
    run: number,
    id: string,
    report: ModuleReport,
    { lines, left, before }: Written,
    manifest: Manifest,
  ): Promise<void> {
    if (this.run !== run || this.training?.phase !== 'running') return;
    // Deleted meanwhile: there is nothing that it could be kept with.
    if (!this.modules.has(id)) return this.stop();
    switch (report.kind) {
      case 'beat':
      case 'answer':
        if (performance.now() - this.kept > KEEP_EVERY) this.note();
        return;
      case 'log':
        if (lines.length < KEPT_LINES) lines.push(...report.lines);
        this.training = withLines(this.training, report.lines);
        break;
      case 'events':
        if (performance.now() >= this.drawAgain) await this.draw(run, [report], manifest);
        break;
      case 'so far':
        return this.left.take(id, report.files);
      case 'trained': {
        const files = laid(left, report.files);
        await this.draw(run, files, manifest);
        const wrote = await this.keep(run, id, files, lines, manifest);
        if (wrote) this.finish('finished', null, wrote);
        return;
      }
      case 'failed': {
        // Where there is no sandbox, or no tab, it has not begun: that is no interruption.
        if (report.failure.kind === 'lost') return this.interrupted(run, id);
        const error = { message: report.message, stack: stackOf(report.failure) };
        if (!before || !NOT_BEGUN.includes(report.failure.kind)) return this.finish('failed', error);
        // What it had written is still to be gone on with.
        this.training = { ...before, error };
        this.note();
        break;
      }
    }
    this.changed();
  }

  /** Scalars of those among the files that are TensorBoard's. */
  private async draw(run: number, files: readonly ModelFile[], { tensorboardDirectory }: Manifest): Promise<void> {
    const began = performance.now();
    const found = await scalarsIn(files, tensorboardDirectory);
    const now = performance.now();
    this.drawAgain = now + DRAWING_SHARE * (now - began);
    if (this.run !== run || this.training?.phase !== 'running') return;
    this.training = { ...this.training, scalars: withScalars(this.training.scalars, found) };
  }

  /** All that it wrote, its log, and that it ended well, in one transaction; resolves with their paths, or null where it was stopped before. */
  private async keep(
    run: number,
    id: string,
    written: readonly ModelFile[],
    lines: string[],
    manifest: Manifest,
  ): Promise<readonly string[] | null> {
    const folder = moduleFolder(manifest);
    const files = new Map<string, Uint8Array>();
    for (const { path, file } of written) files.set(joined(folder, path), new Uint8Array(await file.arrayBuffer()));
    const now = new Date();
    const log = lines.map((line) => `${line}\n`).join('');
    const logged = logPath(manifest, now, zoneAt(now));
    // What the module wrote there itself is its own log.
    if (!files.has(logged)) files.set(logged, new TextEncoder().encode(log));
    if (this.run !== run || this.training?.phase !== 'running') return null;
    // Too late to be stopped: all of it is kept now, or it fails.
    this.endTraining = null;
    return this.inTurn(async () => {
      const { training } = this;
      // Everything was replaced while it waited.
      if (this.run !== run || training?.phase !== 'running') return null;
      const wrote = [...files.keys()];
      await this.modules.keepTrained(
        id,
        files,
        keptOf({ ...training, phase: 'finished', wrote, seconds: this.seconds() }),
      );
      return wrote;
    });
  }

  private finish(phase: ModuleTraining['phase'], error: ModuleTraining['error'], wrote: readonly string[] = []): void {
    if (this.training?.phase !== 'running') return;
    this.training = { ...this.training, phase, error, wrote, seconds: this.seconds() };
    if (phase !== 'interrupted') this.left.clear(this.training.model);
    this.note();
    this.changed();
  }

  private async interrupted(run: number, id: string): Promise<void> {
    const left = await this.left.paths(id);
    if (this.run !== run || this.training?.phase !== 'running') return;
    this.training = { ...this.training, left };
    this.finish('interrupted', { message: INTERRUPTED, stack: '' });
  }

  /** So that it is known when the engine is gone. Where there is no room for it, the training goes on without. */
  private note(): void {
    const training = this.state();
    this.kept = performance.now();
    if (training) this.modules.keepTraining(keptOf(training)).catch(() => {});
  }

  private seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  private scriptOf(id: string, which: 'trainingScript' | 'servingScript', paths: ReadonlySet<string>) {
    const manifest = parseManifest(this.modules.existing(id).module.manifest);
    const folder = moduleFolder(manifest);
    const named = scriptPath(manifest, which);
    if (named === null) {
      const [what, name] = which === 'trainingScript' ? ['trained', 'train.js'] : ['asked', 'serve.js'];
      throw new ServiceError('conflict', `This module cannot be ${what}: it has no script for it, such as ${name}.`);
    }
    const whole = runsHere(named, (path) => paths.has(path));
    if (!isScript(whole)) {
      throw new ServiceError('conflict', `${whole} is not JavaScript: this module runs elsewhere, and not here.`);
    }
    return { manifest, folder, script: folder === '' ? whole : whole.slice(folder.length + 1) };
  }
}
