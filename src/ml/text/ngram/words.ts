// What the n-gram model sees of a text: its words, small and without accents, with their places; a pair of words
// is two next to each other in one clause. Words and pairs are known by 32-bit fingerprints.

import { characters } from '../tokenizer/characters';

export interface Word {
  readonly print: number;
  readonly start: number;
  readonly end: number;
  /** No pair with the word before: a full stop or another mark stands between. */
  readonly begins: boolean;
}

/** Marks that say something by themselves. */
const SPEAKING = '!?';
/** Within a word it is left out: don't is one word. */
const APOSTROPHES = "'’";

/** Words in order; anything is a text. */
export function words(text: string): Word[] {
  const found: Word[] = [];
  let print = SEED;
  let start = -1;
  let last = -1;
  let begins = true;
  const finish = () => {
    if (start >= 0) {
      found.push({ print: finishPrint(print), start, end: last, begins });
      begins = false;
    }
    start = -1;
    print = SEED;
  };
  for (let i = 0; i < text.length; ) {
    const code = text.codePointAt(i) ?? 0;
    const end = i + (code > 0xffff ? 2 : 1);
    for (const { kind, text: becomes } of characters(text, i, code)) {
      if (kind === 'word') {
        if (start < 0 && becomes !== '') start = i;
        print = extendPrint(print, becomes);
        last = end;
      } else if (kind !== 'gone' && !(kind === 'alone' && APOSTROPHES.includes(becomes))) {
        finish();
        if (kind === 'alone') {
          if (SPEAKING.includes(becomes))
            found.push({ print: finishPrint(extendPrint(SEED, becomes)), start: i, end, begins });
          begins = true;
        }
      }
    }
    i = end;
  }
  finish();
  return found;
}

/** The fingerprint of two words next to each other. */
export function pairPrint(first: number, second: number): number {
  return finishPrint(Math.imul(first, 0x9e3779b1) ^ second);
}

const SEED = 0x811c9dc5 | 0;

/** FNV-1a over UTF-16 units (Fowler, Noll, Vo), mixed at the end by murmur3's finaliser. */
function extendPrint(print: number, text: string): number {
  let h = print;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

function finishPrint(print: number): number {
  let h = Math.imul(print ^ (print >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
