// A model's layers in blocks, with names that tell them apart.

import { describe, expect, it } from 'vitest';
import { shortNames } from '../../components/layerNames';
import { blocksOf } from './blocks';

describe('a structure', () => {
  const layer = (name: string, parameters: number) => ({ name, kind: '', output: [], parameters, flops: 0 });

  it('has blocks, none of them twice, with all parameters among them', () => {
    const layers = [
      layer('encoder.bert.embeddings.word_embeddings', 100),
      layer('encoder.bert.encoder.layer.0.attention.self.qkv', 20),
      layer('encoder.bert.encoder.layer.0.output.dense', 10),
      layer('encoder.bert.encoder.layer.1.output.dense', 10),
      layer('encoder.classifier', 2),
      layer('ngram.weights', 50),
      layer('combination', 3),
    ];
    expect(blocksOf(layers)).toEqual([
      { name: 'embeddings', parameters: 100, beside: false },
      { name: 'transformer 1', parameters: 30, beside: false },
      { name: 'transformer 2', parameters: 10, beside: false },
      { name: 'classifier', parameters: 2, beside: false },
      { name: 'word counts', parameters: 50, beside: true },
      { name: 'sum of both', parameters: 3, beside: false },
    ]);
    expect(blocksOf([layer('ngram.weights', 5)])).toEqual([{ name: 'word counts', parameters: 5, beside: false }]);
  });

  it('has names without what all have in common', () => {
    expect(shortNames(['bert.encoder.layer.0.output.dense', 'encoder.bert.pooler', 'classifier'])).toEqual([
      'layer.0.output.dense',
      'pooler',
      'classifier',
    ]);
  });
});
