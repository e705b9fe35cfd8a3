// The module that stays loaded to answer questions: one at a time, until another is asked or nobody asks any more.

import type { PredictAnswer } from '../wire/library';
import type { ModuleTask, ModuleTasks } from '../wire/module-tasks';
import type { ServedModule, serveModule } from './sandbox';

/** Milliseconds after which a module that nobody asks is ended. */
const IDLE = 60_000;
/** Lines of its log that an answer comes with. */
const MOST_LINES = 500;

export type Question = Extract<ModuleTask, { kind: 'predict' }>;

interface Loaded {
  readonly serving: string;
  readonly module: Promise<ServedModule>;
}

export class KeptModule {
  private loaded: Loaded | null = null;
  private idle: ReturnType<typeof setTimeout> | undefined;
  /** What the module logs belongs to the question that it is at, or to none. */
  private said: string[] | null = null;

  constructor(
    private readonly tasks: ModuleTasks,
    private readonly serve: typeof serveModule,
  ) {}

  /** What is logged meanwhile goes into `log`. Undefined where the module was ended by `end` before it was asked. */
  async answer(question: Question, log: string[]): Promise<PredictAnswer | undefined> {
    clearTimeout(this.idle);
    if (!(await this.isOpen(question.serving))) this.load(question);
    this.said = log;
    try {
      return await this.loaded?.module.then((module) => module.predict(question.request));
    } finally {
      this.said = null;
      this.idle = setTimeout(() => this.unload(), IDLE);
    }
  }

  end(): void {
    clearTimeout(this.idle);
    this.unload();
  }

  private async isOpen(serving: string): Promise<boolean> {
    if (this.loaded?.serving !== serving) return false;
    return (await this.loaded.module.catch(() => null))?.open ?? false;
  }

  private load({ task, script, serving }: Question): void {
    this.unload();
    const onLog = (lines: readonly string[]) => {
      this.said?.push(...lines);
      this.said?.splice(0, this.said.length - MOST_LINES);
    };
    // A whole module may be large: it comes over once, and not with every question.
    const module = this.tasks.filesOfTask(task).then((files) => this.serve({ files, script, onLog }));
    this.loaded = { serving, module };
  }

  private unload(): void {
    this.loaded?.module.then(
      (module) => module.end(),
      () => {},
    );
    this.loaded = null;
  }
}
