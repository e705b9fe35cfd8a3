// What a path says of the text in its file: folders as in aclImdb (Maas et al., 2011), anywhere in the tree:
// <train|test|val>/<pos|neg|unsup>/<id>_<rating>.txt, the first and the rating left out at will.

import type { SplitName } from '../../../wire/datasets';
import type { Sentiment } from '../../../wire/reviews';

export interface Place {
  /** The part of the path that says something: "train/pos/127_8.txt". */
  readonly name: string;
  readonly label: Sentiment | null;
  readonly split: SplitName;
  /** 1 … 10. */
  readonly rating: number | null;
}

const LABEL_FOLDERS: Readonly<Record<string, Sentiment | null>> = {
  pos: 1,
  positive: 1,
  neg: 0,
  negative: 0,
  unsup: null,
};

const SPLIT_NAMES: Readonly<Record<string, SplitName>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
};

/** A split by one of the names it goes by; undefined for what is none. */
export function splitNamed(name: string): SplitName | undefined {
  const key = name.trim().toLowerCase();
  return Object.hasOwn(SPLIT_NAMES, key) ? SPLIT_NAMES[key] : undefined;
}

/** Folders and file, whichever way they are written. */
export function partsOf(path: string): string[] {
  return path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
}

/** 'unsafe' for paths that lead out of their archive, null for files that are no texts of a dataset. */
export function placeOf(path: string): Place | 'unsafe' | null {
  const folders = partsOf(path);
  const file = folders.pop();
  // What macOS packs beside each file: "._1.txt".
  if (file === undefined || !/\.txt$/i.test(file) || file.startsWith('._')) return null;
  const folder = folders.pop() ?? '';
  const key = folder.toLowerCase();
  if (!Object.hasOwn(LABEL_FOLDERS, key)) return null;
  if (folders.includes('..') || /^([/\\]|[a-z]:)/i.test(path) || hasControls(path)) return 'unsafe';
  const label = LABEL_FOLDERS[key] ?? null;
  const above = folders.pop() ?? '';
  const split = splitNamed(above);
  const name = [...(split ? [above] : []), folder, file].join('/');
  const rating = Number(/_(\d{1,2})\.txt$/i.exec(file)?.[1] ?? 0);
  return {
    name,
    label,
    split: key === 'unsup' ? 'none' : (split ?? 'none'),
    rating: rating >= 1 && rating <= 10 ? rating : null,
  };
}

function hasControls(path: string): boolean {
  return [...path].some((character) => character < ' ' || character === '\x7f');
}
