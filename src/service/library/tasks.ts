// Tasks for tabs: given out once, listened to while they report, given up where no tab takes them or the one at work is gone.

import type { ModuleReport, ModuleTask, ModuleTasks } from '../../wire/module-tasks';

/** Milliseconds in which a tab must have taken a task. */
const TAKEN_WITHIN = 10_000;
/** Milliseconds without a report after which a tab counts as gone: hidden ones are let run once a minute. */
const LOST_AFTER = 90_000;

type WithoutId<T> = T extends unknown ? Omit<T, 'task'> : never;
type NewTask = WithoutId<ModuleTask>;

interface Open {
  take(report: ModuleReport): void;
  timer: ReturnType<typeof setTimeout>;
}

export class Tasks {
  private readonly waiting: ModuleTask[] = [];
  private readonly open = new Map<string, Open>();

  /** `announce`: tells every tab that there is something to do. */
  constructor(private readonly announce: () => void) {}

  /** `take` hears every report; the last is an end: 'trained', 'answer' or 'failed'. Returns how to end it from here. */
  begin(task: NewTask, take: (report: ModuleReport) => void): () => void {
    const id = crypto.randomUUID();
    this.waiting.push({ ...task, task: id });
    const nobody = 'No tab of the app took it: keep one open, and try again.';
    this.open.set(id, { take, timer: setTimeout(() => this.giveUp(id, nobody), TAKEN_WITHIN) });
    this.announce();
    return () => this.forget(id);
  }

  /** All that are under way fail. */
  end(): void {
    for (const id of [...this.open.keys()]) this.giveUp(id, 'The app was closed.');
  }

  methods(): ModuleTasks {
    return {
      takeTask: async () => {
        const task = this.waiting.shift() ?? null;
        if (task) this.wait(task.task);
        return task;
      },
      reportTask: async (task, report) => {
        const open = this.open.get(task);
        if (!open) return false;
        if (report.kind === 'trained' || report.kind === 'answer' || report.kind === 'failed') this.forget(task);
        else this.wait(task);
        open.take(report);
        return this.open.has(task);
      },
    };
  }

  private wait(id: string): void {
    const open = this.open.get(id);
    if (!open) return;
    clearTimeout(open.timer);
    open.timer = setTimeout(() => this.giveUp(id, 'The tab that ran the module is gone.'), LOST_AFTER);
  }

  private giveUp(id: string, message: string): void {
    const open = this.open.get(id);
    this.forget(id);
    open?.take({ kind: 'failed', failure: { kind: 'unavailable' }, message });
  }

  private forget(id: string): void {
    const at = this.waiting.findIndex(({ task }) => task === id);
    if (at >= 0) this.waiting.splice(at, 1);
    clearTimeout(this.open.get(id)?.timer);
    this.open.delete(id);
  }
}
