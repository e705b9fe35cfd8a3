// From a text to what the encoder reads: [CLS] pieces [SEP], cut to a length where the text is longer. A long
// review opens with the matter and ends with the verdict, so a quarter is kept of the beginning and three of the
// end (Sun et al. 2019, "head+tail").

/** What the encoder needs of a tokenizer. */
export interface Pieces {
  /** Vocabulary numbers of the text's pieces, without specials. */
  readonly ids: ArrayLike<number>;
  /** Where in the text each piece stands: UTF-16 units [start, end). */
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

export interface SpecialPieces {
  readonly pad: number;
  readonly unknown: number;
  readonly cls: number;
  readonly sep: number;
  readonly mask: number;
}

export interface PieceTokenizer {
  /** Pieces in the vocabulary. */
  readonly size: number;
  readonly special: SpecialPieces;
  pieces(text: string): Pieces;
  /** Whether a text of these pieces seems not to be in English. */
  seemsForeign(pieces: Pieces, text: string): boolean;
}

export interface ReadText {
  /** [CLS] … [SEP] */
  readonly ids: Int32Array;
  /** The number of the piece behind each id but the first and last. */
  readonly kept: Int32Array;
  readonly pieces: Pieces;
}

/** Reads at most `maxLength` tokens of the text, [CLS] and [SEP] among them. */
export function readText(tokenizer: PieceTokenizer, text: string, maxLength: number): ReadText {
  const pieces = tokenizer.pieces(text);
  const kept = keptPieces(pieces.ids.length, maxLength - 2);
  const ids = new Int32Array(kept.length + 2);
  ids[0] = tokenizer.special.cls;
  for (let i = 0; i < kept.length; i++) ids[i + 1] = pieces.ids[kept[i]];
  ids[ids.length - 1] = tokenizer.special.sep;
  return { ids, kept, pieces };
}

/** Which of `count` pieces are read when there is room for `room`. */
export function keptPieces(count: number, room: number): Int32Array {
  if (count <= room) return Int32Array.from({ length: count }, (_, i) => i);
  const head = Math.floor(room / 4);
  return Int32Array.from({ length: room }, (_, i) => (i < head ? i : count - room + i));
}
