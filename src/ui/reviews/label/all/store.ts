// Which of all reviews are on show, and which of them are chosen.

import { create } from 'zustand';
import type { ListRequest, Review, ReviewPage } from '../../../../wire/reviews';

export const PAGE = 50;

export interface AllUi {
  readonly filter: Pick<ListRequest, 'sentiment' | 'search' | 'source' | 'order'>;
  readonly page: number;
  /** Reviews that match; null before the first answer. */
  readonly total: number | null;
  readonly reviews: readonly Review[];
  readonly problem: string | null;
  readonly chosen: ReadonlySet<string>;
  /** All that match, and not those on the page alone, were chosen: these; null where that was not asked for. */
  readonly matching: readonly Review[] | null;
  /** The review that was chosen or let go last: where a stretch begins. */
  readonly last: string | null;
  /** The review whose whole text is on show, and whether it is being changed; `draft`: what was typed as the view was left. */
  readonly opened: { readonly id: string; readonly editing: boolean; readonly draft?: string } | null;
}

export const EMPTY: AllUi = {
  filter: {},
  page: 0,
  total: null,
  reviews: [],
  problem: null,
  chosen: new Set(),
  matching: null,
  last: null,
  opened: null,
};

export const useAll = create<AllUi>()(() => EMPTY);

const NOTHING_CHOSEN = { chosen: new Set<string>(), matching: null, last: null, opened: null } as const;

/** Everything was replaced or deleted: numbers that were chosen may be those of other reviews by now. */
export function forgetAll(): void {
  // The same question, asked anew: what is still on its way is an answer to the one before.
  useAll.setState(({ filter }) => ({ ...EMPTY, filter: { ...filter } }));
}

/** A text on the page is being changed: whatever comes or goes meanwhile, its row stays, and what was typed in it. */
export function isEditing({ opened, reviews }: AllUi): boolean {
  return opened?.editing === true && reviews.some(({ id }) => id === opened.id);
}

/** The field goes: what was typed in it stays, where neither saving nor cancelling took it away. */
export function keepTyped(id: string, draft: string): void {
  useAll.setState(({ opened }) => (opened?.id === id && opened.editing ? { opened: { ...opened, draft } } : {}));
}

/** It is different now: known before the list is asked for anew, and of those that were chosen on other pages by this alone. */
export function amend(ids: ReadonlySet<string>, change: Partial<Review>): void {
  const { reviews: shown, matching: chosen } = useAll.getState();
  if (![...shown, ...(chosen ?? [])].some(({ id }) => ids.has(id))) return;
  const amended = (review: Review) => (ids.has(review.id) ? { ...review, ...change } : review);
  useAll.setState(({ reviews, matching }) => ({
    reviews: reviews.map(amended),
    matching: matching?.map(amended) ?? null,
  }));
}

/** Another question: from its first page, with nothing chosen. */
export function ask(filter: AllUi['filter']): void {
  useAll.setState((all) => ({ filter: { ...all.filter, ...filter }, page: 0, ...NOTHING_CHOSEN }));
}

export function go(page: number): void {
  useAll.setState({ page, ...NOTHING_CHOSEN });
}

/** A page of the answer. What is not there any more is not chosen any more; a last page may have gone. */
export function turnedTo({ total, reviews }: ReviewPage): void {
  const { reviews: before, chosen, matching, page } = useAll.getState();
  const known = new Map(before.map((review) => [review.id, review]));
  const ids = new Set(reviews.map(({ id }) => id));
  // Of those on other pages nothing is known.
  const still = matching ? [...chosen] : [...chosen].filter((id) => ids.has(id));
  useAll.setState({
    total,
    // Those that are as they were are not drawn again.
    reviews: reviews.map((review) => sameOf(known.get(review.id), review)),
    problem: null,
    page: reviews.length === 0 && page > 0 ? Math.max(0, Math.ceil(total / PAGE) - 1) : page,
    ...(still.length < chosen.size && { chosen: new Set(still) }),
  });
}

function sameOf(before: Review | undefined, review: Review): Review {
  if (!before) return review;
  const keys = Object.keys(review) as (keyof Review)[];
  return keys.every((key) => before[key] === review[key]) ? before : review;
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
  const ids = (reviews: readonly Review[]) => new Set(on ? reviews.map(({ id }) => id) : []);
  useAll.setState(({ reviews }) => ({ chosen: ids(reviews), matching: null, last: null }));
}

/** All that match, on whatever page. */
export function chooseMatching(matching: readonly Review[]): void {
  useAll.setState({ chosen: new Set(matching.map(({ id }) => id)), matching, last: null });
}

/** The chosen ones themselves. */
export function chosenReviews({ chosen, matching, reviews }: AllUi): readonly Review[] {
  return (matching ?? reviews).filter(({ id }) => chosen.has(id));
}
