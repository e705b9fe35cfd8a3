// Which of reviews with equal texts is kept: the one that was chosen; else one with a label, where there is one.

import type { Review } from '../../../../wire/reviews';

/** Reviews with equal texts, two or more. */
export type Group = readonly Review[];

/** Ids that were chosen, at most one of each group: a group whose copies went keeps what was chosen in it. */
export type Choices = ReadonlySet<string>;

export function keptOf(group: Group, choices: Choices): Review {
  const chosen = group.find(({ id }) => choices.has(id));
  return chosen ?? group.find(({ sentiment }) => sentiment !== null) ?? group[0];
}

export function othersOf(group: Group, { id }: Review): Group {
  return group.filter((review) => review.id !== id);
}

/** In this group another is chosen from now on. */
export function withChoice(choices: Choices, group: Group, id: string): Choices {
  const others = new Set(choices);
  for (const review of group) others.delete(review.id);
  return others.add(id);
}
