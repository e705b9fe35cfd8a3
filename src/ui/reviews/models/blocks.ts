// A model's layers as people think of them: a few blocks.

import type { LayerInfo } from '../../../ml/text/types';
import { partOf } from '../../components/layerNames';

export interface Block {
  readonly name: string;
  readonly parameters: number;
  /** Reads the text for itself, beside the blocks before it. */
  readonly beside: boolean;
}

const WORDS = 'word counts';

/** Neighbouring layers of one part as one block; each name at most once. */
export function blocksOf(layers: readonly LayerInfo[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const { name, parameters } of layers) {
    const block = blockOf(name);
    const before = blocks.get(block);
    const beside = before?.beside ?? (block === WORDS && blocks.size > 0);
    blocks.set(block, { name: block, parameters: (before?.parameters ?? 0) + parameters, beside });
  }
  return [...blocks.values()];
}

function blockOf(name: string): string {
  const part = partOf(name);
  if (part !== null) return part === 'embeddings' ? part : `transformer ${part}`;
  if (/^ngram\./.test(name)) return WORDS;
  if (name === 'combination') return 'sum of both';
  return /pooler|classifier|LayerNorm/.test(name) ? 'classifier' : name;
}
