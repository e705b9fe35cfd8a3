// Learns a WordPiece vocabulary from texts: single characters first, then again and again the two neighbouring
// pieces that stand together most often become one (byte-pair merges, Sennrich et al. 2016, written with "##" as
// Hugging Face's WordPieceTrainer does). Deterministic: ties go to the pair whose pieces came first.

import { basicWords } from './basic';
import { MergeQueue, type Pair } from './merge-queue';

export interface VocabularyOptions {
  /** Pieces, special ones and all. */
  readonly size: number;
  /** Characters that have a piece of their own; rarer ones are left out. */
  readonly alphabet: number;
  /** How often two pieces must stand together to become one. */
  readonly minCount: number;
}

export const DEFAULT_VOCABULARY: VocabularyOptions = { size: 8192, alphabet: 120, minCount: 2 };

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** Pieces in the order of their numbers, as the lines of vocab.txt. */
export function learnVocabulary(texts: Iterable<string>, options: VocabularyOptions = DEFAULT_VOCABULARY): string[] {
  const counts = [...countWords(texts)].sort(([a], [b]) => (a < b ? -1 : 1));
  const pieces = new Pieces([...SPECIAL, ...alphabetOf(counts, options.alphabet)]);
  const words = counts.map(([word, count]): CountedWord => ({ count, ids: pieces.characters(word) }));
  merge(words, pieces, options);
  return pieces.list;
}

export function countWords(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) basicWords(text, (word) => counts.set(word.text, (counts.get(word.text) ?? 0) + 1));
  return counts;
}

/** The most frequent characters, in the order of their code points. */
function alphabetOf(words: readonly (readonly [string, number])[], keep: number): string[] {
  const counts = new Map<string, number>();
  for (const [word, count] of words) {
    for (const character of word) counts.set(character, (counts.get(character) ?? 0) + count);
  }
  const code = (character: string) => character.codePointAt(0) ?? 0;
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || code(a) - code(b))
    .slice(0, keep)
    .map(([character]) => character)
    .sort((a, b) => code(a) - code(b));
}

class Pieces {
  readonly list: string[];
  private readonly numbers: Map<string, number>;

  constructor(list: readonly string[]) {
    this.list = [...list];
    this.numbers = new Map(list.map((piece, id) => [piece, id]));
  }

  /** The piece's number; it joins the list when it is new. */
  number(piece: string): number {
    const known = this.numbers.get(piece);
    if (known !== undefined) return known;
    this.numbers.set(piece, this.list.length);
    return this.list.push(piece) - 1;
  }

  /** A word letter by letter, without letters outside the alphabet. */
  characters(word: string): number[] {
    return Array.from(word)
      .map((character, i) => (this.numbers.has(character) ? this.number(i > 0 ? `##${character}` : character) : -1))
      .filter((id) => id >= 0);
  }

  joined([first, second]: Pair): number {
    return this.number(this.list[first] + this.list[second].replace(/^##(?=.)/, ''));
  }
}

interface CountedWord {
  readonly count: number;
  ids: number[];
}

function merge(words: readonly CountedWord[], pieces: Pieces, { size, minCount }: VocabularyOptions): void {
  const queue = new MergeQueue();
  words.forEach(({ ids, count }, at) => {
    for (let i = 1; i < ids.length; i++) queue.change([ids[i - 1], ids[i]], count, at);
  });
  queue.settle();
  while (pieces.list.length < size) {
    const top = queue.take(minCount);
    if (!top) return;
    const joined = pieces.joined(top.pair);
    for (const at of top.places) replacePair(words[at], at, top.pair, joined, queue);
    queue.settle();
  }
}

/** Puts `joined` where the pair stands in the word, and tells the queue which neighbours came and went. */
function replacePair(word: CountedWord, at: number, [first, second]: Pair, joined: number, queue: MergeQueue): void {
  const { ids, count } = word;
  const out: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] !== first || ids[i + 1] !== second) {
      out.push(ids[i]);
      continue;
    }
    const before = out.at(-1);
    if (before !== undefined) {
      queue.change([before, first], -count, at);
      queue.change([before, joined], count, at);
    }
    const after = ids[i + 2];
    if (after !== undefined) {
      // In "aaa" the second pair is the same as the one taken out, and gone with it.
      if (second !== first || after !== second) queue.change([second, after], -count, at);
      queue.change([joined, after], count, at);
    }
    out.push(joined);
    i++;
  }
  word.ids = out;
}
