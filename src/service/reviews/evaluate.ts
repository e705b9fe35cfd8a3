// How well a model does on labelled texts, by scoring them.

import type { LabelledText, TextModel } from '../../ml/text/types';
import type { Evaluation } from '../../ml/trainer/types';

/** Texts scored in one go. */
const BATCH = 32;

/** Mean cross-entropy (natural log) and the share right at 0.5; null without texts. */
export async function evaluate(model: TextModel, texts: readonly LabelledText[]): Promise<Evaluation | null> {
  if (texts.length === 0) return null;
  let loss = 0;
  let right = 0;
  for (let from = 0; from < texts.length; from += BATCH) {
    const part = texts.slice(from, from + BATCH);
    const scores = await model.score(part.map(({ text }) => text));
    part.forEach(({ label }, i) => {
      const { logit } = scores[i];
      // −label·ln(p) − (1 − label)·ln(1 − p), without overflow.
      loss += Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
      if (logit > 0 === label > 0.5) right += 1;
    });
  }
  return { loss: loss / texts.length, accuracy: right / texts.length, n: texts.length };
}
