// Texts to parts – train, validation, test: seeded, the same share of each label in each part, and equal texts always
// in one part, or a model would be judged by what it has learnt.

import { Rng } from '../rng';

export interface PartingRequest {
  /** [n], equal for equal texts (./figures.ts, `textKey`). */
  readonly keys: Float64Array;
  /** [n], 0 negative, 1 positive, −1 without a label. */
  readonly labels: Int8Array;
  /** [n], 1 for texts that stay in the test part whatever comes; null: none does. */
  readonly fixed: Uint8Array | null;
  /** Of train, validation and test, together 1; of those that are not fixed. */
  readonly shares: readonly [number, number, number];
  readonly seed: number;
}

const TEST = 2;
const NONE = 3;

/**
 * Texts without a label are in no part, but for those that stay in the test part.
 * @returns [n], 0 train, 1 validation, 2 test, 3 none
 */
export function partTexts({ keys, labels, fixed, shares, seed }: PartingRequest): Uint8Array {
  const groups = groupTexts(keys, labels, fixed);
  const rng = new Rng(seed);
  const parts = new Map<number, number>();
  for (const label of [0, 1]) {
    const free: Group[] = [];
    for (const group of groups.values()) {
      if (group.label !== label) continue;
      if (group.fixed) parts.set(group.key, TEST);
      else free.push(group);
    }
    shuffle(free, rng);
    assign(free, shares, parts);
  }
  return Uint8Array.from(keys, (key, i) => {
    if (fixed?.[i] === 1) return TEST;
    return labels[i] === -1 ? NONE : (parts.get(key) ?? NONE);
  });
}

/** Labelled texts that are equal. */
interface Group {
  readonly key: number;
  /** Of the first of them. */
  readonly label: number;
  size: number;
  /** One that is equal stays in the test part. */
  fixed: boolean;
}

function groupTexts(keys: Float64Array, labels: Int8Array, fixed: Uint8Array | null): Map<number, Group> {
  const tested = new Set(keys.filter((_, i) => fixed?.[i] === 1));
  const groups = new Map<number, Group>();
  keys.forEach((key, i) => {
    const label = labels[i] ?? -1;
    if (label === -1) return;
    const group = groups.get(key) ?? { key, label, size: 0, fixed: tested.has(key) };
    group.size += 1;
    groups.set(key, group);
  });
  return groups;
}

/** Each group goes where most is missing yet, counted in texts: the shares hold but for the size of a group. */
function assign(groups: readonly Group[], shares: PartingRequest['shares'], parts: Map<number, number>): void {
  const all = groups.reduce((sum, { size }) => sum + size, 0);
  const missing = shares.map((share) => share * all);
  // Large groups first: small ones then even out what those left uneven.
  for (const { key, size } of [...groups].sort((a, b) => b.size - a.size)) {
    const part = missing.indexOf(Math.max(...missing));
    missing[part] = (missing[part] ?? 0) - size;
    parts.set(key, part);
  }
}

function shuffle<T>(items: T[], rng: Rng): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
}
