// Which of all reviews are on show, and which of them are chosen.

import { create } from 'zustand';
import type { ListRequest, Review } from '../../../../wire/reviews';

export const PAGE = 50;

export interface AllUi {
  readonly filter: Pick<ListRequest, 'sentiment' | 'search' | 'order'>;
  readonly page: number;
  readonly total: number;
  readonly reviews: readonly Review[];
  readonly problem: string | null;
  readonly chosen: ReadonlySet<string>;
  /** The review that was chosen or let go last: where a stretch begins. */
  readonly last: string | null;
  /** The review whose text is being changed. */
  readonly editing: string | null;
  /** What was done to several, and how they were before it. */
  readonly bulk: { readonly words: string; readonly before: readonly Review[] } | null;
}

export const useAll = create<AllUi>()(() => ({
  filter: {},
  page: 0,
  total: 0,
  reviews: [],
  problem: null,
  chosen: new Set(),
  last: null,
  editing: null,
  bulk: null,
}));

/** Another question: from its first page, with nothing chosen. */
export function ask(filter: AllUi['filter']): void {
  useAll.setState({ filter: { ...useAll.getState().filter, ...filter }, page: 0, chosen: new Set(), last: null });
}

/** Chooses one, or lets it go; with `stretch`, all from the last one to this. */
export function choose(id: string, stretch: boolean): void {
  const { chosen, reviews, last } = useAll.getState();
  const next = new Set(chosen);
  const on = !chosen.has(id);
  const ids = reviews.map((review) => review.id);
  const [from, to] = [ids.indexOf(stretch && last !== null ? last : id), ids.indexOf(id)];
  const touched = from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const one of touched) {
    if (on) next.add(one);
    else next.delete(one);
  }
  useAll.setState({ chosen: next, last: id });
}

/** All on the page, or none. */
export function chooseAll(on: boolean): void {
  useAll.setState({ chosen: new Set(on ? useAll.getState().reviews.map(({ id }) => id) : []), last: null });
}
