// A run's checkpoint as files: the model it began from, the learner's state, and where the run is, as JSON.

import { inJson } from '../in-json';
import type { RngState } from '../rng';
import type { LabelledText, ModelFiles } from '../text/types';
import { TrainError } from './errors';
import type { TrainData, TrainOptions } from './types';

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
  best: { readonly epoch: number; readonly loss: number } | null;
  /** Epochs since the best. */
  worse: number;
  done: 'finished' | 'early-stopping' | null;
}

export interface Checkpoint {
  readonly options: TrainOptions;
  /** Of the data, to refuse others. */
  readonly data: string;
  readonly progress: Progress;
  /** The files of the model that the run began from. */
  readonly start: ModelFiles;
  /** What the learner gave. */
  readonly state: ModelFiles;
}

const PROGRESS_FILE = 'trainer.json';
const VERSION = 1;
const START = 'start/';
const STATE = 'state/';

export function writeCheckpoint({ start, state, ...rest }: Checkpoint): ModelFiles {
  const files = new Map<string, Uint8Array>();
  files.set(PROGRESS_FILE, new TextEncoder().encode(JSON.stringify({ version: VERSION, ...rest })));
  for (const [name, bytes] of start) files.set(START + name, bytes);
  for (const [name, bytes] of state) files.set(STATE + name, bytes);
  return files;
}

/** Throws TrainError where the files are no checkpoint. */
export function readCheckpoint(files: ModelFiles): Checkpoint {
  const { version, options, data, progress } = parse(files.get(PROGRESS_FILE));
  if (version !== VERSION)
    throw new TrainError('checkpoint', `The checkpoint is of version ${inJson(version)}, not ${VERSION}`);
  return { options, data, progress, start: under(START, files), state: under(STATE, files) };
}

function parse(bytes: Uint8Array | undefined): Omit<Checkpoint, 'start' | 'state'> & { readonly version: number } {
  if (!bytes) throw new TrainError('checkpoint', 'These files are no checkpoint of a training');
  try {
    return Object(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw new TrainError('checkpoint', `The checkpoint’s ${PROGRESS_FILE} is damaged`);
  }
}

function under(folder: string, files: ModelFiles): ModelFiles {
  const inside = [...files].filter(([name]) => name.startsWith(folder));
  return new Map(inside.map(([name, bytes]) => [name.slice(folder.length), bytes]));
}

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
