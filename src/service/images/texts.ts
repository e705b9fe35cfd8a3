// A dataset of texts found among images, as the datasets of texts take it: its two classes as neg and pos.

import type { ImportSource } from '../../wire/datasets';
import { ServiceError } from '../../wire/errors';
import type { FileEntry } from '../datasets/import/entries';
import { Breath } from '../pace';
import { openEntries } from './entries';
import type { ImageLimits } from './limits';
import { faultOfPath, placeOf } from './places';

export interface TextsJob {
  readonly source: ImportSource;
  readonly folder: string;
  /** The two, by their names. */
  readonly classes: readonly string[];
}

export interface TextFile {
  readonly path: string;
  readonly file: Blob;
}

const NEGATIVE = /^neg(ative)?$/i;
const POSITIVE = /^pos(itive)?$/i;

/** [negative, positive]: by what they are called, else in their order. */
function sidesOf([first, second]: readonly string[]): readonly [string, string] {
  return POSITIVE.test(first) || NEGATIVE.test(second) ? [second, first] : [first, second];
}

/** Files of archives are unpacked, those of folders opened when they are read. */
export async function textsOf({ source, folder, classes }: TextsJob, limits: ImageLimits): Promise<TextFile[]> {
  const [negative, positive] = sidesOf(classes);
  const sides = new Map([
    [negative, 'neg'],
    [positive, 'pos'],
  ]);
  const files: TextFile[] = [];
  const { entries } = await openEntries(source, limits);
  const breath = new Breath();
  for await (const entry of entries) {
    await breath.take();
    const place = placeOf(entry.path);
    if (place?.kind !== 'text' || place.dataset !== folder || place.part === null || place.label === null) continue;
    if (!entry.regular || faultOfPath(entry.path, place, limits) !== null) continue;
    const [part, , ...rest] = place.file.split('/');
    const side = sides.get(place.label) ?? 'unsup';
    files.push({ path: `${part}/${side}/${rest.join('-')}`, file: entry.file ?? (await unpacked(entry, limits)) });
  }
  if (files.length > 0) return files;
  throw new ServiceError('invalid', 'Its texts are no longer there. Look through the folder again.');
}

/** A text too long for anyone is told of by whoever takes it: as many bytes are enough for that. */
async function unpacked({ size, bytes }: FileEntry, limits: ImageLimits): Promise<Blob> {
  const text = size <= limits.file ? await bytes() : new Uint8Array(limits.file);
  return new Blob([text as Uint8Array<ArrayBuffer>]);
}
