// The logger that a module is given: lines are gathered and reported some ten times a second, from a loop that never
// pauses as well.

import type { Logger, LogOptions } from '../../ml/modules/protocol';
import { REPORT_EVERY } from '../limits';
import { cut, LineLimiter } from '../lines';

export interface ModuleLog extends Logger {
  /** Also the line that has no end yet. */
  finish(): void;
}

export function moduleLog(report: (lines: readonly string[], left: number) => void): ModuleLog {
  const limiter = new LineLimiter();
  let open = '';
  let lines: string[] = [];
  let left = 0;
  let last = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    last = Date.now();
    if (lines.length > 0 || left > 0) report(lines, left);
    lines = [];
    left = 0;
  };
  const soon = () => {
    if (Date.now() - last >= REPORT_EVERY) flush();
    else timer ??= setTimeout(flush, REPORT_EVERY);
  };
  const take = (whole: readonly string[]) => {
    const admitted = limiter.admit(whole);
    lines.push(...admitted.lines);
    left += admitted.left;
  };
  return {
    log(message: unknown, { level, end = '\n' }: LogOptions = {}) {
      open += `${level ? `${level}: ` : ''}${textOf(message)}${textOf(end)}`;
      const parts = open.split('\n');
      open = cut(parts.pop() ?? '');
      take(parts);
      soon();
    },
    flush: soon,
    finish() {
      if (open !== '') take([open]);
      open = '';
      flush();
    },
  };
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'a value without a text';
  }
}
