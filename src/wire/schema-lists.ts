// Lists in bodies. One that is too long is refused by its length, before a word about each of its entries; of many entries
// at fault the first are named.

import { z } from 'zod';

/** Of what is wrong with one body. */
export const MOST_NAMED = 50;

interface Bounds {
  readonly min?: number;
  readonly max: number;
  /** In place of the words that bounds have by themselves. */
  readonly words?: { readonly list?: string; readonly few?: string; readonly many?: string };
}

/** At least `min` and at most `max` entries; Infinity where the service has its own word for too many. */
export function listOf<T extends z.ZodType>(entry: T, { min = 0, max, words = {} }: Bounds) {
  const any = z.array(entry, words.list);
  const enough = min > 0 ? any.min(min, words.few) : any;
  const list = Number.isFinite(max) ? enough.max(max, words.many) : enough;
  return z.preprocess((value, context) => {
    if (!Array.isArray(value)) return value;
    if (value.length <= max) return uptoWrong(value, entry);
    const message = words.many === undefined ? {} : { message: words.many };
    context.addIssue({ code: 'too_big', origin: 'array', maximum: max, inclusive: true, input: value, ...message });
    return z.NEVER;
  }, list);
}

/** What follows as many wrong entries as are named is not looked at: the list is refused anyway. */
function uptoWrong(list: readonly unknown[], entry: z.ZodType): readonly unknown[] {
  if (list.length <= MOST_NAMED) return list;
  let wrong = 0;
  const last = list.findIndex((one) => !entry.safeParse(one).success && ++wrong === MOST_NAMED);
  return last < 0 ? list : list.slice(0, last + 1);
}
