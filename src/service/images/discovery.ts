// Looks through a folder or an archive for datasets. Names and sizes of files are all that is looked at.

import { formatBytes, formatTooLarge } from '../../ml/bytes';
import type { ImportSource } from '../../wire/datasets';
import { ServiceError } from '../../wire/errors';
import { type DiscoveredDataset, IMAGE_PARTS, type ImagePart } from '../../wire/images';
import { Breath } from '../pace';
import { openEntries, stemOf } from './entries';
import type { ImageLimits } from './limits';
import { faultOfPath, placeOf } from './places';

export interface FoundDataset extends DiscoveredDataset {
  /** The folder that its parts lie in, within the source. */
  readonly folder: string;
}

/** Datasets of one source that are told. */
const MOST = 1000;

/** By name. Files in no part at all are told of, too, where they are all there is. */
export async function discover(source: ImportSource, limits: ImageLimits): Promise<FoundDataset[]> {
  const { entries } = await openEntries(source, limits);
  const tallies = new Map<string, Tally>();
  let loose = 0;
  const breath = new Breath();
  for await (const { path, size, regular } of entries) {
    await breath.take();
    const place = placeOf(path);
    if (!place || !regular || faultOfPath(path, place, limits) !== null) continue;
    if (place.part === null) {
      loose += 1;
      continue;
    }
    const tally = tallies.get(place.dataset) ?? new Tally();
    tallies.set(place.dataset, tally);
    if (tallies.size > MOST) throw tooMany();
    tally.add(place.kind, place.part, place.label, size);
  }
  const found = [...tallies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([folder, tally]) => tally.found(folder, limits));
  const named = withNames(found, stemOf(source));
  return named.length > 0 || loose === 0 ? named : [unparted(stemOf(source), loose)];
}

function tooMany(): ServiceError {
  return new ServiceError('too_large', `There are more than ${MOST} datasets in it. Open one of its folders.`);
}

/** What lies under one dataset's folder. */
class Tally {
  private readonly images = new Kind();
  private readonly texts = new Kind();

  add(kind: 'image' | 'text', part: ImagePart, label: string | null, bytes: number): void {
    (kind === 'image' ? this.images : this.texts).add(part, label, bytes);
  }

  /** Of the kind that there are more of; none where there are but texts in no class folder. */
  found(folder: string, limits: ImageLimits): Omit<FoundDataset, 'name'>[] {
    const kind = this.images.files + this.images.loose >= this.texts.files ? 'images' : 'texts';
    const { files, loose, bytes, parts } = kind === 'images' ? this.images : this.texts;
    if (files === 0 && (kind === 'texts' || loose === 0)) return [];
    const present = IMAGE_PARTS.flatMap((part) => {
      const counts = parts.get(part);
      return counts ? [{ part, files: [...counts.values()].reduce((sum, n) => sum + n, 0) }] : [];
    });
    const within = (part: ImagePart) => new Set(parts.get(part)?.keys() ?? []);
    const classes = [...new Set(IMAGE_PARTS.flatMap((part) => [...within(part)]))].sort();
    const labelled = kind === 'texts' ? classes.filter((name) => name.toLowerCase() !== UNLABELLED) : classes;
    const strangers = labelled.filter((name) => !within('train').has(name));
    const about = { kind, files, loose, bytes, classes: labelled, train: within('train').size, strangers } as const;
    return [{ folder, kind, classes: labelled, parts: present, bytes, problem: problemOf(about, limits) }];
  }
}

/** aclImdb's folder of texts without a label. */
const UNLABELLED = 'unsup';

class Kind {
  readonly parts = new Map<ImagePart, Map<string, number>>();
  files = 0;
  /** In a part, but in no class folder. */
  loose = 0;
  bytes = 0;

  add(part: ImagePart, label: string | null, bytes: number): void {
    if (label === null) {
      this.loose += 1;
      return;
    }
    const counts = this.parts.get(part) ?? new Map<string, number>();
    this.parts.set(part, counts);
    counts.set(label, (counts.get(label) ?? 0) + 1);
    this.files += 1;
    this.bytes += bytes;
  }
}

interface About {
  readonly kind: 'images' | 'texts';
  readonly files: number;
  readonly loose: number;
  readonly bytes: number;
  readonly classes: readonly string[];
  /** Classes in the training part. */
  readonly train: number;
  /** Classes that the training part has not. */
  readonly strangers: readonly string[];
}

/** Why it cannot be taken; null where it can. */
function problemOf(
  { kind, files, loose, bytes, classes, train, strangers }: About,
  limits: ImageLimits,
): string | null {
  if (files === 0) {
    return `Its ${loose.toLocaleString('en')} files lie in no class folders: expected is train/<class>/<file>.`;
  }
  if (train === 0) return 'It has no folder train to learn from.';
  if (strangers.length > 0) return `The class “${strangers[0]}” is in no folder of train: a model would not know it.`;
  if (classes.length < 2) return `It has one class, “${classes[0]}”: there is nothing to tell apart.`;
  if (kind === 'texts') {
    return classes.length === 2 ? null : `It has ${classes.length} classes, and models of texts tell two apart.`;
  }
  if (classes.length > limits.classes) {
    return `It has ${classes.length.toLocaleString('en')} classes; ${limits.classes.toLocaleString('en')} is the most.`;
  }
  if (files > limits.images) {
    return `It has ${files.toLocaleString('en')} images; ${limits.images.toLocaleString('en')} is the most.`;
  }
  return bytes > limits.bytes ? `It has ${formatTooLarge(bytes)}; ${formatBytes(limits.bytes)} is the most.` : null;
}

function unparted(name: string, files: number): FoundDataset {
  const problem = `There are ${files.toLocaleString('en')} images in it, but none in folders train/<class> and test/<class>.`;
  return { folder: '', name, kind: 'images', classes: [], parts: [], bytes: 0, problem };
}

/** Each by its own folder's name; by the whole path where two would have the same. */
function withNames(found: readonly Omit<FoundDataset, 'name'>[], stem: string): FoundDataset[] {
  const short = ({ folder }: { readonly folder: string }) => folder.split('/').at(-1) || stem;
  const taken = new Set<string>();
  return found.map((dataset) => {
    const alone = found.filter((other) => short(other) === short(dataset)).length === 1;
    const name = unused((alone ? short(dataset) : dataset.folder || stem).slice(-LONGEST).trim() || stem, taken);
    taken.add(name);
    return { ...dataset, name };
  });
}

/** Less than a name may have, for a number behind it. */
const LONGEST = 90;

function unused(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name} (${i})`;
  return free;
}
