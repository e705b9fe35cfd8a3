// The line to the worker that trains, while one run is on: opened from its configuration, its data and a checkpoint, asked
// one thing after the other, and ended. Whatever is asked of a worker that is gone is refused, and so is what it was asked
// when it went.

import { ServiceError } from '../../wire/errors';
import { Serial } from '../pace';
import type { JobAbout, JobHost, JobPort, JobRequest, RunsEnv } from './job';

export class Line {
  private readonly questions = new Serial();
  /** Refuse what is asked and not answered yet. */
  private readonly waiting = new Set<(reason: ServiceError) => void>();
  private port: JobPort | null = null;
  private why: string | null = null;
  private gone: ServiceError | null = null;

  constructor(private readonly env: RunsEnv) {}

  /** What it died of; null while it lives, and after `end`. */
  get died(): string | null {
    return this.why;
  }

  open(request: JobRequest): Promise<JobAbout> {
    this.port = this.env.spawn((why) => {
      this.why = why;
      this.hangUp(`The worker that trains failed: ${why}.`);
    });
    return this.ask((host) => host.open(request));
  }

  ask<T>(question: (host: JobHost) => Promise<T>): Promise<T> {
    return this.answered(this.questions.run(() => this.put(question)));
  }

  /** Out of turn, while another question is at work. */
  askAside<T>(question: (host: JobHost) => Promise<T>): Promise<T> {
    return this.answered(this.put(question));
  }

  private async put<T>(question: (host: JobHost) => Promise<T>): Promise<T> {
    if (!this.port) throw new ServiceError('unavailable', 'The worker that trains is gone.');
    return question(this.port.host);
  }

  private answered<T>(answer: Promise<T>): Promise<T> {
    // A race against the line's end would keep every answer, whole checkpoints, until that end.
    return new Promise((resolve, reject) => {
      if (this.gone) {
        reject(this.gone);
        return;
      }
      this.waiting.add(reject);
      answer.then(resolve, reject).finally(() => this.waiting.delete(reject));
    });
  }

  end(): void {
    this.port?.end();
    this.hangUp('The worker that trains was ended.');
  }

  private hangUp(message: string): void {
    this.port = null;
    this.gone ??= new ServiceError('unavailable', message);
    for (const refuse of this.waiting) refuse(this.gone);
    this.waiting.clear();
  }
}
