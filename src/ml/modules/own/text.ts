// A text model as a module: its files as the product keeps them; scores from 0 (negative) to 1 (positive). The twin of
// ../python/text. What computes is the caller's: a worker that holds the model, or a backend in this thread.

import type { InferenceModule, ModelDir } from '../protocol';
import { acceptedOf, jsonOf, mediaType, serialized, textOf, unsupported } from './content';

export interface TextScorer {
  /** Probability of positive, in the order given. */
  score(texts: readonly string[]): Promise<readonly number[]>;
}

export interface TextInput {
  readonly texts: readonly string[];
  /** One text was asked about alone. */
  readonly single: boolean;
}

interface TextOutput {
  readonly scores: readonly number[];
  readonly single: boolean;
}

export function textModule(
  load: (dir: ModelDir) => TextScorer | Promise<TextScorer>,
): InferenceModule<TextScorer, TextInput, TextOutput> {
  return {
    load: (dir) => load(dir),
    deserialize(bytes, contentType) {
      const type = mediaType(contentType);
      if (type === 'text/plain' || type === 'application/octet-stream') return { texts: [textOf(bytes)], single: true };
      if (type !== 'application/json') throw unsupported(type, 'text/plain and application/json');
      return textsIn(jsonOf(bytes));
    },
    predict: async ({ texts, single }, scorer) => ({ scores: await scorer.score(texts), single }),
    serialize({ scores, single }, accepted) {
      const type = acceptedOf(accepted, ['application/json', 'text/plain', 'text/csv']);
      switch (type) {
        case null:
          return null;
        case 'application/json':
          return serialized(type, JSON.stringify(single ? { score: scores[0] } : { scores }));
        case 'text/plain':
          return serialized(type, scores.map((score) => `${score}\n`).join(''));
        case 'text/csv':
          return serialized(type, `score\n${scores.map((score) => `${score}\n`).join('')}`);
      }
    },
  };
}

function textsIn(value: unknown): TextInput {
  const asked = typeof value === 'string' || Array.isArray(value) ? value : (Object(value).texts ?? Object(value).text);
  const single = typeof asked === 'string';
  const texts: unknown = single ? [asked] : asked;
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string')) {
    throw new Error('The input must be a text, a list of texts, {"text": …} or {"texts": […]}.');
  }
  return { texts, single };
}
