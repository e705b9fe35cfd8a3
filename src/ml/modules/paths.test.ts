// Which of a module's files are scripts, by their endings.

import { expect, it } from 'vitest';
import { isScript } from './paths';

it('scripts are JavaScript and TypeScript, and not declarations of types', () => {
  const paths = ['a.js', 'a/b.mjs', 'a.ts', 'a.mts', 'a.d.ts', 'a.d.mts', 'a.cjs', 'a.jsx', 'a.json', 'js', 'a.js/b'];
  expect(paths.filter(isScript)).toEqual(['a.js', 'a/b.mjs', 'a.ts', 'a.mts']);
});
