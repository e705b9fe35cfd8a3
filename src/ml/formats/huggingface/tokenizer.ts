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
 * normaliser that keeps capitals.
 */
export function readPieces(bytes: Uint8Array): string[] {
  const json = decodeJson(bytes, TOKENIZER_FILE);
  const model = isObject(json.model) ? json.model : {};
  if (model.type !== 'WordPiece') {
    throw refused(`its model is ${shown(model.type)}; “WordPiece”, BERT’s, is read`);
  }
  const prefix = model.continuing_subword_prefix ?? '##';
  if (prefix !== '##') throw refused(`pieces within words begin with ${shown(prefix)}, not “##”`);
  if (isObject(json.normalizer) && json.normalizer.lowercase === false) throw cased(TOKENIZER_FILE);
  if (!isObject(model.vocab)) throw refused('its model has no vocab');
  return ordered(Object.entries(model.vocab));
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

/** @throws FormatError where tokenizer_config.json says that capitals count, which the app's tokenizer does not read */
export function checkUncased(bytes: Uint8Array): void {
  if (decodeJson(bytes, TOKENIZER_CONFIG_FILE).do_lower_case === false) throw cased(TOKENIZER_CONFIG_FILE);
}

function cased(file: string): FormatError {
  const message =
    'The model tells capitals from small letters (“cased”); the app reads texts in small letters, and would misread it.';
  return new FormatError(file, message);
}

function refused(why: string): FormatError {
  return new FormatError(TOKENIZER_FILE, `${TOKENIZER_FILE} cannot be used: ${why}.`);
}
