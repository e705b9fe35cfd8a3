// The reviews that have come in since the serving model was trained, as drift is judged from them: those that no
// training has learnt from or held out, with what the serving model makes of them.

import { fingerprint } from '../../ml/drift/profile-file';
import { textKey } from '../../ml/text/figures';
import { sigmoid } from '../../ml/text/ngram/model';
import type { Embeddings } from '../../ml/text/types';
import type { DriftOptions } from '../../wire/drift';
import { APP_VERSION } from '../../wire/version';
import type { ObservedTexts } from '../reviews/host';
import type { ReviewsParts, ScoredReview } from '../reviews/parts';
import { MAX_EMBEDDED, PART } from './profiles';

export class Arrivals {
  private model = '';
  /** By review; a text that was changed is embedded anew. */
  private embedded = new Map<number, { readonly text: string; readonly row: Float32Array }>();

  constructor(private readonly parts: Pick<ReviewsParts, 'arrivals' | 'background' | 'book'>) {}

  /**
   * Resolves, once all are scored, with the numbers of all that have come in, oldest first, and the last `window` of
   * them: the texts of the others are not read.
   */
  async read(window: number): Promise<{ readonly ids: readonly number[]; readonly reviews: readonly ScoredReview[] }> {
    const { arrivals, book } = this.parts;
    let ids: readonly number[] = [];
    const reviews = await book.settled(async () => {
      ids = (await arrivals()).filter((id) => book.logit(id) !== undefined);
      return ids.slice(-window);
    });
    return { ids, reviews };
  }

  /** `wanted` is asked between pieces: false gives up, and null comes back. */
  async observe(model: string, reviews: readonly ScoredReview[], wanted: () => boolean): Promise<ObservedTexts | null> {
    const embeddings = await this.embed(model, reviews.slice(-MAX_EMBEDDED), wanted);
    if (!embeddings) return null;
    return {
      texts: reviews.map(({ text }) => text),
      scores: Float64Array.from(reviews, ({ logit }) => sigmoid(logit)),
      labels: Int8Array.from(reviews, ({ sentiment }) => sentiment ?? -1),
      embeddings,
    };
  }

  private async embed(
    model: string,
    reviews: readonly ScoredReview[],
    wanted: () => boolean,
  ): Promise<Embeddings | null> {
    if (this.model !== model) this.embedded.clear();
    this.model = model;
    // Those that have left the window are forgotten.
    this.embedded = new Map(
      reviews.flatMap(({ id, text }) => {
        const known = this.embedded.get(id);
        return known?.text === text ? [[id, known] as const] : [];
      }),
    );
    const missing = reviews.filter(({ id }) => !this.embedded.has(id));
    for (let from = 0; from < missing.length; from += PART) {
      const part = missing.slice(from, from + PART);
      const texts = part.map(({ text }) => text);
      const { d, data } = await this.parts.background.embed(model, texts);
      if (!wanted()) return null;
      part.forEach(({ id, text }, i) => {
        this.embedded.set(id, { text, row: data.slice(i * d, (i + 1) * d) });
      });
    }
    const rows = reviews.map(({ id }) => this.embedded.get(id)?.row ?? new Float32Array());
    const d = rows[0]?.length ?? 0;
    const data = new Float32Array(rows.length * d);
    rows.forEach((row, i) => {
      data.set(row, i * d);
    });
    return { d, data };
  }
}

/** The same for a look that would find the same. */
export function signatureOf(look: {
  readonly reference: { readonly model: string; readonly bytes: Uint8Array };
  readonly reviews: readonly ScoredReview[];
  readonly options: DriftOptions;
  readonly seen: number;
}): string {
  const { reference, reviews, options, seen } = look;
  const contents = reviews.map(({ id, sentiment, text }) => `${id}:${sentiment}:${textKey(text)}`).join();
  const { alpha, window } = options;
  return JSON.stringify([
    APP_VERSION,
    reference.model,
    fingerprint(reference.bytes),
    alpha,
    window,
    seen,
    textKey(contents),
  ]);
}
