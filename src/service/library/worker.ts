// The library's worker: started by the first question, anew where it is gone, and ended once nobody asks: its memory only
// grows, and by one look at a large model to the size of that.

import { ServiceError } from '../../wire/errors';
import type { LibraryEnv, LibraryHost, LibraryPort } from './host';

/** Milliseconds without a question. */
const IDLE = 60_000;

export class LibraryWorker {
  private port: LibraryPort | null = null;
  private asked = 0;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly env: Pick<LibraryEnv, 'spawn'>) {}

  async ask<T>(work: (host: LibraryHost) => Promise<T>): Promise<T> {
    clearTimeout(this.idle);
    const port = this.port ?? this.env.spawn();
    this.port = port;
    this.asked += 1;
    try {
      return await work(port.host);
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'unavailable') this.end(port);
      throw error;
    } finally {
      this.asked -= 1;
      if (this.asked === 0) this.idle = setTimeout(() => this.end(this.port), IDLE);
    }
  }

  private end(port: LibraryPort | null): void {
    if (!port || port !== this.port) return;
    this.port = null;
    port.end();
  }
}
