// Row numbers that were read a few edits ago, as they are now: rows that went or came between others have
// given the ones after them other numbers, and what is erased or moved must be the rows that were meant.

import type { Edit } from './document';

/** Steps that are remembered. Whoever sends numbers read them a moment ago. */
const KEPT = 16;

interface Step {
  /** The revision that it made. */
  readonly rev: number;
  /** The number that the row has after it; -1 where it went. */
  readonly follow: (index: number) => number;
}

export class Numbering {
  private steps: Step[] = [];
  /** Numbers of revisions before this one cannot be told any more. */
  private known = 0;

  /** Before or after the edit is made; `rev` is the revision that it makes. */
  note(edit: Edit, rev: number): void {
    const follow = followed(edit);
    if (follow) this.steps.push({ rev, follow });
    else if (edit.type === 'dataset') this.forget(rev);
    if (this.steps.length > KEPT) this.known = this.steps.shift()?.rev ?? rev;
  }

  /** Other points altogether, from this revision on. */
  forget(rev: number): void {
    this.steps = [];
    this.known = rev;
  }

  /** For each row number of revision `rev` the one that it has now, -1 where it went; null if that cannot be told. */
  now(indices: Uint32Array, rev: number): readonly number[] | null {
    if (rev < this.known) return null;
    const since = this.steps.filter((step) => step.rev > rev);
    return Array.from(indices, (start) => since.reduce((index, { follow }) => (index < 0 ? -1 : follow(index)), start));
  }
}

/** How an edit renumbers rows; null where each keeps its number, or nothing is left of them. */
function followed(edit: Edit): Step['follow'] | null {
  switch (edit.type) {
    case 'append':
    case 'overwrite':
    case 'dataset':
      return null;
    case 'truncate':
      return (index) => (index < edit.n ? index : -1);
    case 'remove': {
      const { indices } = edit;
      return (index) => {
        const before = countBelow(indices.length, (i) => indices[i]! < index);
        return indices[before] === index ? -1 : index - before;
      };
    }
    case 'insert': {
      const { indices } = edit;
      return (index) => index + countBelow(indices.length, (i) => indices[i]! - i <= index);
    }
  }
}

/** How many of 0 … length - 1 pass a test that only the first so many pass. */
function countBelow(length: number, passes: (i: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
