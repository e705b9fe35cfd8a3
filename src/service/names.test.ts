// Names that people give: one line that reads as it is written; and what is meant by them.

import { describe, expect, it } from 'vitest';
import { checkName, meant } from './names';

describe('a name', () => {
  it('is kept as it is, in any script, without blanks at its ends', () => {
    for (const name of ['Penguins', 'Отзывы 2', 'مراجعات', '評価 😀', 'a–b/c'])
      expect(checkName(` ${name}\t`)).toBe(name);
  });

  it('has blanks in place of controls, ends of lines, half characters and turns of direction', () => {
    expect(checkName('a\u0000b\nc\u2028d')).toBe('a b c d');
    expect(checkName('photo\u202Egnp.exe')).toBe('photo gnp.exe');
    expect(checkName('half \ud83d')).toBe('half');
  });

  it('is refused where nothing is left, or too much', () => {
    for (const name of ['', '  ', '\u0000', '\u202E\n', 'x'.repeat(101), 7, null]) {
      expect(() => checkName(name)).toThrow('A name needs 1 to 100 characters.');
    }
  });
});

describe('what is meant', () => {
  const all = [
    { id: 'a', name: 'Films' },
    { id: 'b', name: 'films' },
    { id: 'Films', name: 'Shop' },
    { id: 'd', name: 'a' },
  ];

  it('is what has that id, else that name, else that name in other letters', () => {
    expect(meant('Films', all)?.id).toBe('Films');
    expect(meant('films', all)?.id).toBe('b');
    expect(meant('FILMS', all)?.id).toBe('a');
    expect(meant('a', all)?.id).toBe('a');
    expect(meant('shop', all)?.id).toBe('Films');
    expect(meant('Film', all)).toBeUndefined();
  });
});
