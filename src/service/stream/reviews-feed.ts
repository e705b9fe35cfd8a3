// The labelled reviews as they arrive, oldest first, each once: as the features that a text model sees in them. The model
// that serves when the stream begins stays the one that reads them; another would see other features.

import { fieldsOf, numbersOf, unreadable } from '../../ml/stream/memento';
import type { SourceInfo } from '../../ml/stream/types';
import { readReviewsById } from '../../storage/reviews';
import type { ReviewsParts } from '../reviews/parts';
import type { Feed, FeedOpener, FeedRequest } from './feed';
import { NothingYet } from './feed';
import { GrowingSource } from './growing';

const WHOSE = 'the reviews';
const WAITING = 'Waiting for labelled reviews: label some on the Reviews page.';
/** Texts in one question to the background worker: other jobs get their turn in between. */
const PART = 32;
/** Reviews read ahead of the learning. */
const AHEAD = 128;

type Parts = Pick<ReviewsParts, 'labelled' | 'background' | 'serving' | 'catalogue'>;

export function reviewsFeed(parts: Parts): FeedOpener {
  return async (request) => {
    const reader = new ReviewReader(parts, request);
    const first = await reader.read(PART);
    if (reader.d === 0) throw new NothingYet(WAITING);
    return reader.feed(first);
  };
}

interface Features {
  readonly X: Float64Array;
  readonly y: Float64Array;
}

class ReviewReader {
  d: number;
  private readonly model: string;
  private readonly density: boolean;
  /** Numbers of the reviews given to the learner, and of those that wait, in order. */
  private readonly given: Set<number>;
  private ahead: number[] = [];

  constructor(
    private readonly parts: Parts,
    { config, memento }: FeedRequest,
  ) {
    const kept = memento === undefined ? null : fieldsOf(memento, WHOSE);
    if (kept && !(typeof kept.model === 'string' && Number.isSafeInteger(kept.d))) throw unreadable(WHOSE);
    this.model = kept ? String(kept.model) : parts.serving();
    this.d = kept ? Number(kept.d) : 0;
    this.given = new Set(kept ? numbersOf(kept.given, WHOSE) : []);
    this.density = config.learner.id === 'mixture';
  }

  feed(first: Features): Feed {
    const features = Array.from({ length: this.d }, (_, j) => `feature ${j + 1}`);
    const task: SourceInfo['task'] = this.density ? { kind: 'density' } : { kind: 'classification', n_classes: 2 };
    const info = { features, task, length: null, drifts: () => [], classes: ['negative', 'positive'] };
    const source = new GrowingSource(info, {
      given: (rows) => {
        for (const id of this.ahead.splice(0, rows)) this.given.add(id);
      },
      save: () => ({ model: this.model, d: this.d, given: [...this.given] }),
    });
    source.take(first.X, first.y);
    const refresh = async () => {
      const { X, y } = await this.read(AHEAD);
      source.take(X, y);
    };
    return { source, waiting: WAITING, refresh };
  }

  /** The next labelled reviews, at most so many. RangeError, for people, when the model that reads them is gone. */
  async read(most: number): Promise<Features> {
    if (!this.parts.catalogue.has(this.model)) {
      throw new RangeError('The text model that reads the reviews was removed: reset the stream to use another.');
    }
    const waiting = new Set(this.ahead);
    const fresh = (await this.parts.labelled()).filter(({ id }) => !this.given.has(id) && !waiting.has(id));
    const labels = new Map(fresh.slice(0, most).map(({ id, label }) => [id, label]));
    const reviews = await readReviewsById([...labels.keys()]);
    const [rows, y]: [Float32Array[], number[]] = [[], []];
    for (let from = 0; from < reviews.length; from += PART) {
      const part = reviews.slice(from, from + PART);
      const { d, data } = await this.parts.background.embed(
        this.model,
        part.map(({ text }) => text),
      );
      this.d = d;
      rows.push(data);
      y.push(...part.map(({ id }) => labels.get(id) ?? 0));
      this.ahead.push(...part.map(({ id }) => id));
    }
    const X = Float64Array.from(rows.flatMap((row) => [...row]));
    return { X, y: Float64Array.from(this.density ? [] : y) };
  }
}
