// Parts texts into those to learn from and those held out for judging: seeded, with the same share of each label
// in both, and never the same text in both.

import { Rng } from '../../ml/rng';
import { normalised } from '../../ml/text/normal';
import type { LabelledText } from '../../ml/text/types';

export interface Split<T extends LabelledText = LabelledText> {
  readonly train: T[];
  readonly held_out: T[];
}

/** What has become of a text before; null: nothing yet. */
export interface Parted extends LabelledText {
  readonly part: 'train' | 'held_out' | null;
}

/**
 * Like `split`, but what judges already goes on judging, with all that says the same; what was learnt from already is
 * learnt from again, with all that says the same; only the rest is parted.
 */
export function splitParted<T extends Parted>(texts: readonly T[], share: number, seed: number): Split<T> {
  const judging = textsOf(texts.filter((item) => item.part === 'held_out'));
  const learnt = textsOf(texts.filter((item) => item.part === 'train'));
  const held_out: T[] = [];
  const train: T[] = [];
  const rest: T[] = [];
  for (const item of texts) {
    const key = normalText(item.text);
    if (judging.has(key)) held_out.push(item);
    else if (learnt.has(key)) train.push(item);
    else rest.push(item);
  }
  const parted = split(rest, share, seed);
  return { train: [...train, ...parted.train], held_out: [...held_out, ...parted.held_out] };
}

/** The texts as they are compared. */
export function textsOf(items: readonly { readonly text: string }[]): Set<string> {
  return new Set(items.map(({ text }) => normalText(text)));
}

/** At least one text of each label stays to learn from; with too few texts nothing is held out. */
export function split<T extends LabelledText>(texts: readonly T[], share: number, seed: number): Split<T> {
  const train: T[] = [];
  const held_out: T[] = [];
  const rng = new Rng(seed);
  for (const label of [...new Set(texts.map((item) => item.label))].sort((a, b) => a - b)) {
    const groups = groupByText(texts.filter((item) => item.label === label));
    shuffle(groups, rng);
    const wanted = Math.min(Math.round(share * groups.length), Math.max(0, groups.length - 1));
    held_out.push(...groups.slice(0, wanted).flat());
    train.push(...groups.slice(wanted).flat());
  }
  return apart({ train, held_out });
}

/** Texts that are equal go together. */
function groupByText<T extends LabelledText>(items: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = normalText(item.text);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** A text under both labels may have landed on both sides: it is learnt from, not judged by. */
function apart<T extends LabelledText>({ train, held_out }: Split<T>): Split<T> {
  const seen = textsOf(train);
  return { train, held_out: held_out.filter((item) => !seen.has(normalText(item.text))) };
}

/** A text without what does not make it another one: case, white space, and how its accents are put together. */
export function normalText(text: string): string {
  return normalised(text, 'NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

function shuffle<T>(items: T[], rng: Rng): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
}
