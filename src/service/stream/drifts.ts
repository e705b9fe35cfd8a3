// The batches at which a source's concept changed, found as its examples go by.

import type { SourceInfo } from '../../ml/stream/types';

/** The newest kept. */
const MOST = 1000;
/** Examples looked ahead for the next change; then twice as many, up to the end of all streams. */
const AHEAD = 4096;
const END = 2 ** 40;

export class Drifts {
  private found: number[];
  /** Example at which it changes next; null: not looked for yet. */
  private next: number | null = null;

  /** `drawn`: examples the source has given. */
  constructor(
    found: readonly number[],
    private drawn: number,
  ) {
    this.found = [...found];
  }

  get batches(): readonly number[] {
    return this.found;
  }

  /** The source has now given `drawn` examples, the last of them in `batch`. */
  passed(drawn: number, batch: number, info: SourceInfo): void {
    this.next ??= nextAfter(this.drawn, info);
    this.drawn = drawn;
    if (drawn <= this.next) return;
    this.found = [...this.found, batch].slice(-MOST);
    this.next = nextAfter(drawn, info);
  }
}

/** The first change at or after an example; Infinity: none. */
function nextAfter(from: number, info: SourceInfo): number {
  for (let until = from + AHEAD; until < END; until *= 2) {
    const [next] = info.drifts(until, from);
    if (next !== undefined) return next;
  }
  return Number.POSITIVE_INFINITY;
}
