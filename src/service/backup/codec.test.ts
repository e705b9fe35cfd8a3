// The back-up's JSON keeps any plain value: typed arrays, numbers that are none, keys that look like its own tags.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from './codec';

describe('codec', () => {
  it('brings back any plain value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.double(), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        expect(decode(encode(value))).toEqual(Object.is(value, -0) ? 0 : (JSON.parse(JSON.stringify(value)) ?? value));
      }),
    );
  });

  it('keeps typed arrays, non-finite numbers and keys that look like tags', () => {
    const value = {
      a: Float64Array.of(Number.NaN, 1e-300),
      b: [Number.NEGATIVE_INFINITY],
      c: { $f64: 'x', $q: 1 },
      d: new Uint32Array([1]),
    };
    expect(decode(encode(value))).toEqual(value);
  });

  it('takes a key called __proto__ as one like others', () => {
    const value = { a: JSON.parse('{"__proto__": {"x": 1}, "y": 2}') };
    const back = Object(decode(encode(value)));
    expect(JSON.stringify(back)).toBe('{"a":{"__proto__":{"x":1},"y":2}}');
    expect(Object.getPrototypeOf(back.a)).toBe(Object.prototype);
  });

  it('brings back arrays of any length', () => {
    for (const length of [0, 1, 2, 3, 98_303, 98_304, 98_305, 300_000]) {
      const array = Uint8Array.from({ length }, (_, i) => i * 7 + (i >> 8));
      const { array: back } = decode(encode({ array })) as { readonly array: Uint8Array };
      expect(back.length === length && back.every((byte, i) => byte === array[i])).toBe(true);
    }
  });

  it('refuses base64 that is whole only piece by piece', () => {
    expect(() => decode(`{"$u8":"${'A'.repeat(0x20000 - 2)}==AAAA"}`)).toThrow(/bad base64/);
  });

  it('has arrays apart where it is asked to, in their order', () => {
    const value = {
      b: Float32Array.of(1, Number.NaN),
      2: new Map([[Int8Array.of(-1), [Float64Array.of(0.1), new Uint8Array(0)]]]),
      $a: { $f64: 8 },
    };
    const apart: Uint8Array[] = [];
    const text = encode(value, apart);
    const bytes = Uint8Array.from(apart.flatMap((part) => [...part]));
    expect(bytes).toHaveLength(17);
    expect(decode(text, bytes)).toEqual(value);
    expect(() => decode(text)).toThrow(/unknown tag/);
    expect(() => decode(text, bytes.slice(1))).toThrow(/more bytes/);
    expect(() => decode(text, Uint8Array.of(...bytes, 0))).toThrow(/not speak of all/);
    for (const length of ['-1', '0.5', '1e300']) {
      expect(() => decode(`[{"$u8":${length}}]`, bytes)).toThrow(/more bytes/);
    }
    expect(() => decode('{"$f64":17}', bytes)).toThrow(/cut-off/);
  });

  it.each([
    '{"$u8":"AA"}',
    '{"$u8":"AA =="}',
    '{"$f64":"???"}',
    '{"$f64":"AAAA"}',
    '{"$nope":1}',
    '{"$number":"7"}',
    '{"$object":3}',
    '{"$map":[[1]]}',
    '{"a":1,"$x":2}',
    'nonsense',
    `${'['.repeat(200)}${']'.repeat(200)}`,
  ])('refuses %s', (text) => {
    expect(() => decode(text)).toThrow();
  });
});
