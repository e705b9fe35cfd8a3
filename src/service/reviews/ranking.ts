// Which reviews come first: in the queue of those to label, and in the list.

import type { QueueOrder } from '../../wire/labelling';
import type { ListRequest } from '../../wire/reviews';
import type { Entry } from './review-index';

/** Smaller comes first, tier before key before number. */
export interface Rank {
  readonly tier: number;
  readonly key: number;
  readonly id: number;
}

function compare(a: Rank, b: Rank): number {
  return a.tier - b.tier || a.key - b.key || a.id - b.id;
}

/** The first so many of all that are offered, without sorting the rest. */
export class First {
  private kept: Rank[] = [];
  /** Nothing behind this one can be among the first. */
  private last: Rank | null = null;

  constructor(private readonly count: number) {}

  offer(rank: Rank): void {
    if (this.last && compare(rank, this.last) >= 0) return;
    this.kept.push(rank);
    if (this.kept.length >= 2 * this.count + 64) this.cut();
  }

  /** Numbers, in order. */
  take(): number[] {
    this.cut();
    return this.kept.map(({ id }) => id);
  }

  private cut(): void {
    this.kept = this.kept.sort(compare).slice(0, this.count);
    if (this.kept.length === this.count) this.last = this.kept.at(-1) ?? null;
  }
}

const QUEUE_KEYS: { readonly [K in QueueOrder]: ((logit: number) => number) | null } = {
  uncertainty: (logit) => Math.abs(logit),
  extreme: (logit) => -Math.abs(logit),
  given: null,
  chance: null,
  disagreement: (logit) => -Math.abs(logit),
};

/**
 * Those skipped come last, and those without a score after the scored ones where the order asks for scores. Null where
 * the queue is not for it: it has a label, or (disagreement) none that the model would change.
 */
export function queueRank(order: QueueOrder, entry: Entry, logit: number | undefined, seed: number): Rank | null {
  const { id, skipped, sentiment } = entry;
  if (order === 'disagreement' ? !disagrees(sentiment, logit) : sentiment !== null) return null;
  const last = skipped ? 2 : 0;
  if (order === 'chance') return { tier: last, key: drawn(id, seed), id };
  const key = QUEUE_KEYS[order];
  if (!key) return { tier: last, key: id, id };
  return logit === undefined ? { tier: last + 1, key: id, id } : { tier: last, key: key(logit), id };
}

/** 32 bits that look like chance, of a number and a seed (murmur3's finaliser): a review keeps its place as others come and go. */
function drawn(id: number, seed: number): number {
  let h = Math.imul(id ^ Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A toss-up says nothing against a label. */
function disagrees(sentiment: Entry['sentiment'], logit: number | undefined): boolean {
  if (sentiment === null || logit === undefined) return false;
  return sentiment === 1 ? logit < 0 : logit > 0;
}

type ListOrder = NonNullable<ListRequest['order']>;

/** Null leaves the review out: a disagreement takes a label. `score`: 0 … 1. */
export function listRank(order: ListOrder, { id, sentiment, length }: Entry, score: () => number | null): Rank | null {
  if (order === 'newest') return { tier: 0, key: -id, id };
  if (order === 'oldest') return { tier: 0, key: id, id };
  if (order === 'longest') return { tier: 0, key: -length, id };
  if (sentiment === null) return null;
  const known = score();
  return known === null ? { tier: 1, key: id, id } : { tier: 0, key: -Math.abs(sentiment - known), id };
}
