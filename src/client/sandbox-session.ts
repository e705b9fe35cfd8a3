// A sandbox from the linking of its scripts to its end, with at most one question under way, and the time that it may take.

import { tooLarge } from '../sandbox/checked';
import { SANDBOX_LIMITS } from '../sandbox/limits';
import { LineLimiter } from '../sandbox/lines';
import type { ModelFile } from '../wire/library';
import { type SandboxCommand, SandboxError, type SandboxReport } from '../wire/sandbox';
import { openSandbox, type Sandbox } from './sandbox-frame';
import { linkScripts } from './sandbox-link';

export interface ModuleJob {
  /** The module's folder: scripts and all else that its `modelDir` begins with. */
  readonly files: readonly ModelFile[];
  /** Path of the training or serving script among them. */
  readonly script: string;
  /** New lines of its log. Must not throw. */
  onLog(lines: readonly string[]): void;
}

/** Null for a report that is not the answer yet. */
export type Answered<T> = (report: SandboxReport, blobs: readonly Blob[]) => { readonly value: T } | null;

interface Question {
  take(report: SandboxReport, blobs: readonly Blob[]): void;
  reject(error: unknown): void;
}

export class Session {
  private sandbox: Sandbox | null = null;
  private question: Question | null = null;
  /** Why nothing more is answered. */
  private over: unknown = null;
  private readonly limiter = new LineLimiter();
  private readonly giveUp = new AbortController();

  constructor(private readonly job: ModuleJob) {}

  get open(): boolean {
    return this.over === null;
  }

  /** Links the scripts, opens the sandbox and sends the first command; what fails rejects the question under way. */
  start(command: SandboxCommand): void {
    this.begin().then(
      () => this.send(command),
      (error: unknown) => this.fail(error),
    );
  }

  ask<T>(seconds: number, what: string, answered: Answered<T>): Promise<T> {
    if (this.over !== null) return Promise.reject(this.over);
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        const message = `${what} took longer than ${seconds} s. It was ended, and nothing was kept.`;
        this.fail(new SandboxError({ kind: 'time', seconds }, message));
      }, seconds * 1000);
      const settle = (how: () => void) => {
        clearTimeout(timer);
        this.question = null;
        how();
      };
      this.question = {
        take: (report, blobs) => {
          try {
            const answer = answered(report, blobs);
            if (answer) settle(() => resolve(answer.value));
          } catch (error) {
            this.fail(error);
          }
        },
        reject: (error) => settle(() => reject(error)),
      };
    });
  }

  send(command: SandboxCommand): void {
    this.sandbox?.send(command);
  }

  stop(): void {
    this.fail(new SandboxError({ kind: 'stopped' }, 'The module was stopped. Nothing was kept.'));
  }

  end(): void {
    this.over ??= new SandboxError({ kind: 'stopped' }, 'The module has ended.');
    this.giveUp.abort(this.over);
    this.sandbox?.end();
  }

  private async begin(): Promise<void> {
    const { files, script } = this.job;
    const size = files.reduce((sum, { file }) => sum + file.size, 0);
    if (size > SANDBOX_LIMITS.fileBytes) throw tooLarge('The module', SANDBOX_LIMITS.fileBytes);
    const module = await linkScripts(files, script, this.giveUp.signal);
    const sandbox = await openSandbox(
      module,
      (report, blobs) => this.take(report, blobs),
      (error) => this.fail(error),
    );
    if (this.over !== null) sandbox.end();
    this.sandbox = sandbox;
  }

  private take(report: SandboxReport, blobs: readonly Blob[]): void {
    if (report.kind === 'log') this.log(report.lines, report.left);
    else if (report.kind === 'failed') this.failed(report);
    else this.question?.take(report, blobs);
  }

  private log(said: readonly string[], before: number): void {
    const { lines, left } = this.limiter.admit(said);
    const missing = left + before;
    this.job.onLog(missing > 0 ? [...lines, `… ${missing} lines were left out`] : lines);
  }

  private failed(report: Extract<SandboxReport, { kind: 'failed' }>): void {
    const error = errorOf(report);
    // A prediction that failed leaves the module as it was; anything else is the end of it.
    if (report.id !== null) this.question?.reject(error);
    else this.fail(error);
  }

  private fail(error: unknown): void {
    this.over ??= error;
    this.question?.reject(error);
    this.end();
  }
}

function errorOf(report: Extract<SandboxReport, { kind: 'failed' }>): SandboxError {
  const { step, why, name, message, stack } = report;
  switch (why) {
    case 'threw': {
      const said = message ? `${name}: ${message}` : name;
      return new SandboxError({ kind: 'threw', step, name, stack }, said);
    }
    case 'answer':
      return new SandboxError({ kind: 'answer', step }, message);
    case 'size':
    case 'unsupported type':
    case 'not acceptable':
      return new SandboxError({ kind: why }, message);
  }
}
