// Scripts made one: what they may import, and where mistakes are said to be.

import { describe, expect, it } from 'vitest';
import { SandboxError } from '../wire/sandbox';
import { linkModule } from './link';

const link = (files: Record<string, string>, entry = 'train.js') => linkModule(new Map(Object.entries(files)), entry);

async function refusal(files: Record<string, string>, entry?: string): Promise<SandboxError> {
  const error = await link(files, entry).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SandboxError);
  return error as SandboxError;
}

describe('imports', () => {
  const above = '../c.js';

  it('finds scripts by relative paths, with endings or without, JavaScript for TypeScript', async () => {
    const { own } = await link(
      {
        'a/train.js': `import './b'; import '${above}'; import './d.js';`,
        'a/b.ts': 'export type T = string;',
        'c.js': 'export {};',
        'a/d.ts': 'export const d: number = 1;',
        'unused.js': 'this is no script',
      },
      'a/train.js',
    );
    expect(own.map(({ path }) => path)).toEqual(['a/b.ts', 'c.js', 'a/d.ts', 'a/train.js']);
  });

  it.each([
    ['https://cdn.example/x.js', 'scripts can import only each other'],
    ['lodash', 'scripts can import only each other'],
    ['blob:null/1', 'scripts can import only each other'],
    ['/etc/x.js', 'scripts can import only each other'],
    ['../outside.js', 'there is no such script'],
    ['./missing.js', 'there is no such script'],
    ['./data.csv', 'there is no such script'],
  ])('refuses %s', async (words, why) => {
    const error = await refusal({ 'train.js': `\nimport x from ${JSON.stringify(words)};`, 'data.csv': '1' });
    expect(error.message).toContain(`train.js, line 2, imports “${words}”`);
    expect(error.message).toContain(why);
    expect(error.failure).toEqual({ kind: 'script', file: 'train.js', line: 2 });
  });

  it('refuses circles, and names them', async () => {
    const error = await refusal({
      'train.js': "import './a.js'",
      'a.js': "export const one = 1;\nimport './b.js'",
      'b.js': "import './a.js'",
    });
    expect(error.message).toContain('a.js → b.js → a.js');
  });

  it('leaves out types, though they are imported in a circle', async () => {
    const { own } = await link(
      {
        'train.ts': "import type { A } from './a';\nexport const b: A = 1;",
        'a.ts': "import type { b } from './train';\nexport type A = typeof b;",
      },
      'train.ts',
    );
    expect(own.map(({ path }) => path)).toEqual(['train.ts']);
  });
});

describe('mistakes', () => {
  it.each([
    ['train.js', 'export function train() {\n  let a = ;\n}', 2],
    ['train.ts', 'export const a: number = 1;\n\nexport function (', 3],
    ['train.js', "import x from './x\n", 1],
  ])('are found in %s', async (file, source, line) => {
    const error = await refusal({ [file]: source }, file);
    expect(error.failure).toEqual({ kind: 'script', file, line });
    expect(error.message).toContain(`${file}, line ${line}`);
  });

  it('names a script that is not there', async () => {
    expect((await refusal({ 'serve.js': '' })).message).toBe(
      'There is no script train.js in the module; scripts end in .js, .mjs, .ts, .mts.',
    );
  });

  it('refuses scripts without end', async () => {
    expect((await refusal({ 'train.js': `//${'x'.repeat(5_000_000)}` })).message).toContain('more than');
  });
});

it('keeps lines, and cuts out what is imported, and nothing else', async () => {
  const { own } = await link(
    {
      'train.ts':
        "import { one } from './one';\ninterface A {\n  a: 1;\n}\nexport const text = \"from './one'\";\nexport const late: unknown = import('./one');\nimport('https://elsewhere');\nexport { one as two } from './one.js';",
      'one.js': 'export const one = 1,\n  two = 2;',
    },
    'train.ts',
  );
  const one = { target: 'one.js' };
  expect(own[0]).toEqual({ path: 'one.js', pieces: ['export const one = 1,\n  two = 2;'] });
  const { pieces } = own[1]!;
  expect(pieces.filter((piece) => typeof piece !== 'string')).toEqual([one, one, one]);
  const lines = pieces
    .map((piece) => (typeof piece === 'string' ? piece : '*'))
    .join('')
    .split('\n');
  expect(lines.map((line) => line.trim())).toEqual([
    "import { one } from '*';",
    '',
    '',
    '',
    'export const text = "from \'./one\'";',
    "export const late = import('*');",
    "import('https://elsewhere');",
    "export { one as two } from '*';",
  ]);
});
