// Pieces that parsers have stumbled over: marks, broken encodings, names that objects have, depth, and size.

const encode = (text: string) => new TextEncoder().encode(text);

/** Names that every object answers to, and one that changes what it is. */
export const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

/** Texts, well-formed or not as UTF-16. */
export const NASTY_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\uFEFF',
  '\uD800',
  '\uDC00\uD800',
  '\u2028',
  '\r',
  '\r\n',
  '\n\n',
  '\t',
  '"',
  '""',
  "'",
  ',',
  ';',
  '\\',
  '\\u0000',
  '{',
  '}',
  '[',
  ']',
  '<script>',
  '../../etc/passwd',
  'C:\\x',
  '=1+1',
  'e\u0301'.repeat(50),
  '\u{1F600}',
  '\u202E',
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '-0',
  'null',
  'undefined',
  'true',
  '9'.repeat(400),
  `0.${'0'.repeat(400)}1`,
  'a'.repeat(20_000),
  ...PROTOTYPE_NAMES,
];

/** Bytes that are no UTF-8, and all of the above that are. */
export const NASTY: readonly Uint8Array[] = [
  ...NASTY_TEXTS.filter((text) => text !== '').map(encode),
  Uint8Array.of(0xff),
  Uint8Array.of(0xff, 0xfe),
  Uint8Array.of(0xfe, 0xff, 0x00, 0x41),
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0xf8, 0x88, 0x80, 0x80, 0x80),
  Uint8Array.of(0xc0, 0x80),
  Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0),
  Uint8Array.of(0x1f, 0x8b),
  Uint8Array.of(0x50, 0x4b, 3, 4),
  encode('['.repeat(100_000)),
  encode('{"a":'.repeat(50_000)),
];
