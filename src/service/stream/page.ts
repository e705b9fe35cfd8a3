// The Stream page: one run at a time, what is configured, and all that can be asked of them.

import type { LearnerEnv } from '../../ml/stream/learners';
import type { Batch } from '../../ml/stream/types';
import { deleteStreamRun, readStream, saveStreamConfig } from '../../storage/stream';
import { type Deferred, deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import type { Notice, ServiceEvent } from '../../wire/events';
import { newId } from '../../wire/new-id';
import type { PushedBatch, StreamConfig, StreamService, StreamState, StreamSurface } from '../../wire/stream';
import { DEFAULT_STREAM_CONFIG } from '../../wire/stream-defaults';
import { STREAM_LIMITS } from '../../wire/stream-limits';
import { invalid, messageOf } from '../errors';
import { Serial, Throttle } from '../pace';
import { checkConfig, restoredConfig } from './config';
import { expectedBy } from './expected';
import { writeSeriesCsv } from './export';
import { type FeedOpener, feedOpener } from './feed';
import { readTableFile } from './files';
import { Kept } from './kept';
import { checkPushedWork, toBatch } from './pushed';
import { checkRunRecord, NOTHING_SHOWN, type RunRecord } from './record';
import { Run } from './run';
import { presentRun, seriesOf } from './series';
import { surfaceOf } from './surface';
import { Tables } from './tables';
import { goesOn, isSameModel } from './take-up';

/** Events come at most this often, milliseconds. */
const EVENT_INTERVAL = 100;

export interface StreamDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly reviews: FeedOpener;
  readonly points: FeedOpener;
  /** As `LearnerEnv.kernels`. */
  readonly kernels?: LearnerEnv['kernels'];
  /** Awaited before every batch; for tests. */
  readonly turn?: (() => Promise<void>) | undefined;
}

export class StreamPage {
  private config = DEFAULT_STREAM_CONFIG;
  private speed: number | null = null;
  private run: Run | null = null;
  private rev = 0;
  private suspended = false;
  private readonly kept = new Kept();
  private readonly tables = new Tables();
  private readonly news: Throttle;
  private readonly openFeed: FeedOpener;
  /** Starts, ends and other changes, one after the other. */
  private readonly commands = new Serial();
  /** While storage is not to be written. */
  private held: Deferred<void> | null = null;

  constructor(private readonly deps: StreamDependencies) {
    this.news = new Throttle(EVENT_INTERVAL, () => deps.emit({ type: 'stream', state: this.state() }));
    this.openFeed = feedOpener({ files: () => this.tables.list(), reviews: deps.reviews, points: deps.points });
  }

  /** Storage that cannot be read must not keep the rest of the app from starting. */
  async open(): Promise<void> {
    await this.run?.drop();
    this.run = null;
    this.suspended = false;
    try {
      const { config, run, kept, files } = await readStream();
      const { config: kept_config, speed } = Object(config) as { config?: unknown; speed?: unknown };
      this.config = restoredConfig(kept_config);
      this.speed = typeof speed === 'number' && speed > 0 ? speed : null;
      this.kept.restore(kept);
      this.tables.restore(files);
      const record = run === undefined ? null : checkRunRecord(run);
      this.run = record && this.newRun(record, record.queue, record.about.run_id);
    } catch (error) {
      const message = `${messageOf(error)} What is stored was left as it is; reload the page to try again.`;
      this.notify({ level: 'error', title: 'The stream could not be opened', message });
    }
    this.release();
    this.changed();
  }

  async suspend(): Promise<void> {
    if (this.held) return;
    await this.commands.run(async () => {
      // Another that came just before.
      if (this.held) return;
      this.suspended = this.run?.active ?? false;
      await this.run?.halt();
      this.held = deferred();
    });
  }

  resume(): void {
    if (this.suspended) this.run?.proceed();
    this.suspended = false;
    this.release();
  }

  async flush(): Promise<void> {
    await this.run?.flush();
  }

  private release(): void {
    this.held?.resolve();
    this.held = null;
  }

  /** In turn, and not while storage is being replaced. */
  private command<T>(task: () => Promise<T>): Promise<T> {
    return this.commands.run(async () => {
      await this.held?.promise;
      await this.run?.settled();
      return task();
    });
  }

  /** A command after which the page shows something else. */
  private change<T>(task: () => Promise<T>): Promise<T> {
    return this.command(async () => {
      const result = await task();
      this.changed();
      return result;
    });
  }

  methods(): StreamService {
    return {
      state: async () => this.state(),
      configure: (config) => this.change(() => this.configure(checkConfig(config))),
      start: (request) => this.command(() => this.start(request?.fresh === true)),
      control: (command) => this.command(() => this.control(command)),
      setSpeed: (speed) => this.command(() => this.setSpeed(speed)),
      push: (batch) => this.command(() => this.push(batch)),
      annotate: (text) => this.command(() => this.annotate(text)),
      series: async (request) => seriesOf(await this.metricsOf(request.run), request),
      surface: (cells) => this.surface(cells),
      exportCsv: async (id) => writeSeriesCsv(await this.metricsOf(id)),
      keep: (name) => this.change(() => this.keep(name)),
      removeKept: (id) => this.change(() => this.kept.remove(id)),
      addFile: async (name, file) => {
        const table = await readTableFile(file);
        return this.change(() => this.tables.add(name, file.size, table));
      },
      removeFile: (id) => this.change(() => this.removeFile(id)),
    };
  }

  private state(): StreamState {
    const { config, speed, rev, run } = this;
    const files = this.tables.list();
    return {
      ...{ config, speed, rev, files, kept: this.kept.list() },
      status: run?.status() ?? { phase: 'idle' },
      begun: run?.learning.begun ?? null,
      source: run?.learning.source ?? null,
      ...(run?.show() ?? NOTHING_SHOWN),
    };
  }

  // ---------------------------------------------------------------- the run

  private async configure(config: StreamConfig): Promise<void> {
    this.refuseWhileActive('Stop it before you change the stream.');
    const { run } = this;
    const saved = run?.learning.latest;
    // It is said of what was found that it goes on where it was.
    const goes = saved && goesOn(saved, config) && isSameModel(saved.config, config);
    if (run?.status().phase === 'interrupted' && !goes) await run.stop();
    this.config = config;
    await this.saveConfig();
  }

  private async start(fresh: boolean, steps: number | null = null): Promise<void> {
    this.refuseWhileActive('There is one at a time; others can watch it.');
    this.tables.check(this.config.source);
    const saved = fresh ? null : (this.run?.learning.latest ?? null);
    const waiting = this.run?.queue.all() ?? [];
    const id = saved && goesOn(saved, this.config) ? saved.about.run_id : newId();
    await this.run?.drop();
    this.run = this.newRun(saved, waiting, id, this.run?.saver.refused);
    this.run.play(steps);
    this.changed();
  }

  private async control(command: 'pause' | 'play' | 'step' | 'stop' | 'reset'): Promise<void> {
    const { run } = this;
    if (command === 'reset') {
      await run?.drop();
      this.run = null;
      await deleteStreamRun();
      this.changed();
    } else if (command === 'play') {
      if (run?.active) run.play();
      else await this.start(false);
    } else if (command === 'step') {
      if (run?.active) run.play(1);
      else await this.start(false, 1);
    } else if (command === 'stop') {
      const open = run?.active || run?.status().phase === 'interrupted';
      if (!run || !open) throw new ServiceError('conflict', 'No stream is running.');
      await run.stop();
    } else {
      if (!run?.active) throw new ServiceError('conflict', 'No stream is running.');
      await run.pause();
    }
  }

  private async setSpeed(speed: number | null): Promise<void> {
    if (speed !== null && !(speed > 0 && speed <= STREAM_LIMITS.speed)) {
      throw invalid('speed', `The speed must be above 0 and at most ${STREAM_LIMITS.speed} batches a second, or null.`);
    }
    this.speed = speed;
    this.run?.pacer.set(speed);
    this.changed();
    await this.saveConfig();
  }

  private async push(pushed: PushedBatch): Promise<{ readonly queued: number }> {
    const { run } = this;
    // A run that was interrupted goes on with it; else the pushed batches are the stream.
    const goesOn = run?.active || run?.status().phase === 'interrupted';
    const config: StreamConfig =
      goesOn || this.config.source.id === 'push'
        ? this.config
        : { ...this.config, source: { ...this.config.source, id: 'push' } };
    const expected = expectedBy(run, config);
    const batch = toBatch(pushed, expected);
    checkPushedWork(batch, config, expected);
    if (!run?.active) {
      // Refused here or not at all: a batch that waits is not to be sent again.
      this.tables.check(config.source);
      this.config = config;
      await this.saveConfig();
      this.run ??= this.newRun(null, [], newId());
    }
    try {
      this.run?.queue.add(batch, config.queue, run?.status().phase === 'paused');
    } catch (error) {
      // Those that wait are of a run that is not on: unless it goes on, there would never be room.
      if (!run?.active) await this.start(false);
      throw error;
    }
    if (run?.active) run.touch();
    else await this.start(false);
    return { queued: this.run?.queue.length ?? 0 };
  }

  private newRun(saved: RunRecord | null, waiting: readonly Batch[], id: string, refused?: boolean): Run {
    const { kernels, turn } = this.deps;
    const notify = (notice: Notice) => this.notify(notice);
    const changed = () => this.changed();
    const deps = { open: this.openFeed, notify, kernels, turn, changed };
    const run = new Run(this.config, saved, waiting, deps, id, refused);
    run.pacer.set(this.speed);
    return run;
  }

  private refuseWhileActive(advice: string): void {
    if (this.run?.active) throw new ServiceError('conflict', `A stream is running already. ${advice}`);
  }

  // ---------------------------------------------------------------- metrics

  private async annotate(text: string): Promise<void> {
    const note = text.trim();
    const most = STREAM_LIMITS.note_characters;
    if (note === '' || note.length > most) throw invalid('text', `A note has 1 to ${most} characters.`);
    const { run } = this;
    // Between two batches: what a batch says of the run at its end would be without the note.
    const noted = await run?.between(() => run.learning.note(note, STREAM_LIMITS.notes));
    if (!run || !noted) throw new ServiceError('conflict', 'There is no run to annotate: start one first.');
    run.touch();
    // Nothing else saves a run that is not on, and what goes on is what was saved.
    if (!run.active) await run.flush();
  }

  private async surface(cells: number): Promise<StreamSurface | null> {
    const { run } = this;
    return run ? run.between(() => surfaceOf(run.learning, cells)) : null;
  }

  private async metricsOf(id: string | undefined) {
    if (id !== undefined && id !== this.run?.learning.id) return this.kept.read(id);
    return presentRun(this.run?.learning ?? null);
  }

  private async keep(name: string): Promise<string> {
    const run = this.run && presentRun(this.run.learning);
    if (!run || run.total === 0) throw new ServiceError('conflict', 'There are no metrics to keep yet.');
    return this.kept.add(name, run);
  }

  private async removeFile(id: string): Promise<void> {
    const { source } = this.config;
    if (this.run?.active && source.id === 'file' && source.file?.id === id) {
      throw new ServiceError('conflict', 'This file is being streamed. Stop the stream first.');
    }
    await this.tables.remove(id);
  }

  private saveConfig(): Promise<void> {
    return saveStreamConfig({ config: this.config, speed: this.speed });
  }

  private notify(notice: Notice): void {
    this.deps.emit({ type: 'notice', notice });
  }

  private changed(): void {
    this.rev += 1;
    this.news.request();
  }
}
