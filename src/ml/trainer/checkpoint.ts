// A run's checkpoint as files: the model it began from, its numbers as safetensors, the rest as JSON.

import { readSafetensors, type Tensor, writeSafetensors } from '../bert/safetensors';
import type { RngState } from '../rng';
import type { LabelledText, ModelFiles } from '../text/types';
import { TrainError } from './errors';
import type { Numbers } from './numbers';
import type { Evaluation, TrainData, TrainOptions } from './types';

/** Where a run is. */
export interface Progress {
  /** Steps done. */
  step: number;
  /** The epoch under way, from 1. */
  epoch: number;
  /** Batches of this epoch done. */
  cursor: number;
  /** Gives this epoch's order of texts again. */
  epochSeed: number;
  rng: RngState;
  best: { readonly epoch: number; readonly held_out: Evaluation } | null;
  /** Epochs since the best. */
  worse: number;
  done: 'finished' | 'early-stopping' | null;
}

interface Saved extends Progress {
  readonly version: 1;
  readonly options: TrainOptions;
  /** Of the data, to refuse others. */
  readonly data: string;
}

const PROGRESS_FILE = 'trainer.json';
const STATE_FILE = 'trainer.safetensors';
const MODEL = 'model/';
const BEST = 'best:';

/** FNV-1a over texts and labels, 32 bits, in hexadecimal. */
export function fingerprint(data: TrainData): string {
  let hash = 0x811c9dc5;
  const mix = (value: number) => {
    hash = Math.imul(hash ^ (value & 0xffff), 0x01000193);
  };
  const mixTexts = (texts: readonly LabelledText[]) => {
    mix(texts.length);
    for (const { text, label } of texts) {
      for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
      mix(Math.round(label * 65535));
    }
  };
  mixTexts(data.train);
  mixTexts(data.held_out);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

export function writeCheckpoint(
  start: ModelFiles,
  options: TrainOptions,
  data: string,
  progress: Progress,
  state: ReadonlyMap<string, Tensor>,
  best: ReadonlyMap<string, Numbers> | null,
): ModelFiles {
  const saved: Saved = { version: 1, options, data, ...progress };
  const tensors = new Map(state);
  for (const [name, numbers] of best ?? []) tensors.set(BEST + name, { shape: [numbers.length], data: numbers });
  const files = new Map<string, Uint8Array>();
  for (const [name, bytes] of start) files.set(MODEL + name, bytes);
  files.set(PROGRESS_FILE, new TextEncoder().encode(JSON.stringify(saved)));
  files.set(STATE_FILE, writeSafetensors(tensors));
  return files;
}

export interface Checkpoint {
  readonly start: ModelFiles;
  readonly options: TrainOptions;
  readonly data: string;
  readonly progress: Progress;
  readonly state: ReadonlyMap<string, Tensor>;
  readonly best: ReadonlyMap<string, Numbers> | null;
}

/** Throws TrainError where the files are no checkpoint. */
export function readCheckpoint(files: ModelFiles): Checkpoint {
  const json = files.get(PROGRESS_FILE);
  const bytes = files.get(STATE_FILE);
  if (!json || !bytes) throw new TrainError('checkpoint', 'These files are no checkpoint of a training');
  const { version, options, data, ...progress } = JSON.parse(new TextDecoder().decode(json)) as Saved;
  if (version !== 1) throw new TrainError('checkpoint', `The checkpoint is of version ${version}; version 1 is known`);
  const start = new Map<string, Uint8Array>();
  for (const [name, content] of files) if (name.startsWith(MODEL)) start.set(name.slice(MODEL.length), content);
  const state = new Map<string, Tensor>();
  const best = new Map<string, Numbers>();
  for (const [name, tensor] of readSafetensors(bytes)) {
    if (name.startsWith(BEST)) best.set(name.slice(BEST.length), tensor.data);
    else state.set(name, tensor);
  }
  return { start, options, data, progress, state, best: best.size > 0 ? best : null };
}
