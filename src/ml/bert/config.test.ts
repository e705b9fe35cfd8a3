// Encoder configurations: Hugging Face's defaults, what is refused by which field, the published sizes, and their layers.

import { describe, expect, it } from 'vitest';
import { architectureName, PRESETS, parseConfig, presetConfig } from './config';
import { EncoderError } from './errors';
import { parameterTable } from './parameters';
import { encoderStructure } from './structure';

const SMALL = {
  vocab_size: 100,
  hidden_size: 12,
  num_hidden_layers: 2,
  num_attention_heads: 3,
  intermediate_size: 20,
};

describe('a configuration', () => {
  it('takes what Hugging Face leaves out as BERT has it, and ignores what it does not know', () => {
    const config = parseConfig({
      ...SMALL,
      model_type: 'bert',
      is_decoder: false,
      id2label: { 0: 'a', 1: 'b', 2: 'c' },
    });
    expect(config).toMatchObject({ hidden_act: 'gelu', norm_position: 'post', pooling: 'pooler', num_labels: 3 });
    expect(config).not.toHaveProperty('model_type');
  });

  it.each([
    ['hidden_size', 0],
    ['hidden_size', 1e9],
    ['hidden_size', '12'],
    ['num_hidden_layers', 1.5],
    ['num_attention_heads', 5],
    ['num_attention_heads', undefined],
    ['hidden_act', 'swish'],
    ['pooling', null],
    ['layer_norm_eps', Number.NaN],
    ['hidden_dropout_prob', 1],
    ['num_labels', 1],
    ['vocab_size', 1e15],
    ['is_decoder', true],
    ['add_cross_attention', true],
    ['position_embedding_type', 'relative_key_query'],
  ])('with %s %s is refused, naming it', (field, value) => {
    const make = () => parseConfig({ ...SMALL, [field]: value });
    expect(make).toThrow(EncoderError);
    expect(make).toThrow(field);
  });

  it.each([null, [], 'x', 3])('%j is refused', (json) => {
    expect(() => parseConfig(json)).toThrow('JSON object');
  });

  it('too large for a tab is refused before anything is allocated', () => {
    const make = () =>
      parseConfig({
        ...SMALL,
        hidden_size: 4096,
        intermediate_size: 16384,
        num_attention_heads: 1,
        num_hidden_layers: 48,
      });
    expect(make).toThrow('million parameters');
  });
});

describe('presets', () => {
  it('have the parameters of the published models, without pooler and classifier', () => {
    // Turc et al. 2019 with their 30,522 pieces: 4,385,920, 11,170,560 and 28,763,648, less the pooler's H² + H.
    const counts = PRESETS.map((name) =>
      parameterTable(presetConfig(name, 30522), []).reduce((sum, { size }) => sum + size, 0),
    );
    expect(counts).toEqual([4_369_408, 11_104_768, 28_500_992]);
    expect(PRESETS.map((name) => architectureName(presetConfig(name, 1000)))).toEqual([...PRESETS]);
  });

  it('may have any other size', () => {
    expect(presetConfig('L-3_H-192_A-3', 8192)).toMatchObject({ hidden_size: 192, intermediate_size: 768 });
    expect(() => presetConfig('L-3_H-192', 8192)).toThrow('L-2_H-128_A-2');
    expect(() => presetConfig('L-3_H-100_A-3', 8192)).toThrow('multiple');
  });
});

describe('the structure', () => {
  it.each([
    {},
    {
      norm_position: 'pre',
      position_embedding_type: 'relative_bias',
      type_vocab_size: 0,
      pooling: 'attention',
    } as const,
    { pooling: 'mean' } as const,
  ])('counts every parameter once: %j', (changes) => {
    const config = presetConfig('L-2_H-128_A-2', 8192, changes);
    const layers = encoderStructure(config);
    const expected = parameterTable(config, ['classifier']).reduce((sum, { size }) => sum + size, 0);
    expect(layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(expected);
    expect(new Set(layers.map(({ name }) => name)).size).toBe(layers.length);
    expect(layers.at(-1)).toMatchObject({ name: 'classifier', output: ['batch', 2], parameters: 258 });
  });

  it('counts two operations a multiply-add', () => {
    const layers = encoderStructure(presetConfig('L-4_H-256_A-4', 8192));
    const flops = layers.reduce((sum, layer) => sum + layer.flops, 0);
    // 4 layers · (12·H² a token for the matrices + 2·S·H for the attention) · 2 · S tokens.
    const matrices = 4 * (12 * 256 * 256 + 2 * 128 * 256) * 2 * 128;
    expect(flops).toBeGreaterThan(matrices);
    expect(flops).toBeLessThan(1.02 * matrices);
  });
});
