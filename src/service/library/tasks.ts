// Tasks for tabs: given out once, listened to while they report, given up where no tab takes them or the one at work is gone.

import { ServiceError } from '../../wire/errors';
import type { Locks } from '../../wire/lane';
import type { ModelFile } from '../../wire/library';
import { type ModuleReport, type ModuleTask, type ModuleTasks, taskLock } from '../../wire/module-tasks';
import { newId } from '../../wire/new-id';
import type { SandboxFailure } from '../../wire/sandbox';

/** Milliseconds in which a tab must have taken a task. */
const TAKEN_WITHIN = 10_000;
/** Milliseconds without a report after which a tab counts as gone: hidden ones are let run once a minute. */
const LOST_AFTER = 90_000;

/** Ends that a task comes to without a word of the tab that was to do it. */
const ENDS = {
  untaken: 'No tab of the app took it, so nothing was run: keep one open, and try again.',
  lost: 'The tab that it ran in was closed or loaded anew: try again.',
} as const satisfies Partial<Record<SandboxFailure['kind'], string>>;

type WithoutId<T> = T extends unknown ? Omit<T, 'task'> : never;
type NewTask = WithoutId<ModuleTask>;

/** Read for who asks for them. */
type FilesOf = () => Promise<readonly ModelFile[]>;

interface Open {
  take(report: ModuleReport): void;
  readonly files: FilesOf;
  timer: ReturnType<typeof setTimeout>;
  /** Ends the waiting for the tab's lock; null before the tab has reported. */
  watch: AbortController | null;
}

export class Tasks {
  private readonly waiting: ModuleTask[] = [];
  private readonly open = new Map<string, Open>();

  /**
   * @param announce tells every tab that there is something to do, or that nobody waits for something any more
   * @param locks in which a tab that works holds one; null where there are none: then its silence tells
   */
  constructor(
    private readonly announce: () => void,
    private readonly locks: Locks | null,
  ) {}

  /**
   * `take` hears every report; the last is an end: 'trained', 'answer' or 'failed'. Returns how to end it from here.
   * @param files of a task that comes without them
   */
  begin(task: NewTask, take: (report: ModuleReport) => void, files: FilesOf = async () => []): () => void {
    const id = newId();
    this.waiting.push({ ...task, task: id });
    this.open.set(id, { take, files, timer: setTimeout(() => this.giveUp(id, 'untaken'), TAKEN_WITHIN), watch: null });
    this.announce();
    return () => {
      this.forget(id);
      this.announce();
    };
  }

  /** All that are under way fail. */
  end(): void {
    for (const id of [...this.open.keys()]) this.giveUp(id, 'lost', 'The app was closed.');
  }

  methods(): ModuleTasks {
    return {
      takeTask: async () => {
        const task = this.waiting.shift() ?? null;
        if (task) this.wait(task.task);
        return task;
      },
      filesOfTask: async (task) => {
        const open = this.open.get(task);
        if (!open) throw new ServiceError('not_found', 'Nobody waits for this task any more.');
        return open.files();
      },
      reportTask: async (task, report) => {
        const open = this.open.get(task);
        if (!open) return false;
        if (report.kind === 'trained' || report.kind === 'answer' || report.kind === 'failed') this.forget(task);
        else this.wait(task);
        this.watch(task);
        open.take(report);
        return this.open.has(task);
      },
    };
  }

  private wait(id: string): void {
    const open = this.open.get(id);
    if (!open) return;
    clearTimeout(open.timer);
    open.timer = setTimeout(() => this.giveUp(id, 'lost'), LOST_AFTER);
  }

  /** A tab that reports holds its lock: when that can be had, the tab is gone. */
  private watch(id: string): void {
    const open = this.open.get(id);
    if (!open || open.watch || !this.locks) return;
    open.watch = new AbortController();
    const { signal } = open.watch;
    this.locks.request(taskLock(id), { signal }, async () => this.giveUp(id, 'lost')).catch(() => {});
  }

  private giveUp(id: string, kind: keyof typeof ENDS, message: string = ENDS[kind]): void {
    const open = this.open.get(id);
    this.forget(id);
    open?.take({ kind: 'failed', failure: { kind }, message });
  }

  private forget(id: string): void {
    const at = this.waiting.findIndex(({ task }) => task === id);
    if (at >= 0) this.waiting.splice(at, 1);
    const open = this.open.get(id);
    clearTimeout(open?.timer);
    open?.watch?.abort();
    this.open.delete(id);
  }
}
