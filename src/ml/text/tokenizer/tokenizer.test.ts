// Pieces of texts against Hugging Face's own tokenizer, where they stand in the text, and vocabularies that are refused.

import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Rng } from '../../rng';
import { parseVocabulary, VocabularyError } from './vocabulary';
import { WordPieceTokenizer } from './wordpiece';

const VOCABULARY = readFileSync('public/models/small/vocab.txt', 'utf8');
const vocabulary = parseVocabulary(VOCABULARY);
const tokenizer = new WordPieceTokenizer(vocabulary);

/** The same by Hugging Face's library; nothing in a text is special, so no tokens are added to it. */
function reference(): Tokenizer {
  const vocab = Object.fromEntries(vocabulary.pieces.map((piece, id) => [piece, id]));
  const json = {
    version: '1.0',
    added_tokens: [],
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  };
  return new Tokenizer(json, {});
}

/** Ranges of code points, from everyday text to what is rarely seen. */
const SCRIPTS: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0x61, 0x7a],
  [0xa0, 0x17f],
  [0x300, 0x36f],
  [0x370, 0x3ff],
  [0x400, 0x4ff],
  [0x590, 0x6ff],
  [0x900, 0x97f],
  [0x0, 0x1f],
  [0x2000, 0x206f],
  [0x20a0, 0x214f],
  [0x3000, 0x30ff],
  [0x4e00, 0x4fff],
  [0xac00, 0xad00],
  [0xd800, 0xdfff],
  [0xe000, 0xe010],
  [0xf900, 0xfaff],
  [0xfe00, 0xffff],
  [0x1d400, 0x1d4ff],
  [0x1f300, 0x1f6ff],
  [0x20000, 0x20100],
];

function variedString(rng: Rng): string {
  let text = '';
  const words = 1 + rng.integer(12);
  for (let w = 0; w < words; w++) {
    const [low, high] = SCRIPTS[rng.integer(rng.integer(2) === 0 ? 2 : SCRIPTS.length)] ?? [0x20, 0x7e];
    const length = rng.integer(40) === 0 ? 90 + rng.integer(30) : 1 + rng.integer(9);
    for (let i = 0; i < length; i++) text += String.fromCodePoint(low + rng.integer(high - low + 1));
    const known = vocabulary.pieces[5 + rng.integer(vocabulary.pieces.length - 5)] ?? '';
    text += [' ', '', '\n', '. ', ` ${known} `, known.toUpperCase(), 'ΣΑΣ ', 'é'][rng.integer(8)];
  }
  return text;
}

describe('the tokenizer', () => {
  it('agrees with Hugging Face’s on 10,000 varied strings', () => {
    const other = reference();
    const rng = new Rng(20);
    for (let i = 0; i < 10_000; i++) {
      const text = variedString(rng);
      const expected = other.encode(text, { add_special_tokens: false }).ids;
      expect([...tokenizer.pieces(text).ids], JSON.stringify(text)).toEqual(expected);
    }
  });

  it('cuts known words and marks what it does not know', () => {
    const pieces = (text: string) => [...tokenizer.pieces(text).ids].map((id) => tokenizer.piece(id));
    expect(pieces('The movie, was GREAT!')).toEqual(['the', 'movie', ',', 'was', 'great', '!']);
    expect(pieces('fi\u0301lm')).toEqual(['film']);
    expect(pieces('[MASK] [CLS]')).not.toContain('[MASK]');
    expect(pieces('x'.repeat(101))).toEqual(['[UNK]']);
    expect(pieces('')).toEqual([]);
  });

  it('says where each piece stands: in order, within the text, and the words there are those of the pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { ids, starts, ends } = tokenizer.pieces(text);
        let last = 0;
        for (let i = 0; i < ids.length; i++) {
          expect(starts[i]).toBeGreaterThanOrEqual(i > 0 ? (starts[i - 1] ?? 0) : 0);
          expect(ends[i]).toBeGreaterThan(starts[i] ?? 0);
          expect(ends[i]).toBeLessThanOrEqual(text.length);
          expect(ends[i]).toBeGreaterThanOrEqual(last);
          last = ends[i] ?? 0;
        }
      }),
    );
    const text = ' Unwatchable   drivel…  Café ';
    const { starts, ends } = tokenizer.pieces(text);
    const shown = [...starts].map((start, i) => text.slice(start, ends[i]));
    expect(shown.join('')).toBe('Unwatchabledrivel…Café');
  });

  it('gives the same pieces for a slice of a text as for the text, cut at blanks', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 8 }), { maxLength: 6 }), (parts) => {
        const whole = [...tokenizer.pieces(parts.join(' ')).ids];
        expect(whole).toEqual(parts.flatMap((part) => [...tokenizer.pieces(part).ids]));
      }),
    );
  });

  it('ends words in a final sigma as they are made small, and does not look further than it must', () => {
    const pieces = (text: string) => [...tokenizer.pieces(text).ids];
    for (const word of [
      'ΑΣ',
      'Σ',
      'ΑΣΑ',
      'ΑΣ.',
      'ΑΣ.Α',
      "Α'Σ",
      'Α\u200dΣ',
      'Α\u0301Σ\u0301',
      'Σ𝒜',
      '𝒜Σ',
      `Α${'.'.repeat(31)}Σ`,
    ]) {
      expect(pieces(word), word).toEqual(pieces(word.toLowerCase()));
    }
    const far = vi.spyOn(String.prototype, 'normalize');
    pieces('ΟΔΥΣΣΕΑΣ ΠΟΣΕΙΔΩΝΑΣ ΣΙΣΥΦΟΣ '.repeat(100));
    // Each character is classified once, if at all.
    expect(far.mock.calls.length).toBeLessThan(20);
    far.mockRestore();
  });

  it('does not keep words that are too long to be known', () => {
    const set = vi.spyOn(Map.prototype, 'set');
    tokenizer.pieces(`${'x'.repeat(100)} ${'y'.repeat(101)} ${'z'.repeat(1000)}`);
    const kept = set.mock.calls.map(([key]) => key).filter((key) => typeof key === 'string');
    set.mockRestore();
    expect(kept).toEqual(['x'.repeat(100)]);
  });

  it('takes a megabyte of one word, of accents, of lone surrogates', () => {
    expect([...tokenizer.pieces('a'.repeat(1e6)).ids]).toEqual([vocabulary.special.unknown]);
    expect(tokenizer.pieces('\u0301'.repeat(1e6)).ids).toHaveLength(0);
    expect(tokenizer.pieces('\ud800'.repeat(1e6)).ids).toHaveLength(0);
    expect(tokenizer.pieces('good '.repeat(2e5)).ids).toHaveLength(2e5);
  });
});

describe('a vocabulary', () => {
  it.each([
    ['has no', '[PAD]\n[UNK]\n[CLS]\n[SEP]\na'],
    ['twice', `${VOCABULARY}movie\n`],
    ['is no piece', `${VOCABULARY}\n\nx`],
    ['at most', 'x\n'.repeat(300_000)],
  ])('that %s something is refused', (why, text) => {
    expect(() => parseVocabulary(text)).toThrow(VocabularyError);
    expect(() => parseVocabulary(text)).toThrow(why);
  });

  it('of too many lines is refused before a list is made of them', () => {
    const split = vi.spyOn(String.prototype, 'split');
    expect(() => parseVocabulary('\n'.repeat(300_000))).toThrow('at most');
    const long = split.mock.contexts.filter((text) => String(text).length >= 300_000 - 1);
    split.mockRestore();
    expect(long).toEqual([]);
  });
});
