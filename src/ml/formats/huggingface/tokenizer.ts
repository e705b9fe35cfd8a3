// The tokenizer of an encoder in Hugging Face's files: vocab.txt, tokenizer.json (github.com/huggingface/tokenizers,
// BertWordPiece: BertNormalizer, BertPreTokenizer, WordPiece, TemplateProcessing), tokenizer_config.json and
// special_tokens_map.json; and vocab.txt from a tokenizer.json.

import { FormatError } from '../errors';
import { decodeJson, encodeJson, encodeText, isObject, type Json, shown, type WrittenFiles } from '../files';

export const TOKENIZER_FILE = 'tokenizer.json';
export const TOKENIZER_CONFIG_FILE = 'tokenizer_config.json';

/** As BertTokenizer names them. */
const SPECIAL = {
  unk_token: '[UNK]',
  sep_token: '[SEP]',
  pad_token: '[PAD]',
  cls_token: '[CLS]',
  mask_token: '[MASK]',
} as const;

const MAX_PIECES = 262_144;

/** @param pieces by number, the five special ones among them · @param longest pieces that the model reads of a text */
export function writeTokenizer(pieces: readonly string[], longest: number): WrittenFiles {
  const numbers = new Map(pieces.map((piece, id) => [piece, id]));
  const special = (content: string) => ({ ...{ id: numbers.get(content) ?? 0, content }, ...PLAIN, special: true });
  const tokens = Object.values(SPECIAL)
    .map(special)
    .sort((a, b) => a.id - b.id);
  const config = {
    ...{ tokenizer_class: 'BertTokenizer', do_lower_case: true, strip_accents: null, tokenize_chinese_chars: true },
    ...{ do_basic_tokenize: true, never_split: null, model_max_length: longest, clean_up_tokenization_spaces: true },
    ...SPECIAL,
    added_tokens_decoder: Object.fromEntries(tokens.map(({ id, ...token }) => [String(id), token])),
  };
  return new Map([
    ['vocab.txt', encodeText(`${pieces.join('\n')}\n`)],
    [TOKENIZER_FILE, encodeJson(tokenizerJson(numbers, tokens))],
    [TOKENIZER_CONFIG_FILE, encodeJson(config)],
    ['special_tokens_map.json', encodeJson(SPECIAL)],
  ]);
}

const PLAIN = { single_word: false, lstrip: false, rstrip: false, normalized: false } as const;

function tokenizerJson(numbers: ReadonlyMap<string, number>, added_tokens: readonly object[]): Json {
  const { cls_token: cls, sep_token: sep, unk_token } = SPECIAL;
  const special = (id: string, type_id: number) => ({ SpecialToken: { id, type_id } });
  const sequence = (id: string, type_id: number) => ({ Sequence: { id, type_id } });
  const named = (id: string) => [id, { id, ids: [numbers.get(id) ?? 0], tokens: [id] }];
  const single = [special(cls, 0), sequence('A', 0), special(sep, 0)];
  return {
    ...{ version: '1.0', truncation: null, padding: null, added_tokens },
    normalizer: {
      ...{ type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true },
      ...{ strip_accents: null, lowercase: true },
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      ...{ type: 'TemplateProcessing', single, pair: [...single, sequence('B', 1), special(sep, 1)] },
      special_tokens: Object.fromEntries([cls, sep].map(named)),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      ...{ type: 'WordPiece', unk_token, continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
      vocab: Object.fromEntries(numbers),
    },
  };
}

/**
 * The pieces of a tokenizer.json by number. Throws FormatError where it is not BERT's uncased one: another model, or a
 * normaliser that keeps capitals or accents, or leaves Chinese characters together.
 */
export function readPieces(bytes: Uint8Array): string[] {
  const json = decodeJson(bytes, TOKENIZER_FILE);
  const model = isObject(json.model) ? json.model : {};
  if (model.type !== 'WordPiece') {
    throw refused(`its model is ${shown(model.type)}; “WordPiece”, BERT’s, is read`);
  }
  const prefix = model.continuing_subword_prefix ?? '##';
  if (prefix !== '##') throw refused(`pieces within words begin with ${shown(prefix)}, not “##”`);
  checkNormalizer(json.normalizer);
  if (!isObject(model.vocab)) throw refused('its model has no vocab');
  return ordered(Object.entries(model.vocab));
}

/** BERT's own, or a row of plain ones that does as much to letters. */
function checkNormalizer(normalizer: unknown): void {
  const given = isObject(normalizer) ? normalizer : {};
  const all: readonly unknown[] = Array.isArray(given.normalizers) ? given.normalizers : [given];
  const parts = all.filter(isObject);
  const bert = parts.find(({ type }) => type === 'BertNormalizer');
  const has = (...types: string[]) => types.every((wanted) => parts.some(({ type }) => type === wanted));
  checkReading(TOKENIZER_FILE, {
    lowercase: bert ? bert.lowercase : has('Lowercase'),
    strip_accents: bert ? bert.strip_accents : has('NFD', 'StripAccents'),
    chinese: bert?.handle_chinese_chars,
  });
}

/** Pieces in the order of their numbers, which must be 0, 1, 2 … */
function ordered(entries: readonly (readonly [string, unknown])[]): string[] {
  if (entries.length > MAX_PIECES) throw refused(`its vocab has ${entries.length} pieces: at most ${MAX_PIECES}`);
  const pieces = new Array<string | undefined>(entries.length).fill(undefined);
  for (const [piece, id] of entries) {
    const fits = typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < pieces.length;
    if (!fits || pieces[id] !== undefined) throw refused(`the number of “${piece.slice(0, 60)}” is ${shown(id)}`);
    if (piece === '' || /[\r\n]/.test(piece)) throw refused(`piece ${id} is empty, or has a line break`);
    pieces[id] = piece;
  }
  return pieces.filter((piece) => piece !== undefined);
}

/** @throws FormatError where tokenizer_config.json says that texts are read in a way in which the app does not read them */
export function checkTokenizerConfig(bytes: Uint8Array): void {
  const { do_lower_case, strip_accents, tokenize_chinese_chars } = decodeJson(bytes, TOKENIZER_CONFIG_FILE);
  checkReading(TOKENIZER_CONFIG_FILE, { lowercase: do_lower_case, strip_accents, chinese: tokenize_chinese_chars });
}

/** Settings of BERT's normaliser; what is not said, or null, is as the app has it. */
interface Reading {
  readonly lowercase: unknown;
  readonly strip_accents: unknown;
  readonly chinese: unknown;
}

function checkReading(file: string, { lowercase, strip_accents, chinese }: Reading): void {
  const refuse = (what: string) => {
    throw new FormatError(file, `${what}, and would misread it.`);
  };
  if (lowercase === false) {
    refuse('The model tells capitals from small letters (“cased”); the app reads texts in small letters');
  }
  if (strip_accents === false)
    refuse('The model tells letters with accents from those without; the app leaves accents out');
  if (chinese === false) refuse('The model leaves Chinese characters together; the app reads each as a word');
}

function refused(why: string): FormatError {
  return new FormatError(TOKENIZER_FILE, `${TOKENIZER_FILE} cannot be used: ${why}.`);
}
