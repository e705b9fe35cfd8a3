// Runs modules for the engine, which has no frames of its own: takes what there is to do, and reports until it is done or
// nobody waits any more (src/wire/module-tasks.ts).

import { browserMeeting, type Locks } from '../wire/lane';
import { type ModuleReport, type ModuleTask, type ModuleTasks, taskLock } from '../wire/module-tasks';
import { SandboxError, type SandboxFailure } from '../wire/sandbox';
import { KeptModule, type Question } from './kept-module';
import { serveModule, trainModule } from './sandbox';

/** Milliseconds between two signs of life. */
const BEAT = 2000;
/** Milliseconds by which a tab that is out of sight is late: one on show is closed by those who see what runs in it. */
const COURTESY = 300;

export interface ModuleRunner {
  /** All that there is to do. Never rejects. */
  takeAll(): Promise<void>;
  /** Ends the module that is kept loaded. */
  end(): void;
}

export function createRunner(
  tasks: ModuleTasks,
  { train, serve } = { train: trainModule, serve: serveModule },
  locks: Locks | null = typeof navigator === 'undefined' ? null : (browserMeeting()?.locks ?? null),
): ModuleRunner {
  return new Runner(tasks, train, new KeptModule(tasks, serve), locks);
}

class Runner implements ModuleRunner {
  /** Of all that was taken, what is in line too: asks at once whether somebody still waits. */
  private readonly beats = new Set<() => void>();
  /** Questions are answered in turn: to load another module ends the one that is loaded, in the middle of an answer too. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly tasks: ModuleTasks,
    private readonly train: typeof trainModule,
    private readonly kept: KeptModule,
    private readonly locks: Locks | null,
  ) {}

  async takeAll(): Promise<void> {
    for (const beat of this.beats) beat();
    if (typeof document !== 'undefined' && document.hidden) await new Promise((seen) => setTimeout(seen, COURTESY));
    for (;;) {
      const task = await this.tasks.takeTask().catch(() => null);
      if (!task) return;
      // How it failed is told while the lock is held: after that the tab counts as gone.
      const work = () => this.worked(task).catch((error: unknown) => this.failed(task.task, error));
      void this.holding(task.task, work).catch(() => {});
    }
  }

  end(): void {
    this.kept.end();
  }

  /** While it is at work the engine can tell that this tab is there. */
  private async holding(task: string, work: () => Promise<void>): Promise<void> {
    if (!this.locks) return work();
    await this.locks.request(taskLock(task), {}, async () => {
      await this.tasks.reportTask(task, { kind: 'beat' });
      await work();
    });
  }

  private worked(task: ModuleTask): Promise<void> {
    return task.kind === 'train' ? this.trained(task) : this.inTurn(task);
  }

  private async trained(task: Extract<ModuleTask, { kind: 'train' }>): Promise<void> {
    let stop = () => {};
    const tell = this.teller(task.task, () => stop());
    const run = this.train({
      ...{ files: task.files, script: task.script, args: task.args, seconds: task.seconds },
      ...{ tensorBoardEnabled: task.tensorboard, tensorBoardDir: task.tensorboard_dir },
      onLog: (lines) => void tell({ kind: 'log', lines }),
      onEvents: (path, file) => void tell({ kind: 'events', path, file }),
      onSoFar: (files) => void tell({ kind: 'so far', files }),
    });
    stop = run.stop;
    const rest = this.beating(tell);
    try {
      const files = await run.written;
      await this.tasks.reportTask(task.task, { kind: 'trained', files });
    } finally {
      rest();
    }
  }

  /** Its turn may be long in coming, and nobody may wait for it then. */
  private inTurn(question: Question): Promise<void> {
    let waitedFor = true;
    const giveUp = () => {
      waitedFor = false;
    };
    const rest = this.beating(this.teller(question.task, giveUp));
    const answer = this.turn.then(() => (waitedFor ? this.answered(question) : undefined)).finally(rest);
    this.turn = answer.catch(() => {});
    return answer;
  }

  private async answered(question: Question): Promise<void> {
    const log: string[] = [];
    try {
      const answer = await this.kept.answer(question, log);
      if (answer) await this.tasks.reportTask(question.task, { kind: 'answer', answer: { ...answer, log } });
    } catch (error) {
      await this.failed(question.task, error, log);
    }
  }

  private async failed(task: string, error: unknown, log?: readonly string[]): Promise<void> {
    const failure: SandboxFailure = error instanceof SandboxError ? error.failure : { kind: 'unavailable' };
    const message = error instanceof Error ? error.message : String(error);
    await this.tasks.reportTask(task, { kind: 'failed', failure, message, log }).catch(() => false);
  }

  /** Tells the engine; ends the task where it says that nobody waits. */
  private teller(task: string, stop: () => void): (report: ModuleReport) => Promise<void> {
    return async (report) => {
      const waited = await this.tasks.reportTask(task, report).catch(() => false);
      if (!waited) stop();
    };
  }

  /** Tells the engine again and again that the task is in good hands; returns how to end that. */
  private beating(tell: (report: ModuleReport) => Promise<void>): () => void {
    const beat = () => void tell({ kind: 'beat' });
    const timer = setInterval(beat, BEAT);
    this.beats.add(beat);
    return () => {
      clearInterval(timer);
      this.beats.delete(beat);
    };
  }
}
