// Integrated gradients (Sundararajan, Taly & Yan 2017) over the word embeddings: how much each piece pushed the
// logit away from that of the same text with every piece [MASK]ed. [MASK] is the baseline because the encoder met
// it in its pre-training as "a word that is not known"; [CLS], [SEP] and positions stay. The integral is taken
// with Gauss–Legendre nodes, more of them until the weights add up to the difference of the two logits.

import { backward } from '../../bert/backward';
import { bucketLength } from '../../bert/batches';
import type { Floats } from '../../compute/nn/types';
import type { ReadText } from './reader';
import type { Scorer } from './scorer';

/** Nodes tried, one after the other, until the gap is small enough. */
const NODES = [8, 24, 72];
/** Share of the logits' difference (at least of 1) that may be missing. */
const TOLERANCE = 0.02;
/** Tokens that go through the encoder, there and back, between two pauses. */
const PART_TOKENS = 1024;

export interface PieceWeights {
  /** Of each piece that was read. */
  readonly weights: Float64Array;
  /** The baseline's logit. */
  readonly base: number;
  readonly logit: number;
}

/** A weight for each of read.kept. `pause` is awaited between parts of the work; the scorer may be used meanwhile. */
export async function integratedGradients(
  scorer: Scorer,
  read: ReadText,
  pause: () => Promise<void> = async () => {},
): Promise<PieceWeights> {
  const masked = read.ids.slice().fill(scorer.tokenizer.special.mask, 1, read.ids.length - 1);
  const [logit, base] = await scorer.logits([read.ids, masked]);
  let weights: Float64Array = new Float64Array(read.kept.length);
  if (read.kept.length === 0) return { weights, base, logit };
  await pause();
  const path = await makePath(scorer, read.ids, masked);
  for (const nodes of NODES) {
    weights = await integrate(scorer, path, nodes, pause);
    const sum = weights.reduce((a, b) => a + b, 0);
    if (Math.abs(base + sum - logit) <= TOLERANCE * Math.max(1, Math.abs(logit - base))) break;
  }
  return { weights, base, logit };
}

interface Path {
  /** Tokens of the text, and with padding. */
  readonly length: number;
  readonly padded: number;
  /** [length, hidden] */
  readonly from: Float32Array;
  /** to − from */
  readonly change: Float32Array;
}

async function makePath(scorer: Scorer, ids: Int32Array, masked: Int32Array): Promise<Path> {
  const from = await wordEmbeddings(scorer, masked);
  const to = await wordEmbeddings(scorer, ids);
  const padded = bucketLength(ids.length, scorer.maxLength, 'inference');
  return { length: ids.length, padded, from, change: to.map((value, i) => value - from[i]) };
}

async function wordEmbeddings({ encoder }: Scorer, ids: Int32Array): Promise<Float32Array> {
  const { nn, config } = encoder;
  const index = nn.ints(ids.length);
  const rows = nn.floats(ids.length * config.hidden_size);
  try {
    nn.writeInts(index, ids);
    const words = encoder.value('bert.embeddings.word_embeddings.weight');
    nn.gatherRows(words, index, rows, ids.length, config.hidden_size);
    return await nn.read(rows);
  } finally {
    nn.free(index, rows);
  }
}

/** Points between the two texts go through the encoder as a batch, from a table of word embeddings of their own. */
async function integrate(scorer: Scorer, path: Path, nodes: number, pause: () => Promise<void>): Promise<Float64Array> {
  const { nn, config } = scorer.encoder;
  const { points, shares } = gaussLegendre(nodes);
  const batch = Math.max(1, Math.min(nodes, 8, Math.floor(PART_TOKENS / path.padded)));
  const words = nn.floats(batch * path.change.length);
  const dLogits = nn.floats(2 * batch);
  try {
    const sums = new Float64Array(path.change.length);
    for (let at = 0; at < nodes; at += batch) {
      if (at > 0) await pause();
      const alphas = points.slice(at, at + batch);
      const gradient = await gradientsAt(scorer, path, alphas, batch, words, dLogits);
      for (let i = 0; i < alphas.length * sums.length; i++) {
        sums[i % sums.length] += shares[at + Math.floor(i / sums.length)] * gradient[i];
      }
    }
    // [CLS] and [SEP] do not change along the path: theirs are left out.
    const hidden = config.hidden_size;
    return Float64Array.from({ length: path.length - 2 }, (_, t) => {
      let weight = 0;
      for (let i = (t + 1) * hidden; i < (t + 2) * hidden; i++) weight += path.change[i] * sums[i];
      return weight;
    });
  } finally {
    nn.free(words, dLogits);
  }
}

/** d(logit difference)/d(word embeddings) at from + alpha·change, [alphas, length, hidden]. */
async function gradientsAt(
  scorer: Scorer,
  path: Path,
  alphas: readonly number[],
  batch: number,
  words: Floats,
  dLogits: Floats,
): Promise<Float32Array> {
  const { encoder } = scorer;
  const { nn } = encoder;
  const { length, padded, from, change } = path;
  const { act, head } = scorer.place({ batch, length: padded }, 'training');
  const table = new Float32Array(batch * change.length);
  alphas.forEach((alpha, row) => {
    for (let i = 0; i < change.length; i++) table[row * change.length + i] = from[i] + alpha * change[i];
  });
  nn.write(words, table);
  // Row t of text b is row b·length + t of the table; padding may be any row, it is never looked at.
  const rowOf = (i: number) => Math.floor(i / padded) * length + Math.min(i % padded, length - 1);
  const rows = Int32Array.from({ length: act.rows }, (_, i) => rowOf(i));
  nn.writeInts(act.ids, rows);
  nn.writeInts(act.lengths, new Int32Array(batch).fill(length));
  encoder.forward(act, null, words);
  head.forward(act, null);
  nn.write(
    dLogits,
    Float32Array.from({ length: 2 * batch }, (_, i) => (i % 2 === 1 ? 1 : -1)),
  );
  const none = new Map<string, Floats>();
  head.backward(act, dLogits, null, none, act.gradients!.normed);
  backward(encoder, act, null, none, 0, words);
  const gradient = await nn.read(act.gradients!.sum);
  const stride = padded * encoder.config.hidden_size;
  const out = new Float32Array(batch * change.length);
  for (let b = 0; b < batch; b++) {
    out.set(gradient.subarray(b * stride, b * stride + change.length), b * change.length);
  }
  return out;
}

/** Nodes and weights on [0, 1] (Press et al., Numerical Recipes, §4.6: Newton on the Legendre polynomials). */
export function gaussLegendre(n: number): { points: number[]; shares: number[] } {
  const points: number[] = [];
  const shares: number[] = [];
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 20; round++) {
      let [p, before] = [1, 0];
      for (let j = 0; j < n; j++) [p, before] = [((2 * j + 1) * x * p - j * before) / (j + 1), p];
      slope = (n * (x * p - before)) / (x * x - 1);
      x -= p / slope;
    }
    points.push((1 - x) / 2);
    shares.push(1 / ((1 - x * x) * slope * slope));
  }
  return { points, shares };
}
