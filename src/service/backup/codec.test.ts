import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from './codec';

describe('codec', () => {
  it('brings back any plain value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.double(), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        fc.pre(!JSON.stringify(value)?.includes('__proto__'));
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

  it.each([
    '{"$f64":"???"}',
    '{"$f64":"AAAA"}',
    '{"$nope":1}',
    '{"$number":"7"}',
    '{"$object":3}',
    '{"$map":[[1]]}',
    '{"a":1,"$x":2}',
    '{"__proto__":{"x":1}}',
    'nonsense',
    `${'['.repeat(200)}${']'.repeat(200)}`,
  ])('refuses %s', (text) => {
    expect(() => decode(text)).toThrow();
  });
});
