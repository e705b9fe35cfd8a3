import {
  addReviews,
  changeReviews,
  deleteReviews,
  LAST_REVIEW,
  newReviewRecord,
  type ReviewRecord,
  restoreReviews,
  toReviewRecord,
} from '../../storage/reviews';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { LabellingService, ReviewChange } from '../../wire/labelling';
import { MAX_REVIEWS_ADDED } from '../../wire/limits';
import type { NewReview, Review, ReviewCounts, ReviewsService, Sentiment } from '../../wire/reviews';
import { invalid } from '../errors';
import { Exports } from '../texts/exporting';
import { exportReviews, type Scored } from './export';
import { Lists } from './lists';
import { Mirror } from './mirror';
import type { LabelledEntry } from './parts';
import { ReviewIndex } from './review-index';
import type { Book } from './score-book';
import { checkSizes, tooMany } from './sizes';

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

export class Labelling {
  readonly mirror: Mirror;
  private readonly index: ReviewIndex;
  private readonly lists: Lists;
  private readonly exports: Exports;
  private rev = 0;

  constructor(private readonly deps: LabellingDependencies) {
    const { notify, news } = deps;
    this.index = new ReviewIndex(news);
    this.lists = new Lists({ ...deps, index: this.index });
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
    const { lists } = this;
    return {
      add: async (reviews) => {
        if (reviews.length > MAX_REVIEWS_ADDED) throw tooMany('reviews', reviews.length, MAX_REVIEWS_ADDED);
        checkSizes(reviews.map(({ text }) => text));
        return this.add(reviews);
      },
      label: (id, sentiment) => this.changeReview(id, { sentiment }),
      labelMany: async (ids, sentiment) => (await this.relabel(ids, sentiment)).map((it) => lists.toReview(it)),
      restoreReviews: (reviews) => this.restore(reviews),
      edit: (id, text) => this.changeReview(id, { text }),
      skip: (id, skipped) => this.changeReview(id, { skipped }),
      changeReview: (id, change) => this.changeReview(id, change),
      removeReviews: (ids) => this.remove(ids),
      list: (request) => lists.list(request),
      queue: (request) => lists.queue(request),
      duplicates: () => lists.duplicates(),
      sources: () => lists.sources(),
      exportReviews: async (format) => {
        await this.index.whole();
        return this.exports.run(this.index.totals.total, ({ wrote }) => exportReviews(format, this.scored(), wrote));
      },
      cancelExport: async () => this.exports.cancel(),
      mirror: (folder) => this.mirror.follow(folder),
      mirrorFolder: async () => this.mirror.restingFolder,
    };
  }

  /** All or none. */
  private async add(reviews: readonly NewReview[]): Promise<readonly string[]> {
    const created_at = new Date().toISOString();
    const records = reviews.map((review) => newReviewRecord({ source: 'typed', ...review, created_at }));
    const ids = await addReviews(records);
    this.taken(records.map((record, i) => ({ ...record, id: ids[i] })));
    return ids.map(String);
  }

  /** Resolves with what was there; those that are gone are passed over. */
  private async remove(ids: readonly string[]): Promise<readonly Review[]> {
    const numbers = ids.map(parseId);
    // Their scores are still known here.
    const before = (await deleteReviews(numbers)).map((it) => this.lists.toReview(it));
    this.index.afterWalk(() => {
      this.index.remove(numbers);
      this.deps.book.forget(numbers);
      this.mirror.touch(numbers);
      this.tell();
    });
    return before;
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

  private scored(): Scored {
    return { model: this.deps.servingName(), score: (id) => this.lists.score(id) };
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

function parseId(id: string): number {
  const number = /^[1-9]\d*$/.test(id) ? Number(id) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw noReview(id);
  return number;
}

function noReview(id: string): ServiceError {
  return new ServiceError('not_found', 'There is no such review.', [{ field: 'id', message: String(id) }]);
}
