// Every format that a model is said to have is made, in every precision, the same bytes each time; what can be read comes in
// again as the model it was; what holds no model is refused in words.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presetConfig } from '../bert/config';
import { readSafetensors, writeSafetensors } from '../bert/safetensors';
import { ReferenceBackend } from '../compute/nn/reference';
import { exportMixture } from '../gmm/export';
import { fromNested } from '../gmm/nested';
import { writeImageModel } from '../image/files';
import { ImageModel } from '../image/model';
import { smallConfig } from '../image/problem.fixture';
import { Rng } from '../rng';
import { freshEncoder } from '../text/encoder/model';
import { freshTextModel } from '../text/load';
import { differing } from './bytes.fixture';
import { FormatError } from './errors';
import { exportAs, FORMAT_IDS, formatsOf } from './export';
import { encodeText, type Files } from './files';
import { importFrom } from './import';
import { learnt } from './stream/learner.fixture';

const VOCABULARY = encodeText(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'film', 'a', 'b'].join('\n'));
const ARCHITECTURE = 'L-1_H-8_A-2';

const MODELS: Readonly<Record<string, () => Files | Promise<Files>>> = {
  mixture: () => {
    const covariances = [
      [
        [1, 0],
        [0, 2],
      ],
    ];
    const mixture = fromNested({ covariance_type: 'full', weights: [1], means: [[0, 1]], covariances });
    return new Map([['mixture.json', encodeText(exportMixture(mixture, 'json'))]]);
  },
  encoder: () => freshEncoder(presetConfig(ARCHITECTURE, 8, { max_position_embeddings: 16 }), VOCABULARY, 1),
  ngram: () => freshTextModel({ kind: 'ngram', architecture: '', vocabulary: VOCABULARY, seed: 1 }),
  combined: () => freshTextModel({ kind: 'combined', architecture: ARCHITECTURE, vocabulary: VOCABULARY, seed: 1 }),
  image: async () => {
    const config = smallConfig('cnn');
    return writeImageModel(config, await new ImageModel(new ReferenceBackend(), config, new Rng(1)).weights());
  },
  network: async () => (await learnt({}, { kind: 'classification', n_classes: 3 })).files,
  'stream mixture': async () => (await learnt({ id: 'mixture' }, { kind: 'density' })).files,
};

const KINDS: Readonly<Record<string, string>> = {
  ...{ mixture: 'mixture', encoder: 'text', ngram: 'text', combined: 'text', image: 'image', network: 'stream' },
  'stream mixture': 'stream',
};

describe.each(Object.keys(MODELS))('%s', (name) => {
  it('is exported in each of its formats and precisions, and comes in again from those that are read', async () => {
    const files = await MODELS[name]();
    const formats = formatsOf(files);
    expect(formats.length).toBeGreaterThan(0);
    for (const { id, precisions } of formats) {
      for (const precision of precisions) {
        const made = exportAs(files, id, precision);
        expect(differing(exportAs(files, id, precision), made)).toEqual([]);
        expect([...made.values()].every(({ length }) => length > 0)).toBe(true);
        if (id === 'onnx' || id === 'sklearn-code' || id === 'numpy') continue;
        const around = new Map([...made].map(([path, bytes]) => [`a folder/${path}`, bytes]));
        const taken = importFrom(around);
        expect(taken.kind).toBe(KINDS[name]);
        // A folder of transformers' has the encoder alone.
        if (id !== 'huggingface') expect(formatsOf(taken.files)).toEqual(formats);
      }
    }
    const others = FORMAT_IDS.filter((id) => !formats.some((format) => format.id === id));
    for (const id of [...others, 'toString']) expect(() => exportAs(files, id)).toThrow(FormatError);
  });
});

const GIVEN: Readonly<Record<string, () => Promise<Files>>> = {
  ...Object.fromEntries(Object.entries(MODELS).map(([name, make]) => [name, async () => make()])),
  'a folder of Hugging Face': async () => {
    const files = new Map(exportAs(await MODELS.encoder(), 'huggingface'));
    files.delete('vocab.txt');
    return files;
  },
  'a layers model of images': async () => exportAs(await MODELS.image(), 'tfjs', 'int8'),
  'a layers model of columns': async () => exportAs(await MODELS.network(), 'tfjs', 'float16'),
};

describe.each(Object.keys(GIVEN))('%s, damaged', (name) => {
  it('is taken in or refused in words, whatever its bytes', async () => {
    const files = [...(await GIVEN[name]())];
    const change = fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean());
    fc.assert(
      fc.property(change, ([which, at, value, cut]) => {
        const changed = new Map(files);
        const [path, bytes] = files[which % files.length];
        const copy = bytes.slice(0, cut ? at % (bytes.length + 1) : bytes.length);
        if (copy.length > 0) copy[at % copy.length] = value;
        changed.set(path, copy);
        try {
          importFrom(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});

it('numbers beyond float16 are refused in every format that has it', async () => {
  const files = new Map(await MODELS.encoder());
  const tensors = readSafetensors(files.get('model.safetensors')!);
  tensors.get('classifier.weight')!.data[0] = 70_000;
  files.set('model.safetensors', writeSafetensors(tensors));
  const formats = formatsOf(files).filter(({ precisions }) => precisions.includes('float16'));
  expect(formats.map(({ id }) => id)).toEqual(['safetensors', 'huggingface', 'onnx']);
  for (const { id } of formats) expect(() => exportAs(files, id, 'float16'), id).toThrow(/classifier.weight.*70000/);
});

describe('files without a model', () => {
  it.each([
    ['nothing', new Map<string, Uint8Array>(), /no files/],
    ['other files', new Map([['a.txt', new Uint8Array(1)]]), /a.txt.*Hugging Face folder/],
    ['ONNX', new Map([['m.onnx', new Uint8Array(1)]]), /written, not read/],
    ['JSON of another kind', new Map([['x.json', encodeText('{}')]]), /no model/],
    ['what is no JSON', new Map([['x.json', encodeText('{')]]), /not JSON/],
  ] as const)('%s', (_, files, words) => {
    expect(() => importFrom(files)).toThrow(FormatError);
    expect(() => importFrom(files)).toThrow(words);
  });

  it('a mixture by any name is found', async () => {
    const [[, bytes]] = [...(await MODELS.mixture())];
    expect(importFrom(new Map([['my points.json', bytes]]))).toMatchObject({ kind: 'mixture', format: 'mixture JSON' });
  });
});
