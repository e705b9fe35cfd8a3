// Reads the Large Movie Review Dataset (Maas et al. 2011) and parts it: the 5,000 reviews named in validation.txt,
// balanced, judge; the others of train/ teach, but for those that say what a validation review says.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { words } from '../../src/ml/text/ngram/words';

export interface NamedReview {
  /** As the file in the archive: pos/123_9. */
  readonly name: string;
  readonly text: string;
  /** 1 positive, 0 negative. */
  readonly label: 0 | 1;
}

export type UnlabelledReview = Omit<NamedReview, 'label'>;

/** One of the three parts, as the token files and the n-gram's logits have them: train, val, unsup in this order. */
export interface Part {
  readonly name: 'train' | 'val' | 'unsup';
  readonly reviews: readonly (UnlabelledReview & { readonly label: 0 | 1 | null })[];
}

export interface Corpus {
  readonly train: readonly NamedReview[];
  readonly validation: readonly NamedReview[];
  readonly unlabelled: readonly string[];
}

/** The stars in a review's name, 1 to 10; 0 where it has none. */
export function ratingOf({ name }: { readonly name: string }): number {
  return Number(/_(\d+)$/.exec(name)?.[1] ?? 0);
}

/** A script's arguments without `--limit <texts>`, and what that says. */
export function limited(args: readonly string[]): { readonly limit: number; readonly given: readonly string[] } {
  const at = args.indexOf('--limit');
  if (at < 0) return { limit: Number.POSITIVE_INFINITY, given: args };
  return { limit: Number(args[at + 1]), given: [...args.slice(0, at), ...args.slice(at + 2)] };
}

const VALIDATION = new URL('./validation.txt', import.meta.url);

/**
 * `folder` holds the archive's train/ with pos, neg and unsup, or the same as train.csv(.xz) and unsup.csv(.xz). `limit`: about so
 * many of each part, to see a pipeline run through.
 */
export function readCorpus(folder: string, limit = Number.POSITIVE_INFINITY): Corpus {
  const { train, validation, unlabelled } = split(folder, limit);
  return { train, validation, unlabelled: unlabelled.map(({ text }) => text) };
}

/** The corpus in the order in which everything is prepared from it. */
export function parts(folder: string, limit = Number.POSITIVE_INFINITY): readonly Part[] {
  const { train, validation, unlabelled } = split(folder, limit);
  return [
    { name: 'train', reviews: train },
    { name: 'val', reviews: validation },
    { name: 'unsup', reviews: unlabelled.map((review) => ({ ...review, label: null })) },
  ];
}

/** All 25,000 of train or test, whatever they are used for: files in <part>/pos and neg, or <part>.csv(.xz), labels 0 and 1. */
export function readLabelled(folder: string, part: 'train' | 'test'): readonly NamedReview[] {
  if (existsSync(join(folder, part))) {
    return (['neg', 'pos'] as const).flatMap((kind) =>
      readFiles(folder, part, kind).map((review) => ({ ...review, label: kind === 'pos' ? 1 : 0 })),
    );
  }
  return table(folder, part).map(({ id, rating, label, review }): NamedReview => {
    if (label !== '0' && label !== '1') throw new Error(`${part}: “${label}” is no label. Accepted are 0 and 1.`);
    const kind = label === '1' ? 'pos' : 'neg';
    return { name: `${kind}/${id}_${rating}`, text: plain(review), label: label === '1' ? 1 : 0 };
  });
}

function readUnlabelled(folder: string): readonly UnlabelledReview[] {
  if (existsSync(join(folder, 'train'))) return readFiles(folder, 'train', 'unsup');
  return table(folder, 'unsup').map(({ id, review }) => ({ name: `unsup/${id}_0`, text: plain(review) }));
}

function readFiles(folder: string, part: string, kind: string): readonly UnlabelledReview[] {
  return readdirSync(join(folder, part, kind))
    .filter((file) => file.endsWith('.txt'))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((file) => ({
      name: `${kind}/${file.slice(0, -4)}`,
      text: plain(readFileSync(join(folder, part, kind, file), 'utf8')),
    }));
}

function split(folder: string, limit: number) {
  const labelled = readLabelled(folder, 'train');
  const held = new Set(readFileSync(VALIDATION, 'utf8').trim().split('\n'));
  const validation = labelled.filter(({ name }) => held.has(name));
  if (validation.length !== held.size) {
    throw new Error(
      `${folder} has ${validation.length} of the ${held.size} validation reviews: it is not the dataset.`,
    );
  }
  const judged = new Set(validation.map(({ text }) => saying(text)));
  const train = labelled.filter(({ name, text }) => !held.has(name) && !judged.has(saying(text)));
  const unlabelled = readUnlabelled(folder).filter(({ text }) => !judged.has(saying(text)));
  return { train: some(train, limit), validation: some(validation, limit), unlabelled: some(unlabelled, limit) };
}

/** Every so-manieth: the labelled ones come sorted by label. */
function some<T>(reviews: readonly T[], limit: number): readonly T[] {
  const every = Math.max(1, Math.ceil(reviews.length / limit));
  return reviews.filter((_, i) => i % every === 0);
}

/** The words alone, whatever stands between them. */
function saying(text: string): string {
  return words(text)
    .map(({ print }) => print)
    .join(' ');
}

function plain(html: string): string {
  return html.replace(/<br\s*\/?>/g, ' ');
}

interface Row {
  readonly id: string;
  readonly rating: string;
  readonly label: string;
  readonly review: string;
}

function table(folder: string, name: string): readonly Row[] {
  const file = join(folder, `${name}.csv`);
  const packed = `${file}.xz`;
  const csv = existsSync(file)
    ? readFileSync(file, 'utf8')
    : execFileSync('xz', ['-dc', packed], { encoding: 'utf8', maxBuffer: 1 << 30 });
  return Papa.parse<Row>(csv, { header: true, skipEmptyLines: true }).data;
}
