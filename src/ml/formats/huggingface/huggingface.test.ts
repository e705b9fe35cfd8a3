// Folders of Hugging Face's: what is written comes back and answers the same, its tokenizer.json cuts texts as the product
// does, checkpoints as they are found are read, and what is no BERT is refused in words.

import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { type EncoderConfig, presetConfig } from '../../bert/config';
import { readSafetensors, type Tensor, writeSafetensors } from '../../bert/safetensors';
import { withTensor } from '../../bert/safetensors.fixture';
import { freshWeights } from '../../bert/weights';
import { ReferenceBackend } from '../../compute/nn/reference';
import { EncoderModel } from '../../text/encoder/model';
import { parseVocabulary } from '../../text/tokenizer/vocabulary';
import { WordPieceTokenizer } from '../../text/tokenizer/wordpiece';
import { differing } from '../bytes.fixture';
import { FormatError } from '../errors';
import { encodeJson, encodeText, type Files, type Json } from '../files';
import { toHuggingFace } from './export';
import { fromHuggingFace } from './import';

const WORDS = ['the', 'film', 'is', 'great', 'aw', '##ful', 'not', '.', '__proto__', '7'];
const PIECES = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...WORDS];
const VOCABULARY = `${PIECES.join('\n')}\n`;
const TEXTS = ['The film is great.', 'awful', '', 'not 7 great'];
const PRE = { norm_position: 'pre', position_embedding_type: 'relative_bias', type_vocab_size: 0 } as const;

function configOf(changes: Partial<EncoderConfig> = {}): EncoderConfig {
  return presetConfig('L-2_H-8_A-2', PIECES.length, {
    max_position_embeddings: 12,
    initializer_range: 0.4,
    ...changes,
  });
}

function folder(changes: Partial<EncoderConfig> = {}, precision: 'float32' | 'float16' = 'float32') {
  const config = configOf(changes);
  return toHuggingFace(config, freshWeights(config, 3), VOCABULARY, precision);
}

async function logits(files: Files): Promise<number[]> {
  return (await new EncoderModel(new ReferenceBackend(), files).score(TEXTS)).map(({ logit }) => logit);
}

const jsonOf = (files: Files, name: string) => JSON.parse(new TextDecoder().decode(files.get(name))) as Json;
const withConfig = (files: Files, change: Json) =>
  new Map(files).set('config.json', encodeJson({ ...jsonOf(files, 'config.json'), ...change }));

function withTensors(
  files: Files,
  change: (tensors: Map<string, Tensor>) => Map<string, Tensor>,
): Map<string, Uint8Array> {
  const tensors = change(readSafetensors(files.get('model.safetensors')!));
  return new Map(files).set('model.safetensors', writeSafetensors(tensors));
}

describe('a folder of Hugging Face', () => {
  it.each([
    ['BERT', {}],
    ['BERT without segments', { type_vocab_size: 0 }],
    ['pre-LN with relative bias', { ...PRE, pooling: 'attention' }],
    ['mean pooling', { pooling: 'mean' }],
  ] as const)('comes back and answers the same: %s', async (_, changes) => {
    const files = folder(changes);
    expect(differing(folder(changes), files)).toEqual([]);
    const taken = fromHuggingFace(files);
    expect(taken.remarks).toEqual([]);
    const want = await logits(files);
    const got = await logits(taken.files);
    got.forEach((value, i) => {
      expect(value).toBeCloseTo(want[i], 6);
    });
  });

  it('is BERT’s own where nothing differs, and says what does where it does', () => {
    const plain = folder({ type_vocab_size: 0 });
    expect(jsonOf(plain, 'config.json')).toMatchObject({
      ...{ model_type: 'bert', architectures: ['BertForSequenceClassification'], type_vocab_size: 2 },
      id2label: { 0: 'negative', 1: 'positive' },
    });
    expect(plain.has('modeling_millrace.py')).toBe(false);
    const own = folder(PRE);
    expect(jsonOf(own, 'config.json').model_type).toBe('millrace-bert');
    expect(own.has('modeling_millrace.py')).toBe(true);
    const text = new TextDecoder().decode(own.get('README.md'));
    expect(text).toMatch(/norm_position.*\n.*relative_bias/);
    expect(text).toMatch(/trust_remote_code/);
  });

  it('keeps float16, and refuses int8', () => {
    const [full, half] = [folder(), folder({}, 'float16')].map((files) => files.get('model.safetensors')!.length);
    expect(half / full).toBeLessThan(0.75);
    const config = configOf();
    expect(() => toHuggingFace(config, freshWeights(config, 1), VOCABULARY, 'int8')).toThrow(/float32 or float16/);
  });
});

describe('numbers beyond single precision', () => {
  it.each([
    ['bert.pooler.dense.weight', {}],
    ['classifier.weight', {}],
    ['classifier.weight', { id2label: { 0: 'POSITIVE', 1: 'NEGATIVE' } }],
  ])('in %s are refused by name, %o', (name, config) => {
    const files = withTensors(withConfig(folder(), config), (tensors) => {
      const { shape, data } = tensors.get(name)!;
      return tensors.set(name, { shape, data: Float64Array.from(data, (value, i) => (i === 1 ? 1e39 : value)) });
    });
    expect(() => fromHuggingFace(files)).toThrow(`“${name}” is 1e+39`);
  });
});

describe('tokenizer.json', () => {
  it('cuts texts as the product does, in Hugging Face’s own library', () => {
    const vocabulary = readFileSync('public/models/small/vocab.txt', 'utf8');
    const { pieces } = parseVocabulary(vocabulary);
    const config = presetConfig('L-1_H-2_A-1', pieces.length);
    const files = toHuggingFace(config, freshWeights(config, 1), vocabulary);
    const library = new Tokenizer(jsonOf(files, 'tokenizer.json'), jsonOf(files, 'tokenizer_config.json'));
    const own = new WordPieceTokenizer(parseVocabulary(vocabulary));
    for (const text of ['It’s an UNFORGETTABLE film — naïve, 电影, 10/10!', '', 'x'.repeat(200), 'a\u0300 b\tc']) {
      const { cls, sep } = own.special;
      expect(library.encode(text).ids).toEqual([cls, ...Array.from(own.pieces(text).ids), sep]);
    }
    // Special pieces stand for themselves in Hugging Face's files, as in BERT's.
    expect(library.encode('[SEP]').ids).toEqual([own.special.cls, own.special.sep, own.special.sep]);
  });

  it('makes vocab.txt again', () => {
    const files = folder();
    const without = new Map([...files].filter(([name]) => name !== 'vocab.txt'));
    expect(fromHuggingFace(without).files.get('vocab.txt')).toEqual(files.get('vocab.txt'));
  });
});

describe('checkpoints as they are found', () => {
  const renamed = (files: Files, name: (old: string) => string) =>
    withTensors(files, (tensors) => new Map([...tensors].map(([old, tensor]) => [name(old), tensor])));

  it('with gamma and beta, and an encoder alone whose names begin bare', async () => {
    const files = folder();
    const old = renamed(files, (name) =>
      name.replace(/LayerNorm\.weight/, 'LayerNorm.gamma').replace(/LayerNorm\.bias/, 'LayerNorm.beta'),
    );
    expect(differing(fromHuggingFace(old).files, fromHuggingFace(files).files)).toEqual([]);
    const bare = withTensors(
      files,
      (tensors) =>
        new Map(
          [...tensors]
            .filter(([name]) => !name.startsWith('classifier'))
            .map(([name, tensor]) => [name.slice(5), tensor]),
        ),
    );
    const taken = fromHuggingFace(bare, 5);
    expect(taken.remarks.join()).toMatch(/no classifier.*begins fresh/);
    const [a, b] = [taken.files, fromHuggingFace(files).files].map((one) =>
      readSafetensors(one.get('model.safetensors')!),
    );
    expect(a.get('bert.pooler.dense.weight')).toEqual(b.get('bert.pooler.dense.weight'));
    expect(a.get('classifier.weight')!.shape).toEqual([2, 8]);
  });

  it.each(['bert.', ''])('with the numbers of positions, as transformers before 4.31 saved “%s…”', async (prefix) => {
    const files = renamed(folder(), (name) => (name.startsWith('bert.') ? prefix + name.slice(5) : name));
    const about = { dtype: 'I64', shape: [1, 12] };
    const weights = withTensor(files.get('model.safetensors')!, `${prefix}embeddings.position_ids`, about, 8 * 12);
    const taken = fromHuggingFace(new Map(files).set('model.safetensors', weights));
    expect(taken.remarks).toEqual([]);
    expect(await logits(taken.files)).toEqual(await logits(fromHuggingFace(files).files));
  });

  it('with a normaliser of single steps that does what BERT’s own does', () => {
    const normalizers = ['NFD', 'Lowercase', 'StripAccents'].map((type) => ({ type }));
    const files = folder();
    const tokenizer = { ...jsonOf(files, 'tokenizer.json'), normalizer: { type: 'Sequence', normalizers } };
    expect(fromHuggingFace(new Map(files).set('tokenizer.json', encodeJson(tokenizer))).remarks).toEqual([]);
  });

  it('with labels the other way round, three labels, other tasks, and rows without pieces', async () => {
    const files = folder();
    const turned = fromHuggingFace(withConfig(files, { id2label: { 0: 'POSITIVE', 1: 'NEGATIVE' } }));
    expect(turned.remarks.join()).toMatch(/turned round/);
    const [got, want] = [await logits(turned.files), await logits(files)];
    got.forEach((value, i) => {
      expect(value).toBeCloseTo(-want[i], 6);
    });
    // Names that are no names, such as no stack bears to be written out.
    const text = new TextDecoder().decode(withConfig(files, { id2label: { 0: 'deep', 1: 'b' } }).get('config.json')!);
    const deep = encodeText(text.replace('"deep"', '['.repeat(60_000) + ']'.repeat(60_000)));
    expect(await logits(fromHuggingFace(new Map(files).set('config.json', deep)).files)).toEqual(want);
    expect(fromHuggingFace(folder({ num_labels: 3 })).remarks.join()).toMatch(/3 classes/);
    expect(
      fromHuggingFace(withConfig(files, { architectures: ['BertForTokenClassification'] })).remarks.join(),
    ).toMatch(/another task/);
    for (const problem_type of ['multi_label_classification', 'regression']) {
      expect(fromHuggingFace(withConfig(files, { problem_type })).remarks.join()).toContain(problem_type);
    }
    const strange = withTensors(files, (tensors) =>
      tensors.set('qa_outputs.weight', { shape: [1], data: new Float32Array(1) }),
    );
    expect(fromHuggingFace(strange).remarks.join()).toMatch(/qa_outputs/);
    const less = new Map(files).set('vocab.txt', encodeText(`${PIECES.slice(0, -2).join('\n')}\n`));
    expect(fromHuggingFace(less).remarks.join()).toMatch(/2 rows/);
  });
});

describe('what is no BERT is refused', () => {
  const files = folder();
  const without = (...names: string[]) => new Map([...files].filter(([name]) => !names.includes(name)));
  const tokenizer = (change: object) =>
    new Map(files).set('tokenizer.json', encodeJson({ ...jsonOf(files, 'tokenizer.json'), ...change }));
  const settings = (change: object) =>
    new Map(files).set('tokenizer_config.json', encodeJson({ ...jsonOf(files, 'tokenizer_config.json'), ...change }));
  const normalizer = (change: object) =>
    tokenizer({ normalizer: { ...(jsonOf(files, 'tokenizer.json').normalizer as object), ...change } });
  it.each([
    ['DistilBERT', withConfig(files, { model_type: 'distilbert' }), 'model_type', /DistilBERT/],
    ['RoBERTa', withConfig(files, { model_type: 'roberta' }), 'model_type', /byte pieces/],
    ['an unknown family', withConfig(files, { model_type: '__proto__' }), 'model_type', /__proto__/],
    ['another activation', withConfig(files, { hidden_act: 'gelu_new' }), 'hidden_act', /gelu_new/],
    ['a decoder', withConfig(files, { is_decoder: true }), 'is_decoder', /an encoder from all/],
    ['other widths', withConfig(files, { hidden_size: 16 }), 'classifier.weight', /not .2, 16/],
    [
      'capitals',
      new Map(files).set('tokenizer_config.json', encodeJson({ do_lower_case: false })),
      'tokenizer_config.json',
      /capitals/,
    ],
    ['accents', settings({ strip_accents: false }), 'tokenizer_config.json', /letters with accents/],
    [
      'Chinese characters together',
      settings({ tokenize_chinese_chars: false }),
      'tokenizer_config.json',
      /Chinese characters/,
    ],
    ['capitals in its normaliser', normalizer({ lowercase: false }), 'tokenizer.json', /capitals/],
    ['accents in its normaliser', normalizer({ strip_accents: false }), 'tokenizer.json', /letters with accents/],
    ['Chinese in its normaliser', normalizer({ handle_chinese_chars: false }), 'tokenizer.json', /Chinese characters/],
    ['no normaliser', tokenizer({ normalizer: null }), 'tokenizer.json', /capitals/],
    ['another normaliser', tokenizer({ normalizer: { type: 'Lowercase' } }), 'tokenizer.json', /letters with accents/],
    [
      'normalisers one in another',
      tokenizer({ normalizer: { type: 'Sequence', normalizers: [{ type: 'Sequence' }, null, 3] } }),
      'tokenizer.json',
      /capitals/,
    ],
    [
      'a configuration of megabytes',
      new Map(files).set('config.json', encodeText(`{"x": [${'0,'.repeat(2 ** 19)}0]}`)),
      'config.json',
      /at most 1048576/,
    ],
    ['byte pieces', tokenizer({ model: { type: 'BPE' } }), 'tokenizer.json', /BPE/],
    [
      'holes among pieces',
      tokenizer({ model: { type: 'WordPiece', vocab: { a: 0, b: 2 } } }),
      'tokenizer.json',
      /number of/,
    ],
    [
      'pickles',
      new Map([...without('model.safetensors'), ['pytorch_model.bin', new Uint8Array(1)]]),
      'pytorch_model.bin',
      /safe_serialization/,
    ],
    ['no vocabulary', without('vocab.txt', 'tokenizer.json'), 'vocab.txt', /neither/],
    ['no configuration', without('config.json'), 'config.json', /There is no/],
    [
      'a vocabulary twice as large',
      new Map(files).set('vocab.txt', encodeText(`${VOCABULARY}more\n`)),
      'vocab_size',
      /only/,
    ],
    [
      'damaged weights',
      new Map(files).set('model.safetensors', files.get('model.safetensors')!.slice(1)),
      'model.safetensors',
      /cannot be read/,
    ],
    [
      'other weights',
      new Map(files).set(
        'model.safetensors',
        writeSafetensors(new Map([['x', { shape: [1], data: new Float32Array(1) }]])),
      ),
      'model.safetensors',
      /none of BERT/,
    ],
  ] as const)('%s', (_, given, field, words) => {
    expect(() => fromHuggingFace(given)).toThrow(FormatError);
    expect(() => fromHuggingFace(given)).toThrow(expect.objectContaining({ field }));
    expect(() => fromHuggingFace(given)).toThrow(words);
  });
});
