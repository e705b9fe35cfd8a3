// How good logits are on texts with labels, whatever model they come from.

import { crossEntropy } from '../text/ngram/model';
import type { Evaluation } from './types';

/** Mean cross-entropy (with soft labels too) and share right at 0.5. */
export function judge(logits: ArrayLike<number>, examples: readonly { readonly label: number }[]): Evaluation {
  const n = examples.length;
  if (n === 0) return { loss: 0, accuracy: null, n };
  let loss = 0;
  let right = 0;
  examples.forEach(({ label }, i) => {
    loss += crossEntropy(logits[i], label) / n;
    if (logits[i] >= 0 === label >= 0.5) right++;
  });
  return { loss, accuracy: right / n, n };
}
