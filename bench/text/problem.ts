// What the text contestants compute, the same for all: textbook BERT of a standard size with weights from a seed,
// texts of so many tokens, and the operations that count.

import { type EncoderConfig, presetConfig } from '../../src/ml/bert/config';
import { writeSafetensors } from '../../src/ml/bert/safetensors';
import { freshWeights, toFile, type Weights } from '../../src/ml/bert/weights';

/** Of a text, where nothing else is said. */
export const TOKENS = 128;
export const VOCABULARY = 8192;
export const LEARNING_RATE = 3e-5;
export const WEIGHT_DECAY = 0.01;
const SEED = 7;

/** Wider than BERT's 0.02, so that logits are far enough from zero to be compared. Dropout: none, so that losses are. */
const CHANGES = { initializer_range: 0.05, hidden_dropout_prob: 0, attention_probs_dropout_prob: 0 };

export type Pass = 'forward' | 'training';

export interface Problem {
  readonly config: EncoderConfig;
  readonly weights: Weights;
}

function configOf(architecture: string): EncoderConfig {
  return presetConfig(architecture, VOCABULARY, CHANGES);
}

export function makeProblem(architecture: string): Problem {
  const config = configOf(architecture);
  return { config, weights: freshWeights(config, SEED) };
}

export interface Batch {
  /** [batch × tokens], no padding. */
  readonly ids: Int32Array<ArrayBuffer>;
  /** [batch] 0 or 1. */
  readonly labels: Int32Array<ArrayBuffer>;
}

export function makeBatch(batch: number, tokens: number = TOKENS): Batch {
  return {
    ids: Int32Array.from({ length: batch * tokens }, (_, i) => (i * 7919 + Math.floor(i / tokens) * 31) % VOCABULARY),
    labels: Int32Array.from({ length: batch }, (_, i) => i % 2),
  };
}

/** The problem for programs that are no browsers: configuration and safetensors by Hugging Face's names. */
export function problemFiles(architecture: string): { config: EncoderConfig; safetensors: Uint8Array } {
  const { config, weights } = makeProblem(architecture);
  return { config, safetensors: writeSafetensors(toFile(config, weights)) };
}

/** How the operations below are counted, for whoever reads the figures. */
export const FLOPS_FORMULA =
  'matrix products only, a multiply-add is 2: forward L·(8TH² + 4THI + 4T²H) + 2H² + 2HC for one text of T tokens ' +
  '(I = 4H, C = 2); training three times that';

/** Floating-point operations of one text. */
function flops(config: EncoderConfig, pass: Pass, tokens: number): number {
  const { hidden_size: H, intermediate_size: I, num_hidden_layers: L, num_labels: C } = config;
  // Queries, keys, values and projection; both feed-forward products; scores and the weighted sum.
  const layer = 8 * tokens * H * H + 4 * tokens * H * I + 4 * tokens * tokens * H;
  const forward = L * layer + 2 * H * H + 2 * H * C;
  return pass === 'forward' ? forward : 3 * forward;
}

/** Of an architecture by its name. */
export function flopsOf(architecture: string, pass: Pass, tokens: number = TOKENS): number {
  return flops(configOf(architecture), pass, tokens);
}

/** Rounds that a run of the ceiling does, each of 12 f32x4 multiply-adds: about a millisecond, seldom interrupted. */
export const PEAK_ROUNDS = 500_000;
export const PEAK_FLOPS = PEAK_ROUNDS * 12 * 4 * 2;
