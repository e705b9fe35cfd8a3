// What BERT's basic tokenisation makes of single characters (Devlin et al. 2019, uncased): some vanish, some part
// words, some stand alone, the rest become lower-case letters without accents. Agrees with Hugging Face's
// tokenizers for JavaScript, which sees CJK characters beyond the basic plane as letters like any other.

/**
 * gone: control and format characters, lone surrogates · space · alone: punctuation and CJK characters, a word
 * each · word: part of a word. `text` is what it becomes; it may be empty (an accent) or several units.
 */
export interface Character {
  readonly kind: 'gone' | 'space' | 'alone' | 'word';
  readonly text: string;
}

const GONE: Character = { kind: 'gone', text: '' };
const SPACE: Character = { kind: 'space', text: ' ' };

const WHITE = /^\s$/u;
const CONTROL = /^[\p{Cc}\p{Cf}\p{Co}\p{Cs}]$/u;
/** ASCII's symbols count as punctuation, as in BERT. */
const PUNCTUATION = /^[\p{P}!-/:-@[-`{-~]$/u;
const ACCENT = /\p{Mn}/gu;

const IDEOGRAPHS: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
];

const REPLACEMENT = 0xfffd;
const SIGMA = 0x3a3;
const FINAL_SIGMA: Character = { kind: 'word', text: 'ς' };
const CASED = /^\p{Cased}$/u;
const IGNORED = /^\p{Case_Ignorable}$/u;
/** How far a final sigma looks: no word has more marks in a row. */
const CONTEXT = 32;

const known = new Map<number, readonly Character[]>();

/** What the code point `code` at `index` of `text` becomes: one character, rarely more. */
export function characters(text: string, index: number, code: number): readonly Character[] {
  if (code === SIGMA && isFinalSigma(text, index)) return [FINAL_SIGMA];
  return charactersOf(code);
}

function charactersOf(code: number): readonly Character[] {
  let found = known.get(code);
  if (!found) {
    found = classify(code);
    known.set(code, found);
  }
  return found;
}

function classify(code: number): readonly Character[] {
  const raw = String.fromCodePoint(code);
  if (raw === '\t' || raw === '\n' || raw === '\r') return [SPACE];
  if (code === 0 || code === REPLACEMENT || CONTROL.test(raw)) return [GONE];
  if (WHITE.test(raw)) return [SPACE];
  const plain = raw.toLowerCase().normalize('NFD').replace(ACCENT, '');
  if (IDEOGRAPHS.some(([first, last]) => code >= first && code <= last)) return [{ kind: 'alone', text: plain }];
  if (plain === '') return [{ kind: 'word', text: '' }];
  return Array.from(plain, (text) => {
    if (WHITE.test(text)) return SPACE;
    return { kind: PUNCTUATION.test(text) ? 'alone' : 'word', text };
  });
}

/** Greek's sigma at the end of a word has a form of its own (Unicode, table 3-17). */
function isFinalSigma(text: string, index: number): boolean {
  const [before, after] = [text.slice(Math.max(0, index - CONTEXT), index), text.slice(index + 1, index + 1 + CONTEXT)];
  return meetsCased(backwards(before)) && !meetsCased(after);
}

function* backwards(text: string): Generator<string> {
  for (let end = text.length; end > 0; ) {
    const paired = end > 1 && (text.codePointAt(end - 2) ?? 0) > 0xffff;
    const start = end - (paired ? 2 : 1);
    yield text.slice(start, end);
    end = start;
  }
}

/** Whether a cased letter comes next, past what has no say in it, and as letters stand when they are made small: without what is gone. */
function meetsCased(neighbours: Iterable<string>): boolean {
  for (const raw of neighbours) {
    if (charactersOf(raw.codePointAt(0) ?? 0)[0] === GONE) continue;
    if (CASED.test(raw)) return true;
    if (!IGNORED.test(raw)) return false;
  }
  return false;
}
