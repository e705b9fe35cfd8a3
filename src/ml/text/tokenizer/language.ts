// Whether a text seems not to be in English, told by the tokenizer of a model whose pieces were learnt from English reviews:
// in another language it has to cut most words to pieces, and finds hardly one of English's commonest words. Either alone
// says too little: names and terms fall to pieces in English, too, and a headline has few common words.
//
// Measured with the shipped vocabulary, on texts of six words and more, by scripts/base-model/languages.ts. False alarms: 1 of the
// 25,000 labelled reviews of aclImdb's training set (by pieces alone 12), 0.56 % of their 278,126 single sentences (2.2 %), and 1 of
// the 199 such reviews in src/ml/samples/probe.ts (3). Found: all 30 sentences of language.fixture.ts.
//
// Taken once, from translated messages of Debian's programs, which lie nowhere here. False alarms: 5.6 % of 1,500 lines in English, full
// of terms (23 %). Found of as many lines: in German 98.9 %, Dutch 99.4, Spanish 97.9, Portuguese 99.4, Italian 98.1, French 91.3,
// Romanian 97.0, Swedish 96.9, Danish 98.3, Polish 99.8, Czech 99.7, Finnish 99.3, Turkish 97.9, Russian 98.9.

import type { Vocabulary } from './vocabulary';

/** Words that it takes to tell: slang and names alone make fewer. */
export const FEW_WORDS = 6;
/** Pieces to a word: the median of English reviews is 1.12, that of the fixture's sentences 2.4 in German and 1.85 in French. */
const MANY_PIECES = 1.5;
/** Share of a text's words. */
const FEW_COMMON = 0.1;
/** What a word counts for that has no pieces at all, as those of other scripts. */
const UNKNOWN_PIECES = 3;

/** Words that are common in English, and no words, or rare ones, of the other languages that are written in its letters. */
const COMMON = [
  'the and that this with not are be have has it you your but from they their which when what there she his her would',
  'could because very were or than then these those who how',
]
  .join(' ')
  .split(' ');

const LETTER = /^\p{L}/u;

/** What a piece is to the words of a text. */
const OTHER = 0;
const BEGINS = 1;
const GOES_ON = 2;
const IS_COMMON = 3;

export interface CutText {
  /** Vocabulary numbers, without specials. */
  readonly ids: ArrayLike<number>;
  /** Where in the text each piece begins. */
  readonly starts: ArrayLike<number>;
}

/** Of a text. */
export interface WordCounts {
  readonly words: number;
  /** Of all its words together. */
  readonly pieces: number;
  /** Words that are among English's commonest. */
  readonly common: number;
}

export class LanguageCheck {
  readonly #unknown: number;
  /** By vocabulary number. */
  readonly #kinds: Uint8Array;

  constructor({ pieces, special, first }: Vocabulary) {
    this.#unknown = special.unknown;
    this.#kinds = Uint8Array.from(pieces, (piece) => {
      if (piece.length > 2 && piece.startsWith('##')) return GOES_ON;
      return LETTER.test(piece) ? BEGINS : OTHER;
    });
    for (const word of COMMON) {
      const id = first.get(word);
      if (id !== undefined) this.#kinds[id] = IS_COMMON;
    }
  }

  /** False, too, where the text has too few words to tell. */
  seemsForeign(cut: CutText, text: string): boolean {
    const counts = this.count(cut, text);
    return fallsToPieces(counts) && counts.common < FEW_COMMON * counts.words;
  }

  count({ ids, starts }: CutText, text: string): WordCounts {
    let words = 0;
    let pieces = 0;
    let common = 0;
    let inWord = false;
    for (let i = 0; i < ids.length; i++) {
      const kind = this.#kinds[ids[i]];
      if (kind === GOES_ON) {
        if (inWord) pieces += 1;
        continue;
      }
      const isUnknown = ids[i] === this.#unknown;
      inWord = isUnknown ? LETTER.test(String.fromCodePoint(text.codePointAt(starts[i]) ?? 0)) : kind !== OTHER;
      if (!inWord) continue;
      words += 1;
      pieces += isUnknown ? UNKNOWN_PIECES : 1;
      // What goes on is another word that begins like it.
      if (kind === IS_COMMON && this.#kinds[ids[i + 1]] !== GOES_ON) common += 1;
    }
    return { words, pieces, common };
  }
}

/** One of the two signs, for texts of enough words. */
export function fallsToPieces({ words, pieces }: WordCounts): boolean {
  return words >= FEW_WORDS && pieces > MANY_PIECES * words;
}
