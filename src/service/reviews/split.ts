// Parts texts into those to learn from and those held out for judging: seeded, with the same share of each label
// in both, and never the same text in both.

import { Rng } from '../../ml/rng';
import type { LabelledText } from '../../ml/text/types';

export interface Split {
  readonly train: LabelledText[];
  readonly held_out: LabelledText[];
}

/** At least one text of each label stays to learn from; with too few texts nothing is held out. */
export function split(texts: readonly LabelledText[], share: number, seed: number): Split {
  const train: LabelledText[] = [];
  const held_out: LabelledText[] = [];
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
function groupByText(items: readonly LabelledText[]): LabelledText[][] {
  const groups = new Map<string, LabelledText[]>();
  for (const item of items) {
    const key = normal(item.text);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** A text under both labels may have landed on both sides: it is learnt from, not judged by. */
function apart({ train, held_out }: Split): Split {
  const seen = new Set(train.map((item) => normal(item.text)));
  return { train, held_out: held_out.filter((item) => !seen.has(normal(item.text))) };
}

function normal(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

function shuffle<T>(items: T[], rng: Rng): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
}
