// Weights as safetensors: every half there and back, Hugging Face's names, fresh heads; damage is refused, never read wrong.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from './config';
import { EncoderError } from './errors';
import { fromBrain, fromHalf, toHalf } from './half';
import { readSafetensors, type Tensor, tensorShapes, viewSafetensors, writeSafetensors } from './safetensors';
import { withTensor } from './safetensors.fixture';
import { freshWeights, fromFile, toFile, withHeads } from './weights';

const CONFIG = parseConfig({
  vocab_size: 11,
  hidden_size: 4,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  intermediate_size: 6,
  max_position_embeddings: 5,
});

/** A file of any header and as many bytes of zeros after it. */
function file(header: unknown, bytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const out = new Uint8Array(8 + json.length + bytes);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  return out;
}

const F32 = (shape: number[], begin: number, end: number) => ({ dtype: 'F32', shape, data_offsets: [begin, end] });

describe('half precision', () => {
  it('takes each of the 65,536 halves there and back', () => {
    for (let half = 0; half < 0x10000; half++) {
      const value = fromHalf(half);
      if (Number.isNaN(value)) expect(Number.isNaN(fromHalf(toHalf(value)))).toBe(true);
      else expect(toHalf(value)).toBe(half);
    }
  });

  it('rounds to the nearest, ties to even', () => {
    expect(fromHalf(toHalf(1 + 2 ** -11))).toBe(1);
    expect(fromHalf(toHalf(1 + 3 * 2 ** -11))).toBe(1 + 2 ** -9);
    expect(fromHalf(toHalf(65519))).toBe(65504);
    expect(toHalf(65520)).toBe(0x7c00);
    expect(fromHalf(toHalf(2 ** -25))).toBe(0);
    expect(fromHalf(toHalf(1.5 * 2 ** -24))).toBe(2 ** -23);
    fc.assert(
      fc.property(fc.float({ min: -60000, max: 60000, noNaN: true }), (x) => {
        expect(Math.abs(fromHalf(toHalf(x)) - x)).toBeLessThanOrEqual(Math.max(2 ** -25, Math.abs(x) * 2 ** -11));
      }),
    );
    expect(fromBrain(0x3fc0)).toBe(1.5);
  });
});

describe('safetensors', () => {
  const tensors = new Map<string, Tensor>([
    ['b', { shape: [3], data: Float32Array.of(1, -2, 0.5) }],
    ['a', { shape: [2, 2], data: Float32Array.of(0.1, -0.4, 0, 0) }],
    ['exact', { shape: [1], data: Float64Array.of(1 / 3) }],
  ]);

  it('come back as they were written, and in any order give the same bytes', () => {
    const bytes = writeSafetensors(tensors);
    expect(readSafetensors(bytes)).toEqual(tensors);
    expect(writeSafetensors(new Map([...tensors].reverse()))).toEqual(bytes);
  });

  it('come back from Node’s Buffers, whose slices are views', () => {
    for (const dtype of ['F32', 'F16', 'I8'] as const) {
      const bytes = writeSafetensors(tensors, dtype);
      // Within a larger pool.
      const pool = Buffer.alloc(bytes.length + 24, 7);
      pool.set(bytes, 8);
      const buffer = pool.subarray(8, 8 + bytes.length);
      for (const read of [readSafetensors, viewSafetensors]) expect(read(buffer)).toEqual(readSafetensors(bytes));
    }
  });

  it('are near what was written in half precision and in int8', () => {
    const half = readSafetensors(writeSafetensors(tensors, 'F16'));
    expect(half.get('a')!.data[1]).toBeCloseTo(-0.4, 3);
    const byte = readSafetensors(writeSafetensors(tensors, 'I8'));
    expect([...byte.keys()].sort()).toEqual(['a', 'b', 'exact']);
    expect([...byte.get('a')!.data]).toEqual([expect.closeTo(0.1, 2), expect.closeTo(-0.4, 6), 0, 0]);
    expect(byte.get('b')).toEqual(tensors.get('b'));
  });

  it.each([
    ['I64', 8],
    ['I32', 4],
    ['I16', 2],
    ['U8', 1],
    ['BOOL', 1],
  ] as const)(
    'are read beside positions of type %s, which are passed over, and with no other tensor of it',
    (dtype, size) => {
      const bytes = writeSafetensors(tensors);
      for (const name of ['bert.embeddings.position_ids', 'embeddings.position_ids']) {
        const old = withTensor(bytes, name, { dtype, shape: [1, 3] }, 3 * size);
        expect(readSafetensors(old)).toEqual(tensors);
        expect(viewSafetensors(old)).toEqual(tensors);
        expect(tensorShapes(old)).toEqual(tensorShapes(bytes));
        expect(() => readSafetensors(withTensor(bytes, name, { dtype, shape: [1, 3] }, 3 * size + 1))).toThrow('needs');
        expect(() => readSafetensors(old.subarray(0, old.length - 1))).toThrow('runs from');
      }
      const other = withTensor(bytes, 'positions', { dtype, shape: [1, 3] }, 3 * size);
      expect(() => readSafetensors(other)).toThrow(
        `“positions” has the type "${dtype}"; F64, F32, F16, BF16, I8 are known`,
      );
    },
  );

  it.each<[string, string, () => Uint8Array]>([
    ['of five bytes', 'at least 8', () => new Uint8Array(5)],
    ['with a header longer than the file', 'past the end', () => file('{}', 0).subarray(0, 9)],
    ['with a header of 2^63 bytes', 'claims', () => new Uint8Array(16).fill(0x7f)],
    ['with a header that is not JSON', 'not JSON', () => file('{"a":', 0)],
    ['with a header that is a list', 'not an object', () => file([], 0)],
    ['with a tensor that is not described', 'not described', () => file({ a: 3 }, 0)],
    ['of an unknown type', 'C64', () => file({ a: { ...F32([1], 0, 4), dtype: 'C64' } }, 4)],
    ['of type __proto__', '__proto__', () => file('{"a":{"dtype":"__proto__","shape":[1],"data_offsets":[0,4]}}', 4)],
    ['with a negative shape', 'shape', () => file({ a: F32([-1], 0, 4) }, 4)],
    ['with a shape that overflows', 'needs', () => file({ a: F32([2 ** 40, 2 ** 40], 0, 4) }, 4)],
    ['whose shape and bytes differ', 'needs 8 bytes', () => file({ a: F32([2], 0, 4) }, 4)],
    ['whose tensor runs past the end', 'runs from', () => file({ a: F32([2], 0, 8) }, 4)],
    ['whose tensor ends before it begins', 'runs from', () => file({ a: F32([1], 4, 0) }, 4)],
    ['whose tensors overlap', 'overlaps', () => file({ a: F32([2], 0, 8), b: F32([1], 4, 8) }, 8)],
    ['with a hole', 'belong to nothing', () => file({ a: F32([1], 4, 8) }, 8)],
    ['with bytes left over', 'belong to nothing', () => file({ a: F32([1], 0, 4) }, 8)],
    ['with int8 without scale', 'without', () => file({ a: { dtype: 'I8', shape: [4], data_offsets: [0, 4] } }, 4)],
    [
      'with a number that is none',
      'NaN',
      () => writeSafetensors(new Map([['a', { shape: [1], data: Float32Array.of(Number.NaN) }]])),
    ],
  ])('%s are refused', (_name, why, make) => {
    expect(() => readSafetensors(make())).toThrow(EncoderError);
    expect(() => readSafetensors(make())).toThrow(why);
  });

  it('cut or changed anywhere are read or refused, never worse', () => {
    const bytes = writeSafetensors(tensors, 'I8');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, value, length) => {
        const damaged = bytes.slice(0, Math.max(length, at + 1));
        damaged[at] = value;
        try {
          readSafetensors(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(EncoderError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('weights', () => {
  it('go to Hugging Face’s names and back, query, key and value apart', () => {
    const weights = freshWeights(CONFIG, 3, ['mlm']);
    const tensors = toFile(CONFIG, weights);
    expect([...tensors.keys()]).toContain('bert.encoder.layer.0.attention.self.key.weight');
    expect(tensors.get('bert.encoder.layer.0.attention.self.value.bias')!.shape).toEqual([4]);
    expect([...tensors.keys()].filter((name) => name.includes('qkv'))).toEqual([]);
    expect(fromFile(CONFIG, tensors, 0)).toEqual(weights);
  });

  it('of a pretrained encoder get a fresh classifier, and only that', () => {
    const tensors = toFile(CONFIG, freshWeights(CONFIG, 3));
    for (const name of ['classifier.weight', 'classifier.bias']) tensors.delete(name);
    const weights = fromFile(CONFIG, tensors, 8);
    expect(weights.heads).toEqual(['classifier']);
    expect(weights.values.get('bert.pooler.dense.weight')).toEqual(tensors.get('bert.pooler.dense.weight')!.data);
    expect(weights.values.get('classifier.weight')).toHaveLength(8);
    expect(fromFile(CONFIG, tensors, 8)).toEqual(weights);
  });

  it('get heads added without a change to the rest', () => {
    const weights = freshWeights(CONFIG, 3);
    const more = withHeads(CONFIG, weights, ['rtd'], 1);
    for (const [name, data] of weights.values) expect(more.values.get(name)).toBe(data);
    expect(more.values.size).toBe(weights.values.size + 4);
  });

  it('that do not fit are refused by name', () => {
    const tensors = toFile(CONFIG, freshWeights(CONFIG, 3));
    const without = new Map(tensors);
    without.delete('bert.encoder.layer.0.output.dense.bias');
    expect(() => fromFile(CONFIG, without, 0)).toThrow('bert.encoder.layer.0.output.dense.bias” is missing');
    const strange = new Map(tensors).set('bert.encoder.layer.1.output.dense.bias', {
      shape: [4],
      data: new Float32Array(4),
    });
    expect(() => fromFile(CONFIG, strange, 0)).toThrow('layer.1');
    const wrong = new Map(tensors).set('classifier.bias', { shape: [1, 2], data: new Float32Array(2) });
    expect(() => fromFile(CONFIG, wrong, 0)).toThrow('asks for [2]');
    const extra = new Map(tensors).set('bert.embeddings.position_ids', { shape: [1, 5], data: new Float32Array(5) });
    expect(fromFile(CONFIG, extra, 0).heads).toEqual(['classifier']);
  });
});
