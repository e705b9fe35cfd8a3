// Modules of people's own at work: one training at a time, with its log and its scalars, and answers. Everything runs in a
// sandbox of some tab; what a training wrote is kept whole once it has ended well, and nothing of it otherwise.

import { readEvents, zoneAt } from '../../ml/logs';
import { logPath, type Manifest, moduleFolder, parseManifest, scriptPath } from '../../ml/modules';
import { ServiceError } from '../../wire/errors';
import type { LibraryState, ModelFile, PredictAnswer, PredictRequest, TrainModule } from '../../wire/library';
import type { ModuleReport } from '../../wire/module-tasks';
import type { SandboxFailure } from '../../wire/sandbox';
import type { Modules } from './modules';
import type { Files } from './source';
import type { Tasks } from './tasks';

type Training = NonNullable<LibraryState['training']>;

/** Lines shown; the log that is kept has more. */
const SHOWN_LINES = 500;
const KEPT_LINES = 100_000;
const MOST_ARGS = 100;

export class ModuleRuns {
  private training: Training | null = null;
  private endTraining: (() => void) | null = null;
  private began = 0;

  constructor(
    private readonly modules: Modules,
    private readonly tasks: Tasks,
    private readonly changed: () => void,
  ) {}

  state(): LibraryState['training'] {
    const { training } = this;
    return training?.phase === 'running' ? { ...training, seconds: this.seconds() } : training;
  }

  /** Resolves when it has begun. */
  async train(id: string, { args, tensorboard }: TrainModule): Promise<void> {
    if (args.length > MOST_ARGS) throw new ServiceError('too_large', `At most ${MOST_ARGS} arguments are taken.`);
    const { manifest, folder, script } = this.scriptOf(id, 'trainingScript');
    const files = await this.modules.files(id);
    if (this.training?.phase === 'running') {
      throw new ServiceError('conflict', 'A module is being trained already: stop it first.');
    }
    this.began = performance.now();
    this.training = { model: id, phase: 'running', log: [], scalars: {}, seconds: 0, error: null };
    const lines: string[] = [];
    const task = { kind: 'train', files: inFolder(files, folder), script, args, tensorboard } as const;
    const end = this.tasks.begin({ ...task, tensorboard_dir: manifest.tensorboardDirectory }, (report) => {
      this.take(id, report, lines, manifest).catch((error: unknown) => {
        this.finish('failed', { message: error instanceof Error ? error.message : String(error), stack: '' });
      });
    });
    this.endTraining = () => {
      end();
      this.finish('stopped', null);
    };
    this.changed();
  }

  stop(): void {
    if (this.training?.phase === 'running') this.endTraining?.();
  }

  async predict(id: string, request: PredictRequest): Promise<PredictAnswer> {
    const { folder, script } = this.scriptOf(id, 'servingScript');
    const files = inFolder(await this.modules.files(id), folder);
    const serving = `${id}:${this.modules.revision(id)}`;
    return new Promise<PredictAnswer>((resolve, reject) => {
      this.tasks.begin({ kind: 'predict', files, script, serving, request }, (report) => {
        if (report.kind === 'answer') resolve(report.answer);
        if (report.kind === 'failed') reject(errorOf(report.failure, report.message));
      });
    });
  }

  private async take(id: string, report: ModuleReport, lines: string[], manifest: Manifest): Promise<void> {
    if (this.training?.phase !== 'running') return;
    switch (report.kind) {
      case 'beat':
      case 'answer':
        return;
      case 'log':
        if (lines.length < KEPT_LINES) lines.push(...report.lines);
        this.training = { ...this.training, log: [...this.training.log, ...report.lines].slice(-SHOWN_LINES) };
        break;
      case 'events': {
        const scalars = scalarsOf(new Uint8Array(await report.file.arrayBuffer()));
        this.training = { ...this.training, scalars: { ...this.training.scalars, ...scalars } };
        break;
      }
      case 'trained':
        await this.keep(id, report.files, lines, manifest);
        return this.finish('finished', null);
      case 'failed': {
        const stack = report.failure.kind === 'threw' ? report.failure.stack : '';
        return this.finish('failed', { message: report.message, stack });
      }
    }
    this.changed();
  }

  /** All that it wrote, and its log, in one transaction. */
  private async keep(id: string, written: readonly ModelFile[], lines: string[], manifest: Manifest): Promise<void> {
    const folder = moduleFolder(manifest);
    const files = new Map<string, Uint8Array>();
    for (const { path, file } of written) {
      files.set(folder === '' ? path : `${folder}/${path}`, new Uint8Array(await file.arrayBuffer()));
    }
    const now = new Date();
    const log = lines.map((line) => `${line}\n`).join('');
    files.set(logPath(manifest, now, zoneAt(now)), new TextEncoder().encode(log));
    await this.modules.writeAll(id, files);
  }

  private finish(phase: Training['phase'], error: Training['error']): void {
    if (this.training?.phase !== 'running') return;
    this.training = { ...this.training, phase, error, seconds: this.seconds() };
    this.changed();
  }

  private seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  private scriptOf(id: string, which: 'trainingScript' | 'servingScript') {
    const manifest = parseManifest(this.modules.existing(id).module.manifest);
    const folder = moduleFolder(manifest);
    const whole = scriptPath(manifest, which);
    if (whole === null) {
      const what = which === 'trainingScript' ? 'trained' : 'asked';
      throw new ServiceError('conflict', `This module cannot be ${what}: its manifest names no script for it.`);
    }
    if (!/\.[cm]?[jt]s$/.test(whole)) {
      throw new ServiceError('conflict', `${whole} is not JavaScript: this module runs elsewhere, and not here.`);
    }
    return { manifest, folder, script: folder === '' ? whole : whole.slice(folder.length + 1) };
  }
}

function inFolder(files: Files, folder: string): ModelFile[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  return [...files]
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, bytes]) => ({ path: path.slice(prefix.length), file: new Blob([bytes.slice()]) }));
}

/** By tag; a file that is still being written may end in the middle of a record. */
function scalarsOf(bytes: Uint8Array): Training['scalars'] {
  const scalars: Record<string, { readonly step: number; readonly value: number }[]> = {};
  for (const { step, values } of readEvents(bytes).events) {
    for (const value of values) {
      if (value.kind !== 'scalar') continue;
      scalars[value.tag] ??= [];
      scalars[value.tag].push({ step, value: value.value });
    }
  }
  return scalars;
}

function errorOf(failure: SandboxFailure, message: string): ServiceError {
  switch (failure.kind) {
    case 'unsupported type':
      return new ServiceError('unsupported_type', message);
    case 'not acceptable':
      return new ServiceError('not_acceptable', message);
    case 'unavailable':
    case 'stopped':
      return new ServiceError('unavailable', message);
    case 'threw':
      return new ServiceError('invalid', message, [{ field: failure.step, message: failure.stack || message }]);
    default:
      return new ServiceError('invalid', message);
  }
}
