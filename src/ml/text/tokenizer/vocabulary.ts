// A WordPiece vocabulary as BERT's vocab.txt has it: a piece a line, its number the line's; pieces that go on a
// word begin with "##".

export interface Vocabulary {
  readonly pieces: readonly string[];
  readonly special: {
    readonly pad: number;
    readonly unknown: number;
    readonly cls: number;
    readonly sep: number;
    readonly mask: number;
  };
  /** Numbers of the pieces that begin a word. */
  readonly first: ReadonlyMap<string, number>;
  /** Numbers of those that go on, without their "##". */
  readonly later: ReadonlyMap<string, number>;
  /** Units of the longest piece. */
  readonly longest: number;
}

export class VocabularyError extends Error {
  override readonly name = 'VocabularyError';
}

const SPECIAL = { pad: '[PAD]', unknown: '[UNK]', cls: '[CLS]', sep: '[SEP]', mask: '[MASK]' } as const;
const MAX_PIECES = 262_144;
const MAX_PIECE = 200;

/** Throws VocabularyError when a line comes twice, a special piece is missing or it is too large. */
export function parseVocabulary(text: string): Vocabulary {
  const list = text.replace(/\r?\n$/, '');
  checkLines(list);
  const pieces = list.split(/\r?\n/);
  const numbers = new Map<string, number>();
  pieces.forEach((piece, id) => {
    if (piece === '' || piece.length > MAX_PIECE)
      throw new VocabularyError(`Line ${id + 1} of the vocabulary is no piece`);
    if (numbers.has(piece)) throw new VocabularyError(`“${piece}” is in the vocabulary twice`);
    numbers.set(piece, id);
  });
  const number = (piece: string) => {
    const id = numbers.get(piece);
    if (id === undefined) throw new VocabularyError(`The vocabulary has no ${piece}`);
    return id;
  };
  const { pad, unknown, cls, sep, mask } = SPECIAL;
  return {
    pieces,
    special: { pad: number(pad), unknown: number(unknown), cls: number(cls), sep: number(sep), mask: number(mask) },
    ...tables(pieces),
  };
}

/** Before they are parted: a file of nothing but line breaks would become a list that fills the memory. */
function checkLines(text: string): void {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines > MAX_PIECES) throw new VocabularyError(`A vocabulary may have ${MAX_PIECES} pieces at most`);
  }
}

function tables(pieces: readonly string[]): Pick<Vocabulary, 'first' | 'later' | 'longest'> {
  const first = new Map<string, number>();
  const later = new Map<string, number>();
  let longest = 1;
  pieces.forEach((piece, id) => {
    const goesOn = piece.length > 2 && piece.startsWith('##');
    const text = goesOn ? piece.slice(2) : piece;
    (goesOn ? later : first).set(text, id);
    longest = Math.max(longest, text.length);
  });
  return { first, later, longest };
}
