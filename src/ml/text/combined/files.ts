// The combined model as files: combined.json with the three numbers that join the logits, the encoder's files
// under encoder/, the n-gram model's under ngram/.

import { EncoderError } from '../../bert/errors';
import { inJson } from '../../in-json';
import { parseJson } from '../encoder/files';
import type { ModelFiles } from '../types';

export const COMBINED_FILE = 'combined.json';
const ENCODER = 'encoder/';
const NGRAM = 'ngram/';

/** logit = encoder·(encoder's logit) + ngram·(n-gram's logit) + offset */
export interface Combination {
  readonly encoder: number;
  readonly ngram: number;
  readonly offset: number;
}

export interface CombinedFiles {
  readonly encoder: ModelFiles;
  readonly ngram: ModelFiles;
  readonly combination: Combination;
}

/** Throws EncoderError where combined.json is missing or says no combination. */
export function splitCombined(files: ModelFiles): CombinedFiles {
  return { encoder: under(ENCODER, files), ngram: under(NGRAM, files), combination: readCombination(files) };
}

export function joinCombined({ encoder, ngram, combination }: CombinedFiles): ModelFiles {
  const files = new Map<string, Uint8Array>();
  files.set(COMBINED_FILE, new TextEncoder().encode(`${JSON.stringify(combination, null, 2)}\n`));
  for (const [name, bytes] of encoder) files.set(ENCODER + name, bytes);
  for (const [name, bytes] of ngram) files.set(NGRAM + name, bytes);
  return files;
}

function under(folder: string, files: ModelFiles): ModelFiles {
  const inside = [...files].filter(([name]) => name.startsWith(folder));
  return new Map(inside.map(([name, bytes]) => [name.slice(folder.length), bytes]));
}

function readCombination(files: ModelFiles): Combination {
  const json = parseJson(files, COMBINED_FILE);
  const given = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const number = (field: string): number => {
    const value = given[field];
    if (typeof value === 'number' && Math.abs(value) <= 1000) return value;
    const shown = value === undefined ? 'missing' : inJson(value);
    throw new EncoderError(
      COMBINED_FILE,
      `${field} in ${COMBINED_FILE} must be a number from −1000 to 1000, not ${shown}`,
    );
  };
  return { encoder: number('encoder'), ngram: number('ngram'), offset: number('offset') };
}
