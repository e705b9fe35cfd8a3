// Sizes told before an export are those of the files that it makes: to the byte of small models, nearly of large ones.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeImageModel } from '../image/files';
import { layersOf, parametersOf } from '../image/structure';
import { Rng } from '../rng';
import { joinCombined } from '../text/combined/files';
import { exportAs, formatsOf } from './export';
import type { Files } from './files';
import { bytesOf, ownSize, sizesOf } from './sizes';
import { learnt } from './stream/learner.fixture';

const filesIn = (folder: string): Map<string, Uint8Array> =>
  new Map(readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(`${folder}/${name}`))]));

/** The shipped model, and networks of some four hundred thousand numbers. */
const LARGE: Readonly<Record<string, () => Files | Promise<Files>>> = {
  'the shipped model': () => {
    const { 'combined.json': json, ...encoder } = Object.fromEntries(filesIn('public/models/small'));
    delete encoder['profile.bin'];
    const ngram = new Map([['ngram.bin', filesIn('public/models/nano').get('ngram.bin')!]]);
    const combination = JSON.parse(new TextDecoder().decode(json));
    return joinCombined({ encoder: new Map(Object.entries(encoder)), ngram, combination });
  },
  'an image model': () => {
    const shape = { height: 28, width: 28, channels: 1 };
    const structure = { kind: 'mlp', hidden: [400, 100] } as const;
    const config = { shape, structure, classes: ['a', 'b'], mean: [0.5], std: [0.5] };
    const rng = new Rng(1);
    const values = ({ size }: { readonly size: number }) => Float32Array.from({ length: size }, () => rng.normal());
    return writeImageModel(config, new Map(parametersOf(layersOf(config)).map((spec) => [spec.name, values(spec)])));
  },
  'a stream’s network': async () => (await learnt({ hidden: [300, 400] }, { kind: 'regression' }, 1)).files,
};

describe('sizes of formats', () => {
  it.each(Object.keys(LARGE))('of %s are worked out, to 3 %', async (name) => {
    const files = await LARGE[name]!();
    expect(bytesOf(files)).toBeGreaterThan(2 ** 20);
    for (const format of formatsOf(files)) {
      const sizes = sizesOf(files, format);
      // Millions of halves are no quick test, and are counted as the others are.
      const quick = format.precisions.filter((one) => name !== 'the shipped model' || one !== 'float16');
      for (const precision of quick) {
        const made = bytesOf(exportAs(files, format.id, precision));
        expect(Math.abs(sizes[precision]! / made - 1), `${format.id} in ${precision}`).toBeLessThan(0.03);
      }
    }
  });

  it('are told of all formats but those that cannot be written', async () => {
    const { files } = await learnt({ id: 'mixture' }, { kind: 'density' }, 0);
    expect(() => exportAs(files, 'onnx')).toThrow('has not seen enough');
    const sizes = formatsOf(files).map((format) => [format.id, sizesOf(files, format)]);
    expect(Object.fromEntries(sizes)).toEqual({ files: { float32: bytesOf(files) }, onnx: {} });
  });

  it('of small models are exact', async () => {
    const { files } = await learnt({}, { kind: 'classification', n_classes: 3 });
    for (const format of formatsOf(files)) {
      for (const [precision, bytes] of Object.entries(sizesOf(files, format))) {
        expect(bytes).toBe(bytesOf(exportAs(files, format.id, precision as 'int8')));
      }
    }
    expect(ownSize(files, 'float32')).toBe(bytesOf(files));
    expect(ownSize(files, 'int8')).toBe(bytesOf(exportAs(files, 'safetensors', 'int8')));
  });
});
