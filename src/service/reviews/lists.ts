// The reviews kept, as they are looked at: listed, searched, put into an order to label them in, those that are alike together.

import { sigmoid } from '../../ml/text/ngram/model';
import { type ReviewRecord, readReviewsById } from '../../storage/reviews';
import type { QueuePage, QueueRequest, ReviewSource } from '../../wire/labelling';
import type { ListRequest, Review, ReviewPage } from '../../wire/reviews';
import { First, listRank, queueRank } from './ranking';
import type { Entry, ReviewIndex } from './review-index';
import type { Book } from './score-book';
import { Search } from './search';
import { normalText } from './split';

interface ListsDependencies {
  readonly index: ReviewIndex;
  readonly book: Book;
  /** Numbers of the reviews that the serving model has learnt from. */
  readonly learnt: () => readonly number[];
}

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;
/** Duplicates told of at once, the largest groups first. */
const MAX_DUPLICATES = 10_000;
/** Told of at once. */
const MAX_SOURCES = 100;

export class Lists {
  private readonly search: Search;

  constructor(private readonly deps: ListsDependencies) {
    this.search = new Search(deps.index);
  }

  async list(request: ListRequest = {}): Promise<ReviewPage> {
    const { sentiment, search = '', source, order = 'newest' } = request;
    const { offset, limit } = pageOf(request);
    const entries = await this.matching(search.trim());
    const first = new First(offset + limit);
    let total = 0;
    for (const entry of entries) {
      if (sentiment !== undefined && entry.sentiment !== (sentiment === 'none' ? null : sentiment)) continue;
      if (source !== undefined && entry.source !== source) continue;
      const rank = listRank(order, entry, () => this.score(entry.id));
      if (!rank) continue;
      total += 1;
      first.offer(rank);
    }
    return { total, reviews: await this.read(first.take().slice(offset)) };
  }

  private async matching(search: string): Promise<Iterable<Entry>> {
    await this.deps.index.whole();
    if (search === '') return this.deps.index.values();
    const ids = await this.search.find(search);
    return [...ids].flatMap((id) => this.deps.index.get(id) ?? []);
  }

  async queue({ order, limit, seed = 1 }: QueueRequest): Promise<QueuePage> {
    await this.deps.index.whole();
    const first = new First(pageOf({ limit }).limit);
    const counts = { total: 0, skipped: 0, scored: 0, learnt: 0 };
    const learnt = new Set(order === 'disagreement' ? this.deps.learnt() : []);
    for (const entry of this.deps.index.values()) {
      const logit = this.deps.book.logit(entry.id);
      if (entry.sentiment !== null && learnt.has(entry.id)) counts.learnt += 1;
      const rank = queueRank(order, entry, logit, seed);
      if (!rank) continue;
      counts.total += 1;
      if (entry.skipped) counts.skipped += 1;
      if (logit !== undefined) counts.scored += 1;
      first.offer(rank);
    }
    return { ...counts, reviews: await this.read(first.take()) };
  }

  async duplicates(): Promise<readonly (readonly Review[])[]> {
    await this.deps.index.whole();
    const alike = twoOrMore(this.deps.index.values(), ({ hash }) => hash).sort((a, b) => b.length - a.length);
    const groups: (readonly Review[])[] = [];
    let room = MAX_DUPLICATES;
    for (const some of alike) {
      if (room <= 0) break;
      const reviews = await this.read(some.slice(0, room).map(({ id }) => id));
      room -= reviews.length;
      groups.push(...twoOrMore(reviews, ({ text }) => normalText(text)));
    }
    return groups;
  }

  async sources(): Promise<readonly ReviewSource[]> {
    await this.deps.index.whole();
    const counts = new Map<string, number>();
    for (const { source } of this.deps.index.values()) counts.set(source, (counts.get(source) ?? 0) + 1);
    const sources = [...counts].map(([source, reviews]) => ({ source, reviews }));
    return sources.sort((a, b) => b.reviews - a.reviews).slice(0, MAX_SOURCES);
  }

  toReview({ id, ...rest }: ReviewRecord): Review {
    return { id: String(id), ...rest, score: this.score(id) };
  }

  /** By the serving model; null while it has none. */
  score(id: number): number | null {
    const logit = this.deps.book.logit(id);
    return logit === undefined ? null : sigmoid(logit);
  }

  private async read(ids: readonly number[]): Promise<Review[]> {
    return (await readReviewsById(ids)).map((record) => this.toReview(record));
  }
}

function pageOf({ offset = 0, limit = DEFAULT_PAGE }: Pick<ListRequest, 'offset' | 'limit'>) {
  return { offset: Math.max(0, offset), limit: Math.min(Math.max(0, limit), MAX_PAGE) };
}

/** Groups of those with equal keys, leaving out what is alone. */
function twoOrMore<T>(values: Iterable<T>, keyOf: (value: T) => string | number): T[][] {
  const groups = new Map<string | number, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}
