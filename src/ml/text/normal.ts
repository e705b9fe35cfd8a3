// Texts in one of Unicode's normal forms, whatever is in them.

/** Marks in a row after which another follows: no language writes so many. */
const LONG_RUN = /\p{M}{30}(?=\p{M})/gu;
/** Combining grapheme joiner: no letter, seen by nobody, and marks are not sorted across it. */
const JOINER = '\u034f';

/**
 * Marks are sorted within a run, which takes the square of its length: longer runs are parted first, as Unicode Standard Annex 15
 * does in its stream-safe format. Texts without such runs, which is all that anyone writes, are as `normalize` gives them.
 */
export function normalised(text: string, form: 'NFC' | 'NFD'): string {
  return text.replace(LONG_RUN, `$&${JOINER}`).normalize(form);
}
