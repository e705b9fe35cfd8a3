// Any text gives a configuration or an error in words: no other error, no hang, nothing of size without bound.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeText, editConfig, resolveConfig, YAML_LIMITS } from '.';
import { readYaml } from './yaml';

function inOrder(text: string, overrides: readonly string[] = []): boolean {
  const resolved = resolveConfig(text, overrides);
  if (resolved.ok) {
    expect(JSON.stringify(resolved.config).length).toBeLessThan(1_000_000);
    return true;
  }
  expect(resolved.problems.length).toBeGreaterThan(0);
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const { line, column, message } of resolved.problems) {
    expect(message).toMatch(/[.?)…]$/);
    expect(message).not.toContain('\u0000');
    expect(message.length).toBeLessThan(1500);
    if (line === null) continue;
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines + 1);
    expect(column).toBeGreaterThanOrEqual(1);
  }
  return false;
}

const KEYS =
  'kind name tags seed model data trainer epochs filters hidden trainable size optimizer source drift checkpoint'.split(
    ' ',
  );
const VALUES = [
  'image',
  'text',
  'mixture',
  'stream',
  '1',
  '-1',
  '0.5',
  'null',
  'true',
  '[]',
  '{}',
  '[1, 2]',
  '~',
  '.inf',
  '"x"',
  'all',
  '*a',
  '&a b',
  '!!binary x',
  '|',
  '>-',
];
const PIECES = [
  ...KEYS.map((key) => `${key}: `),
  ...VALUES,
  '\n',
  '\n  ',
  '\n    ',
  '- ',
  '# x',
  '---\n',
  '? ',
  '<<: *a',
  '__proto__: ',
  '{',
  '}',
  '[',
  ']',
  ',',
  "'",
  '"',
  '\t',
  '\r\n',
  '%',
  '@',
  '`',
  '\u0000',
  '\uFEFF',
  '\u{1F600}',
  '\uD800',
];

describe('any text', () => {
  it('of any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void inOrder(text)),
      { numRuns: 150 },
    );
  });

  it('of the pieces that configurations are made of', () => {
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (rest) => void [inOrder(rest), inOrder(`kind: image\n${rest}`)]),
      { numRuns: 400 },
    );
  });

  it('of any values at the places that there are', () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...VALUES.slice(0, 4), -0, Infinity));
    const section = fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 4 });
    const config = fc.record(
      {
        kind: fc.constantFrom('image', 'text', 'mixture', 'stream'),
        model: fc.oneof(value, section),
        trainer: section,
        data: fc.oneof(section, value),
      },
      { requiredKeys: ['kind'] },
    );
    fc.assert(
      fc.property(config, (object) => void inOrder(JSON.stringify(object))),
      { numRuns: 150 },
    );
  });

  it('as overrides', () => {
    const path = fc
      .array(fc.oneof(fc.constantFrom(...KEYS, '0', '1', '99', '__proto__', 'constructor'), fc.string()), {
        maxLength: 5,
      })
      .map((steps) => steps.join('.'));
    const override = fc
      .tuple(path, fc.oneof(fc.constantFrom(...VALUES), fc.string()))
      .map(([key, value]) => `${key}=${value}`);
    const base = 'kind: image\nmodel: {filters: [8]}\ntrainer:\n  epochs: 3 # three\n';
    fc.assert(
      fc.property(fc.array(fc.oneof(override, fc.string()), { maxLength: 4 }), (overrides) => {
        inOrder(base, overrides);
        const edited = editConfig(base, overrides);
        // What could be written into the file reads as what the overrides gave.
        if (edited.ok) expect(resolveConfig(edited.text).ok).toBe(resolveConfig(base, overrides).ok);
      }),
      { numRuns: 150 },
    );
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('with the cursor anywhere', () => {
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.nat(40), fc.nat(40), (rest, line, column) => {
        const keys = completeText(rest, line, column)?.keys.map(({ key }) => key) ?? [];
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 150 },
    );
  });
});

describe('texts made to hurt', () => {
  const deep = ['[', '{', '[{', '- ', '? ', '- ? ', 'a: ', '[a: ', '&a [', '!!seq [', '[[],'];
  const long = [
    'a:\n',
    '*a ',
    '&a ',
    'x: *a\n',
    '#\n',
    '---\n',
    '%YAML 1.2\n',
    '\n',
    'a: |\n',
    '] ',
    '} ',
    '"',
    "' ",
    '? a\n',
    '- |\n  b\n',
    ' \n',
    '- "a\n',
    '\t',
    '!',
    'é',
  ];

  it.each([...deep, ...long])('%j again and again is refused in words', (piece) => {
    for (const length of [YAML_LIMITS.characters, YAML_LIMITS.characters * 40]) {
      inOrder(piece.repeat(Math.floor(length / piece.length)));
    }
  });

  it('a text that calls itself YAML 1.1 is read as any other', () => {
    const text = 'name: no\nseed: 012\ntags: [2001-12-14, 1:30, yes]\n';
    const read = (whole: string) => {
      const found = readYaml(whole);
      return found.ok ? JSON.parse(JSON.stringify(found.value)) : found.problems;
    };
    expect(read(text)).toEqual({ name: 'no', seed: 12, tags: ['2001-12-14', '1:30', 'yes'] });
    expect(read(`%YAML 1.1\n---\n${text}`)).toEqual(read(text));
    const merged = resolveConfig('%YAML 1.1\n---\nkind: mixture\nmodel:\n  <<: {n_components: 2}\n');
    expect(merged).toMatchObject({ ok: false, problems: [{ message: expect.stringMatching(/^“<<” is not known/) }] });
    const edited = editConfig(`%YAML 1.1\n---\n${text}`, ['seed=no']);
    expect(edited).toMatchObject({ ok: true, text: expect.stringContaining('seed: no\n') });
  });

  it('aliases that multiply are refused', () => {
    const levels = Array.from(
      { length: 20 },
      (_, i) =>
        `l${i}: &l${i} [${Array(9)
          .fill(i === 0 ? 'x' : `*l${i - 1}`)
          .join(', ')}]`,
    );
    expect(resolveConfig(`kind: image\n${levels.join('\n')}`)).toMatchObject({
      ok: false,
      problems: [{ message: 'Aliases make more values of this than are accepted.' }],
    });
  });

  it.each([
    ['text', 'x'.repeat(YAML_LIMITS.characters + 1), 'The file has 32,769 characters; at most 32,768 are accepted.'],
    ['indentation', `kind: image\nmodel:\n${' '.repeat(5000)}x: 1`, 'A line is indented by more than 200 blanks.'],
    ['parts', 'a: 1\n'.repeat(5000), 'The file has too many parts for a configuration.'],
    ['nesting', `kind: image\ntags: ${'['.repeat(50)}${']'.repeat(50)}`, 'The file is nested too deeply.'],
  ])('too much %s is named', (_, text, message) => {
    const resolved = resolveConfig(text);
    expect(resolved.ok ? [] : resolved.problems.map((problem) => problem.message)).toContain(message);
  });
});
