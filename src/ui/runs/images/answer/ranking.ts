// Which classes an answer shows, and in which order.

export interface Shown {
  /** The class's number. */
  readonly label: number;
  readonly name: string;
  readonly probability: number;
}

/** Up to so many classes stand in their own order, and stand still while the answer changes. */
export const IN_ORDER = 12;

export function shownClasses(classes: readonly string[], probabilities: ArrayLike<number>): readonly Shown[] {
  const all = classes.map((name, label) => ({ label, name, probability: probabilities[label] ?? 0 }));
  if (all.length <= IN_ORDER) return all;
  return all.sort((a, b) => b.probability - a.probability).slice(0, IN_ORDER);
}

/** The likeliest class's number. */
export function likeliest(probabilities: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) if (probabilities[i]! > probabilities[best]!) best = i;
  return best;
}
