// The reviews kept: labelled one after the other or many at once, listed, searched, put into an order to label
// them in, taken out as files. Texts stay in the store; what an order or a filter needs is in the index.

import { sigmoid } from '../../ml/text/ngram/model';
import {
  addReviews,
  changeReviews,
  deleteReviews,
  LAST_REVIEW,
  newReviewRecord,
  type ReviewRecord,
  readReviewsById,
  restoreReviews,
  toReviewRecord,
} from '../../storage/reviews';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { LabellingService, QueuePage, QueueRequest, ReviewChange, ReviewSource } from '../../wire/labelling';
import { MAX_REVIEWS_ADDED } from '../../wire/limits';
import type {
  ListRequest,
  NewReview,
  Review,
  ReviewCounts,
  ReviewPage,
  ReviewsService,
  Sentiment,
} from '../../wire/reviews';
import { invalid } from '../errors';
import { Exports } from '../texts/exporting';
import { exportReviews, type Scored } from './export';
import { Mirror } from './mirror';
import type { LabelledEntry } from './parts';
import { First, listRank, queueRank } from './ranking';
import { type Entry, ReviewIndex } from './review-index';
import type { Book } from './score-book';
import { Search } from './search';
import { checkSizes, tooMany } from './sizes';
import { normalText } from './split';

export interface LabellingDependencies {
  readonly book: Book;
  /** Of the serving model, for people. */
  readonly servingName: () => string;
  /** Numbers of the reviews that the serving model has learnt from. */
  readonly learnt: () => readonly number[];
  readonly notify: (notice: Notice) => void;
  /** Reviews came, went or changed. */
  readonly changed: () => void;
  /** The page's state changed, though no review did. */
  readonly news: () => void;
}

export type LabellingMethods = LabellingService & Pick<ReviewsService, 'add' | 'label' | 'removeReviews' | 'list'>;

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;
/** Duplicates told of at once, the largest groups first. */
const MAX_DUPLICATES = 10_000;
/** Told of at once. */
const MAX_SOURCES = 100;

export class Labelling {
  readonly mirror: Mirror;
  private readonly index: ReviewIndex;
  private readonly search: Search;
  private readonly exports: Exports;
  private rev = 0;

  constructor(private readonly deps: LabellingDependencies) {
    const { notify, news } = deps;
    this.index = new ReviewIndex(news);
    this.search = new Search(this.index);
    this.exports = new Exports(news);
    this.mirror = new Mirror({ index: this.index, notify, changed: news });
  }

  /** Reads what is stored; a folder that is kept in step is gone on with. */
  async open(): Promise<void> {
    await this.index.open();
    this.tell();
    await this.mirror.open();
  }

  counts(): ReviewCounts {
    const { total, positive, negative, unlabelled, parts } = this.index.totals;
    const { name: mirrored, resting } = this.mirror;
    const { progress: exporting } = this.exports;
    const rest = { rev: this.rev, scored: this.deps.book.size, mirrored, resting, exporting };
    return { total, positive, negative, unlabelled, parts, ...rest };
  }

  methods(): LabellingMethods {
    return {
      add: async (reviews) => {
        if (reviews.length > MAX_REVIEWS_ADDED) throw tooMany('reviews', reviews.length, MAX_REVIEWS_ADDED);
        checkSizes(reviews.map(({ text }) => text));
        return this.add(reviews);
      },
      label: (id, sentiment) => this.changeReview(id, { sentiment }),
      labelMany: async (ids, sentiment) => (await this.relabel(ids, sentiment)).map((it) => this.toReview(it)),
      restoreReviews: (reviews) => this.restore(reviews),
      edit: (id, text) => this.changeReview(id, { text }),
      skip: (id, skipped) => this.changeReview(id, { skipped }),
      changeReview: (id, change) => this.changeReview(id, change),
      removeReviews: async (ids) => {
        const before = await this.read(ids.map(parseId));
        await this.remove(ids);
        return before;
      },
      list: (request) => this.list(request),
      queue: (request) => this.queue(request),
      duplicates: () => this.duplicates(),
      sources: () => this.sources(),
      exportReviews: async (format) => {
        await this.index.whole();
        return this.exports.run(this.index.totals.total, ({ wrote }) => exportReviews(format, this.scored(), wrote));
      },
      cancelExport: async () => this.exports.cancel(),
      mirror: (folder) => this.mirror.follow(folder),
      mirrorFolder: async () => this.mirror.restingFolder,
    };
  }

  /** All or none, as many as there are. */
  async add(reviews: readonly NewReview[]): Promise<readonly string[]> {
    const created_at = new Date().toISOString();
    const records = reviews.map((review) => newReviewRecord({ source: 'typed', ...review, created_at }));
    const ids = await addReviews(records);
    this.taken(records.map((record, i) => ({ ...record, id: ids[i] })));
    return ids.map(String);
  }

  async remove(ids: readonly string[]): Promise<void> {
    const numbers = ids.map(parseId);
    await deleteReviews(numbers);
    this.index.afterWalk(() => {
      this.index.remove(numbers);
      this.deps.book.forget(numbers);
      this.mirror.touch(numbers);
      this.tell();
    });
  }

  async labelled(): Promise<readonly LabelledEntry[]> {
    await this.index.whole();
    return [...this.index.values()].flatMap(({ id, sentiment, part, blank }) =>
      sentiment === null || blank ? [] : [{ id, label: sentiment, part }],
    );
  }

  async arrivals(): Promise<readonly number[]> {
    await this.index.whole();
    const ids = [...this.index.values()].flatMap(({ id, part }) => (part === null ? [id] : []));
    // One that was deleted and put back stands last in the index.
    return ids.sort((a, b) => a - b);
  }

  async assignParts(ids: readonly number[], part: ReviewRecord['part']): Promise<void> {
    await this.change(ids, (review) => ({ ...review, part }));
  }

  /** Those that are gone are passed over. */
  private async relabel(ids: readonly string[], sentiment: Sentiment | null): Promise<readonly ReviewRecord[]> {
    const now = new Date().toISOString();
    return this.change(ids.map(parseId), (review) => withLabel(review, sentiment, now));
  }

  /** All that is said, or nothing. */
  private async changeReview(id: string, { text, sentiment, skipped }: ReviewChange): Promise<void> {
    if (text !== undefined) checkSizes([text]);
    const now = new Date().toISOString();
    const ids = [parseId(id)];
    const changed = (before: ReviewRecord) => {
      let review = before;
      if (text !== undefined) review = withText(review, text);
      if (sentiment !== undefined) review = withLabel(review, sentiment, now);
      // A label and another text each drop it: what is said of it comes last.
      return skipped === undefined ? review : { ...review, skipped };
    };
    const work = () => this.change(ids, changed);
    const found = await (text === undefined ? work() : this.deps.book.rewriting(ids, work));
    if (found.length === 0) throw noReview(id);
  }

  private async restore(reviews: readonly Review[]): Promise<void> {
    checkSizes(reviews.map(({ text }) => text));
    const records = reviews.map(({ id, ...rest }) => toReviewRecord({ ...rest, id: parseId(id) }));
    const sound = records.filter((record) => record !== null).filter(({ id }) => id <= LAST_REVIEW);
    if (sound.length < records.length) throw invalid('reviews', 'These are not reviews as they were given out.');
    this.taken(await restoreReviews(sound));
  }

  private async change(
    ids: readonly number[],
    change: (review: ReviewRecord) => ReviewRecord,
  ): Promise<readonly ReviewRecord[]> {
    const before = await changeReviews(ids, change);
    if (before.length > 0) this.taken(before.map(change));
    return before;
  }

  /** These are stored now. */
  private taken(records: readonly ReviewRecord[]): void {
    const ids = records.map(({ id }) => id);
    const { walking } = this.index;
    this.index.afterWalk(() => {
      const fresh = this.index.put(records);
      // What came meanwhile the walk may have met already: new to nobody, and scored by nobody.
      const unscored = walking ? ids : fresh;
      if (unscored.length > 0) this.deps.book.ask(unscored);
      this.mirror.touch(ids);
      this.tell();
    });
  }

  private async list(request: ListRequest = {}): Promise<ReviewPage> {
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
    await this.index.whole();
    if (search === '') return this.index.values();
    const ids = await this.search.find(search);
    return [...ids].flatMap((id) => this.index.get(id) ?? []);
  }

  private async queue({ order, limit, seed = 1 }: QueueRequest): Promise<QueuePage> {
    await this.index.whole();
    const first = new First(pageOf({ limit }).limit);
    const counts = { total: 0, skipped: 0, scored: 0, learnt: 0 };
    const learnt = new Set(order === 'disagreement' ? this.deps.learnt() : []);
    for (const entry of this.index.values()) {
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

  private async duplicates(): Promise<readonly (readonly Review[])[]> {
    await this.index.whole();
    const alike = twoOrMore(this.index.values(), ({ hash }) => hash).sort((a, b) => b.length - a.length);
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

  private async sources(): Promise<readonly ReviewSource[]> {
    await this.index.whole();
    const counts = new Map<string, number>();
    for (const { source } of this.index.values()) counts.set(source, (counts.get(source) ?? 0) + 1);
    const sources = [...counts].map(([source, reviews]) => ({ source, reviews }));
    return sources.sort((a, b) => b.reviews - a.reviews).slice(0, MAX_SOURCES);
  }

  private async read(ids: readonly number[]): Promise<Review[]> {
    return (await readReviewsById(ids)).map((record) => this.toReview(record));
  }

  private toReview({ id, ...rest }: ReviewRecord): Review {
    return { id: String(id), ...rest, score: this.score(id) };
  }

  private scored(): Scored {
    return { model: this.deps.servingName(), score: (id) => this.score(id) };
  }

  private score(id: number): number | null {
    const logit = this.deps.book.logit(id);
    return logit === undefined ? null : sigmoid(logit);
  }

  private tell(): void {
    this.rev += 1;
    this.deps.changed();
  }
}

function withLabel(review: ReviewRecord, sentiment: Sentiment | null, now: string): ReviewRecord {
  return {
    ...review,
    sentiment,
    labelled_at: sentiment === null ? null : sentiment === review.sentiment ? review.labelled_at : now,
    skipped: sentiment === null && review.skipped,
  };
}

function withText(review: ReviewRecord, text: string): ReviewRecord {
  // The words that the model doubted, and the person stood by, are gone.
  return { ...review, text, skipped: review.sentiment === null && review.skipped };
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

function parseId(id: string): number {
  const number = /^[1-9]\d*$/.test(id) ? Number(id) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw noReview(id);
  return number;
}

function noReview(id: string): ServiceError {
  return new ServiceError('not_found', 'There is no such review.', [{ field: 'id', message: String(id) }]);
}
