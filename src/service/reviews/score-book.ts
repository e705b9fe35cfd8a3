// What the serving model makes of the reviews kept: worked out in the background, a few at a time, the newest
// first, kept through reloads, and thrown away when another model serves, or the same comes anew with a version of the app.

import type { TextScore } from '../../ml/text/types';
import { readReviewScores, saveReviewScores } from '../../storage/review-scores';
import { readReviewIds, readReviewsById } from '../../storage/reviews';
import type { Notice } from '../../wire/events';
import { messageOf } from '../errors';
import { SaveCadence } from './cadence';
import type { ScoreBook, ScoredReview } from './parts';
import type { Pool } from './pool';

export interface ScoreBookDependencies {
  readonly background: Pool;
  readonly serving: () => string;
  /** As in Catalogue. */
  readonly fingerprint: (model: string) => string;
  readonly changed: () => void;
  /** When a text was last scored for the page, by performance.now(). */
  readonly liveAt: () => number;
  readonly notify: (notice: Notice) => void;
}

/** Reviews scored in one question. */
const PART = 16;
/** While somebody types, rests of this many milliseconds leave the processor to the live scores. */
const REST = 250;

export class Book implements ScoreBook {
  private model = '';
  private fingerprint = '';
  private readonly logits = new Map<number, number>();
  private readonly pending = new Set<number>();
  /** The pending ones and some that no longer are, the newest last; null when it must be put in order first. */
  private line: number[] | null = null;
  /** Asked of the worker just now, and neither changed nor gone since. */
  private readonly asked = new Set<number>();
  private work: Promise<void> | null = null;
  private readonly saves = new SaveCadence();

  constructor(private readonly deps: ScoreBookDependencies) {}

  /** Scores known. */
  get size(): number {
    return this.logits.size;
  }

  logit(id: number): number | undefined {
    return this.logits.get(id);
  }

  /** Takes up what is stored for the serving model, and works out the rest. */
  async open(): Promise<void> {
    const model = this.deps.serving();
    this.model = model;
    this.fingerprint = this.deps.fingerprint(model);
    for (const known of [this.logits, this.pending, this.asked]) known.clear();
    const [stored, ids] = await Promise.all([readReviewScores(), readReviewIds()]);
    if (this.model !== model) return;
    const there = new Set(ids);
    if (stored?.model === model && (stored.fingerprint ?? '') === this.fingerprint) {
      stored.ids.forEach((id, i) => {
        if (there.has(id)) this.logits.set(id, stored.logits[i] ?? 0);
      });
    }
    this.ask(ids.filter((id) => !this.logits.has(id)));
  }

  /** These are new, or say something else now. */
  ask(ids: readonly number[]): void {
    this.forget(ids);
    for (const id of ids) this.pending.add(id);
    this.line = null;
    this.start();
  }

  forget(ids: readonly number[]): void {
    for (const id of ids) {
      for (const known of [this.logits, this.pending, this.asked]) known.delete(id);
    }
  }

  /** `work` gives these other texts: what was made of the old ones is not saved any more, not even meanwhile. */
  async rewriting<T>(ids: readonly number[], work: () => Promise<T>): Promise<T> {
    this.forget(ids);
    try {
      return await work();
    } finally {
      this.ask(ids);
    }
  }

  async settled(choose: () => Promise<readonly number[]>): Promise<readonly ScoredReview[]> {
    for (;;) {
      if (this.model !== this.deps.serving()) await this.open();
      this.start();
      await this.work;
      const reviews = await readReviewsById(await choose());
      const scored = reviews.flatMap((review) => {
        const logit = this.logits.get(review.id);
        return logit === undefined ? [] : [{ ...review, logit }];
      });
      if (this.pending.size === 0 && this.model === this.deps.serving()) return scored;
    }
  }

  private start(): void {
    if (this.work || this.pending.size === 0) return;
    this.work = this.run()
      .catch((error: unknown) => {
        // Without it the queue comes as given, and drift says that it could not look.
        this.pending.clear();
        this.asked.clear();
        const message = `${messageOf(error)} Reload the page to try again; the reviews are safe.`;
        this.deps.notify({ level: 'warning', title: 'The reviews could not be scored', message });
      })
      .finally(() => {
        this.work = null;
        // Asked for while the last were being saved.
        this.start();
      });
  }

  private async run(): Promise<void> {
    while (this.pending.size > 0) {
      await this.giveWay();
      const { model } = this;
      const ids = this.newest();
      const reviews = await readReviewsById(ids);
      const texts = reviews.map(({ text }) => text);
      const scores = await this.scored(model, texts);
      if (!scores) {
        // `open` asks for them all.
        if (this.model === model) this.pending.clear();
        continue;
      }
      reviews.forEach(({ id }, i) => {
        const score = scores[i];
        // Gone, changed, or another model's by now: asked for again already.
        if (score && this.asked.delete(id)) this.logits.set(id, score.logit);
      });
      this.asked.clear();
      this.deps.changed();
      if (this.saves.due()) await this.save();
    }
    await this.save();
  }

  /** Null where it failed and another model serves by now: this one may be gone, and nobody waits for what it says. */
  private async scored(model: string, texts: readonly string[]): Promise<readonly TextScore[] | null> {
    try {
      return (await this.deps.background.score(model, texts)).scores;
    } catch (error) {
      if (this.deps.serving() === model) throw error;
      this.asked.clear();
      return null;
    }
  }

  /** Once a part: going on typing slows this work down, and does not stop it. */
  private async giveWay(): Promise<void> {
    const rest = this.deps.liveAt() + REST - performance.now();
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  }

  /** Takes the next ones to score. */
  private newest(): number[] {
    this.line ??= [...Float64Array.from(this.pending).sort()];
    const ids: number[] = [];
    while (ids.length < PART) {
      const id = this.line.pop();
      if (id === undefined) break;
      if (!this.pending.delete(id)) continue;
      this.asked.add(id);
      ids.push(id);
    }
    return ids;
  }

  private save(): Promise<void> {
    const record = {
      model: this.model,
      fingerprint: this.fingerprint,
      ids: Float64Array.from(this.logits.keys()),
      logits: Float32Array.from(this.logits.values()),
    };
    // Only a short cut after a reload: storage that is full must not stop the work.
    return this.saves.time(() => saveReviewScores(record).catch(() => {}));
  }
}
