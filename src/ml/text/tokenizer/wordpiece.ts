// The WordPiece tokenizer of BERT, uncased: basic tokenisation into words, then the longest piece of the
// vocabulary again and again (Wu et al. 2016). Every piece keeps its place in the text as it was given, so that
// words can be shown with their weights. Any string is fine: nothing in a text becomes a special piece.

import { basicWords, type Word } from './basic';
import { type CutText, LanguageCheck } from './language';
import { Pieces } from './pieces';
import type { Vocabulary } from './vocabulary';

/** Words of more code points than this are unknown, as in BERT, and not remembered: they may be as long as a text. */
const MAX_WORD = 100;
/** Words whose pieces are remembered. */
const CACHE = 20_000;

export class WordPieceTokenizer {
  readonly size: number;
  readonly special: Vocabulary['special'];
  readonly #vocabulary: Vocabulary;
  readonly #remembered = new Map<string, Cut>();
  #language: LanguageCheck | null = null;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.size = vocabulary.pieces.length;
    this.special = vocabulary.special;
  }

  /** The text's pieces without [CLS] and [SEP], with their places in UTF-16 units. */
  pieces(text: string): Pieces {
    const out = new Pieces();
    basicWords(text, (word) => this.#cutWord(word, out));
    return out;
  }

  /** Whether a text of these pieces seems not to be in English: worth a word where the vocabulary was learnt from English. */
  seemsForeign(pieces: CutText, text: string): boolean {
    this.#language ??= new LanguageCheck(this.#vocabulary);
    return this.#language.seemsForeign(pieces, text);
  }

  /** The piece itself, "##" and all. */
  piece(id: number): string {
    return this.#vocabulary.pieces[id] ?? this.#vocabulary.pieces[this.special.unknown] ?? '';
  }

  #cutWord(word: Word, out: Pieces): void {
    const cut = isTooLong(word.text) ? this.#unknown(word.text) : this.#recall(word.text);
    let from = 0;
    for (let p = 0; p < cut.ids.length; p++) {
      const to = cut.ends[p] ?? from;
      out.push(cut.ids[p] ?? 0, word.start(from), word.end(to - 1));
      from = to;
    }
  }

  #recall(word: string): Cut {
    const known = this.#remembered.get(word);
    if (known) return known;
    const cut = this.#cut(word);
    if (this.#remembered.size >= CACHE) this.#remembered.clear();
    this.#remembered.set(word, cut);
    return cut;
  }

  #unknown(word: string): Cut {
    return { ids: [this.special.unknown], ends: [word.length] };
  }

  #cut(word: string): Cut {
    const { first, later, longest } = this.#vocabulary;
    const ids: number[] = [];
    const ends: number[] = [];
    for (let start = 0; start < word.length; ) {
      const table = start === 0 ? first : later;
      let end = Math.min(word.length, start + longest);
      let id = table.get(word.slice(start, end));
      while (id === undefined && end > start + 1) id = table.get(word.slice(start, --end));
      if (id === undefined) return this.#unknown(word);
      ids.push(id);
      ends.push(end);
      start = end;
    }
    return { ids, ends };
  }
}

/** A word's pieces and where each ends, in units of the word as it became. */
interface Cut {
  readonly ids: readonly number[];
  readonly ends: readonly number[];
}

function isTooLong(word: string): boolean {
  if (word.length <= MAX_WORD) return false;
  let count = 0;
  for (const _ of word) if (++count > MAX_WORD) return true;
  return false;
}
