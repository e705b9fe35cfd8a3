// The whole encoder's gradients against central finite differences in float64, with dropout, for every
// combination of LayerNorm's place, positions, pooling and activation.

import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../compute/nn/reference';
import type { Floats } from '../compute/nn/types';
import { Rng } from '../rng';
import { backward, lowestLevel } from './backward';
import { writeBatch } from './batches';
import { type EncoderConfig, parseConfig } from './config';
import { Encoder } from './encoder';
import { ClassifierHead, type Head, MaskedHead, ReplacedHead } from './heads';
import { Loss, type RowTargets } from './loss';
import { freshWeights } from './weights';

const SHAPE = { batch: 2, length: 4 };
const DROPOUT = { hidden: 0.2, attention: 0.3, seed: 12 };
const STEP = 1e-5;

function make(changes: Partial<EncoderConfig>) {
  const base = { vocab_size: 9, hidden_size: 4, num_hidden_layers: 2, num_attention_heads: 2, intermediate_size: 5 };
  const config = parseConfig({
    ...base,
    max_position_embeddings: 4,
    initializer_range: 0.5,
    layer_norm_eps: 1e-5,
    ...changes,
  });
  const nn = new ReferenceBackend();
  const encoder = new Encoder(nn, config, freshWeights(config, 4, ['mlm', 'rtd']));
  // Biases and LayerNorms away from 0 and 1, so that nothing is hidden by them.
  const rng = new Rng(9);
  for (const { value } of encoder.parameters.values()) {
    const numbers = nn.values(value);
    for (let i = 0; i < numbers.length; i++) numbers[i] += 0.2 * rng.normal();
  }
  return { nn, encoder };
}

function check(encoder: Encoder, nn: ReferenceBackend, head: Head, targets: RowTargets): void {
  const act = encoder.activations(SHAPE, 'training');
  writeBatch(nn, act, [Int32Array.of(2, 7, 5, 3), Int32Array.of(2, 6, 3)], 0);
  const loss = new Loss(encoder, head);
  const weights = new Float32Array(head.rows).fill(1 / head.rows);
  const objective = () => {
    encoder.forward(act, DROPOUT);
    head.forward(act, DROPOUT);
    loss.clear();
    loss.add(targets, weights, true);
    return nn.values(loss.total).reduce((a, b) => a + b, 0);
  };
  const gradients = new Map<string, Floats>();
  for (const { spec } of encoder.parameters.values()) gradients.set(spec.name, nn.floats(spec.size));
  objective();
  head.backward(act, loss.dLogits, DROPOUT, gradients, act.gradients!.normed);
  backward(encoder, act, DROPOUT, gradients, lowestLevel(encoder, gradients));
  for (const { spec, value } of encoder.parameters.values()) {
    const numbers = nn.values(value);
    const got = nn.values(gradients.get(spec.name)!);
    // Every third number: they are many.
    for (let i = 0; i < numbers.length; i += 3) {
      const kept = numbers[i];
      numbers[i] = kept + STEP;
      const up = objective();
      numbers[i] = kept - STEP;
      const slope = (up - objective()) / (2 * STEP);
      numbers[i] = kept;
      expect(Math.abs(slope - got[i]), `${spec.name} ${i}`).toBeLessThan(1e-7);
    }
  }
}

const labels = (n: number, classes: number) => {
  return { kind: 'labels', labels: Int32Array.from({ length: n }, (_, i) => i % classes), smoothing: 0.1 } as const;
};

const KINDS: readonly Partial<EncoderConfig>[] = [
  { norm_position: 'post', position_embedding_type: 'absolute', pooling: 'pooler', hidden_act: 'gelu' },
  { norm_position: 'post', position_embedding_type: 'relative_bias', pooling: 'mean', hidden_act: 'relu' },
  { norm_position: 'pre', position_embedding_type: 'absolute', pooling: 'attention', hidden_act: 'gelu' },
  { norm_position: 'pre', position_embedding_type: 'relative_bias', pooling: 'attention', type_vocab_size: 0 },
  { norm_position: 'pre', position_embedding_type: 'absolute', pooling: 'pooler', hidden_act: 'relu' },
];

describe.each(KINDS)('%j', (changes) => {
  it('classification, with labels and soft', () => {
    const { nn, encoder } = make(changes);
    check(encoder, nn, new ClassifierHead(encoder, SHAPE), labels(2, 2));
    const probabilities = Float32Array.of(0.25, 0.75, 0.5, 0.5);
    check(encoder, nn, new ClassifierHead(encoder, SHAPE), { kind: 'soft', probabilities });
  });

  it('masked tokens', () => {
    const { nn, encoder } = make(changes);
    const head = new MaskedHead(encoder, 3);
    nn.writeInts(head.places, Int32Array.of(1, 5, 2));
    check(encoder, nn, head, labels(3, 9));
  });

  it('replaced tokens', () => {
    const { nn, encoder } = make(changes);
    check(encoder, nn, new ReplacedHead(encoder, SHAPE), labels(8, 2));
  });
});
