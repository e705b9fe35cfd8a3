// Runs modules for the engine, which has no frames of its own: takes what there is to do, and reports until it is done or
// nobody waits any more (src/wire/module-tasks.ts).

import { browserMeeting, type Locks } from '../wire/lane';
import { type ModuleReport, type ModuleTask, type ModuleTasks, taskLock } from '../wire/module-tasks';
import { SandboxError, type SandboxFailure } from '../wire/sandbox';
import { type ServedModule, serveModule, trainModule } from './sandbox';

/** Milliseconds between two signs of life. */
const BEAT = 2000;
/** Milliseconds after which a module that nobody asks is ended. */
const IDLE = 60_000;
/** Lines of its log that an answer comes with. */
const MOST_LINES = 500;
/** Milliseconds by which a tab that is out of sight is late: one on show is closed by those who see what runs in it. */
const COURTESY = 300;

export interface ModuleRunner {
  /** All that there is to do. Never rejects. */
  takeAll(): Promise<void>;
  /** Ends the module that is kept loaded. */
  end(): void;
}

interface Loaded {
  readonly serving: string;
  readonly module: Promise<ServedModule>;
}

export function createRunner(
  tasks: ModuleTasks,
  { train, serve } = { train: trainModule, serve: serveModule },
  locks: Locks | null = typeof navigator === 'undefined' ? null : (browserMeeting()?.locks ?? null),
): ModuleRunner {
  /** Of all that was taken, what is in line too: asks at once whether somebody still waits. */
  const beats = new Set<() => void>();
  let loaded: Loaded | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  /** What the module logs belongs to the question that it is at, or to none. */
  let said: string[] | null = null;
  /** Questions are answered in turn: to load another module ends the one that is loaded, in the middle of an answer too. */
  let turn: Promise<unknown> = Promise.resolve();

  const unload = () => {
    loaded?.module.then(
      (module) => module.end(),
      () => {},
    );
    loaded = null;
  };

  /** Tells the engine; ends the task where it says that nobody waits. */
  const teller = (task: string, stop: () => void) => async (report: ModuleReport) => {
    const waited = await tasks.reportTask(task, report).catch(() => false);
    if (!waited) stop();
  };

  /** While it is at work the engine can tell that this tab is there. */
  async function holding(task: string, work: () => Promise<void>): Promise<void> {
    if (!locks) return work();
    await locks.request(taskLock(task), {}, async () => {
      await tasks.reportTask(task, { kind: 'beat' });
      await work();
    });
  }

  /** Tells the engine again and again that the task is in good hands; returns how to end that. */
  function beating(tell: (report: ModuleReport) => Promise<void>): () => void {
    const beat = () => void tell({ kind: 'beat' });
    const timer = setInterval(beat, BEAT);
    beats.add(beat);
    return () => {
      clearInterval(timer);
      beats.delete(beat);
    };
  }

  async function trained(task: Extract<ModuleTask, { kind: 'train' }>): Promise<void> {
    let stop = () => {};
    const tell = teller(task.task, () => stop());
    const run = train({
      ...{ files: task.files, script: task.script, args: task.args, seconds: task.seconds },
      ...{ tensorBoardEnabled: task.tensorboard, tensorBoardDir: task.tensorboard_dir },
      onLog: (lines) => void tell({ kind: 'log', lines }),
      onEvents: (path, file) => void tell({ kind: 'events', path, file }),
      onSoFar: (files) => void tell({ kind: 'so far', files }),
    });
    stop = run.stop;
    const rest = beating(tell);
    try {
      const files = await run.written;
      await tasks.reportTask(task.task, { kind: 'trained', files });
    } finally {
      rest();
    }
  }

  async function answered(task: Extract<ModuleTask, { kind: 'predict' }>): Promise<void> {
    clearTimeout(idle);
    const open = loaded?.serving === task.serving && (await loaded.module.catch(() => null))?.open;
    if (!open) {
      unload();
      const { script, serving } = task;
      // A whole module may be large: it comes over once, and not with every question.
      const onLog = (lines: readonly string[]) => {
        said?.push(...lines);
        said?.splice(0, said.length - MOST_LINES);
      };
      const module = tasks.filesOfTask(task.task).then((files) => serve({ files, script, onLog }));
      loaded = { serving, module };
    }
    const log: string[] = [];
    said = log;
    try {
      const answer = await loaded?.module.then((module) => module.predict(task.request));
      if (answer) await tasks.reportTask(task.task, { kind: 'answer', answer: { ...answer, log } });
    } catch (error) {
      await failed(task.task, error, log);
    } finally {
      said = null;
      idle = setTimeout(unload, IDLE);
    }
  }

  function worked(task: ModuleTask): Promise<void> {
    if (task.kind === 'train') return trained(task);
    let waitedFor = true;
    const giveUp = () => {
      waitedFor = false;
    };
    // Its turn may be long in coming, and nobody may wait for it then.
    const rest = beating(teller(task.task, giveUp));
    const answer = turn.then(() => (waitedFor ? answered(task) : undefined)).finally(rest);
    turn = answer.catch(() => {});
    return answer;
  }

  async function failed(task: string, error: unknown, log?: readonly string[]): Promise<void> {
    const failure: SandboxFailure = error instanceof SandboxError ? error.failure : { kind: 'unavailable' };
    const message = error instanceof Error ? error.message : String(error);
    await tasks.reportTask(task, { kind: 'failed', failure, message, log }).catch(() => false);
  }

  async function takeAll(): Promise<void> {
    for (const beat of beats) beat();
    if (typeof document !== 'undefined' && document.hidden) await new Promise((seen) => setTimeout(seen, COURTESY));
    for (;;) {
      const task = await tasks.takeTask().catch(() => null);
      if (!task) return;
      // How it failed is told while the lock is held: after that the tab counts as gone.
      void holding(task.task, () => worked(task).catch((error: unknown) => failed(task.task, error))).catch(() => {});
    }
  }

  return {
    takeAll,
    end() {
      clearTimeout(idle);
      unload();
    },
  };
}
