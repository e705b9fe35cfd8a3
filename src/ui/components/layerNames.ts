// A model's layers in words: their names as short as they still tell, the part they belong to, shapes.

import { formatCount } from './format';

/** Hugging Face's names without the parts in front that tell nothing apart. */
export function shortNames(names: readonly string[]): string[] {
  return names.map((name) => name.replace(/^(encoder\.)?bert\.(encoder\.)?/, ''));
}

/** The part of an encoder that a layer belongs to: its embeddings, or a transformer layer by its number from 1. */
export function partOf(name: string): 'embeddings' | number | null {
  const numbered = /(?:^|\.)layers?\.(\d+)\./.exec(name)?.[1];
  if (numbered !== undefined) return Number(numbered) + 1;
  return /(?:^|\.)embeddings\./.test(name) ? 'embeddings' : null;
}

/** "batch × tokens × 128" */
export function shapeOf(shape: readonly (string | number)[]): string {
  return shape.length === 0
    ? 'one number'
    : shape.map((size) => (typeof size === 'number' ? formatCount(size) : size)).join(' × ');
}
