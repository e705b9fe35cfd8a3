// Lines of a log, within limits: so many a second, each so long. The rest is counted.

import { SANDBOX_LIMITS } from './limits';

export interface Admitted {
  readonly lines: readonly string[];
  readonly left: number;
}

export class LineLimiter {
  private second = Number.NEGATIVE_INFINITY;
  private used = 0;

  constructor(private readonly now: () => number = Date.now) {}

  admit(lines: readonly string[]): Admitted {
    const now = this.now();
    if (now - this.second >= 1000) {
      this.second = now;
      this.used = 0;
    }
    const taken = lines.slice(0, SANDBOX_LIMITS.logLinesPerSecond - this.used);
    this.used += taken.length;
    return { lines: taken.map(cut), left: lines.length - taken.length };
  }
}

export function cut(line: string): string {
  const most = SANDBOX_LIMITS.logLineLength;
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
