// Scores, labels and models in words. The five stretches are equal: a word stands for a fifth of the scale.

import { wilson } from '../../../ml/metrics/binary';
import type { Evaluation } from '../../../ml/trainer/types';
import type { Sentiment, TextModelSummary } from '../../../wire/reviews';
import { formatBytes, formatCount, formatPercent, unbroken } from '../../components/format';
import { shortCount } from '../../components/shortCount';

export const VERDICTS = ['very negative', 'negative', 'mixed', 'positive', 'very positive'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** 0…1 to one of five; what is no number is mixed. */
export function verdictOf(score: number): Verdict {
  return VERDICTS[Math.min(4, Math.max(0, Math.floor(score * 5)))] ?? 'mixed';
}

/** Two digits, and never a certainty that the model does not have. */
export function formatScore(score: number): string {
  if (!Number.isFinite(score)) return '–';
  return Math.min(0.99, Math.max(0.01, score)).toFixed(2);
}

export function labelWord(label: Sentiment | null): string {
  if (label === null) return 'no label';
  return label === 1 ? 'positive' : 'negative';
}

/** 1,450,000 → "1.45 M parameters". */
export function formatParameters(count: number): string {
  return `${shortCount(count)} parameters`;
}

/** Where the share right lies on others like them, as far as so many can tell (95 %, Wilson). */
export function intervalOf(accuracy: number, n: number): string {
  const [low, high] = wilson(Math.round(accuracy * n), n);
  return [low, high].map((share) => unbroken(formatPercent(share))).join(' – ');
}

export function accuracyWords(held_out: Evaluation | null): string {
  if (!held_out || held_out.accuracy === null) return 'not judged yet';
  return `${formatPercent(held_out.accuracy)} right of ${formatCount(held_out.n)} held out`;
}

export function modelFacts(model: TextModelSummary): string {
  return [model.architecture, formatParameters(model.parameters), formatBytes(model.bytes)].map(unbroken).join(' · ');
}

/** How much of the text was read, said openly; null when all of it was. */
export function truncationWords(tokens: number, tokensRead: number): string | null {
  if (tokensRead >= tokens) return null;
  return `Read ${formatCount(tokensRead)} of ${formatCount(tokens)} word pieces (tokens): the beginning and the end.`;
}
