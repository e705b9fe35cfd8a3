// Paths, folders in memory, names of logs and packages.

import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packed, text } from './archives.fixture';
import { ArchiveError, logPath, memoryDir, packageModule, parseManifest, readArchive } from './index';
import { pathProblem, plainPath } from './paths';

const AT = new Date('2026-03-04T05:06:07Z');

describe('paths', () => {
  it('are plain without what says nothing, and keep what must be refused', () => {
    const cases = {
      './a//b/': 'a/b',
      '.': '',
      './': '',
      '': '',
      '/a/': '/a',
      '//': '/',
      '../a': '../a',
      'a/./..': 'a/..',
    };
    for (const [path, plain] of Object.entries(cases)) expect(plainPath(path)).toBe(plain);
  });

  it('that have no problem stay inside, are plain, and say the same in UTF-8', () => {
    const part = fc.oneof(
      fc.constantFrom('.', '..', '', 'a', 'C:', 'é', '\\', '\ud800', '\0'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const path = parts.join('/');
        if (pathProblem(path) !== null) return;
        expect(posix.join('/base', path)).toBe(`/base/${path}`);
        expect(win32.isAbsolute(path)).toBe(false);
        expect(plainPath(path)).toBe(path);
        expect(new TextDecoder().decode(text(path))).toBe(path);
      }),
      { numRuns: 2000 },
    );
  });

  it('may be long, but not huge', () => {
    expect(pathProblem('é'.repeat(127))).toBeNull();
    expect(pathProblem('é'.repeat(128))).toBe('has a part longer than 255 bytes');
    expect(pathProblem(`${'a/'.repeat(511)}bc`)).toBeNull();
    expect(pathProblem(`${'a/'.repeat(511)}bcd`)).toBe('is longer than 1024 bytes');
    expect(pathProblem('\ud800')).toBe('is not well-formed Unicode');
  });
});

describe('a folder in memory', () => {
  it('lists by folder, sorted, and reads what was written', async () => {
    const dir = memoryDir([['b', text('1')]]);
    await dir.write('a/c', text('2'));
    await dir.write('a/B', text('3'));
    await dir.write('ab', text('4'));
    await dir.write('b', text('5'));
    expect(await dir.list()).toEqual(['a/B', 'a/c', 'ab', 'b']);
    expect(await dir.list('./a/')).toEqual(['a/B', 'a/c']);
    expect(await dir.list('none')).toEqual([]);
    expect(await dir.read('b')).toEqual(text('5'));
  });

  it('keeps copies: nobody’s later changes are in it', async () => {
    const bytes = text('abc');
    const dir = memoryDir([['a', bytes]]);
    bytes[0] = 0;
    (await dir.read('a'))[1] = 0;
    expect(await dir.read('a')).toEqual(text('abc'));
  });

  it('refuses paths out of it, files that are not there, and files in files', async () => {
    const dir = memoryDir([['a/b', text('')]]);
    const rejects = (done: Promise<unknown>, reason: string) =>
      expect(done).rejects.toMatchObject({ name: 'ArchiveError', reason });
    for (const path of ['../x', '/x', 'a\\b', './a', '', 'a/']) {
      await rejects(dir.read(path), 'path');
      await rejects(dir.write(path, text('')), 'path');
    }
    await rejects(dir.list('../x'), 'path');
    await rejects(dir.read('a'), 'contents');
    await rejects(dir.write('a', text('')), 'path');
    await rejects(dir.write('a/b/c', text('')), 'path');
    expect(await dir.list()).toEqual(['a/b']);
    expect(() => memoryDir([['..', text('')]])).toThrow(ArchiveError);
  });
});

describe('the log’s name', () => {
  const path = (logDirectory: string, logNamingFormat: string) => logPath({ logDirectory, logNamingFormat }, AT);

  it('is the format filled in, in its directory', () => {
    expect(logPath(parseManifest({}), AT)).toBe('logs/2026-03-04T05-06-07.log');
    expect(logPath(parseManifest({}), AT, { offset: 3600, abbreviation: 'CET' })).toBe('logs/2026-03-04T06-06-07.log');
    expect(path('./a//b/', '%Y/%m.log')).toBe('a/b/2026/03.log');
    expect(path('', '%j%%')).toBe('063%');
  });

  it('is refused where it leaves the directory or is no name of a file', () => {
    for (const format of ['../x', '%Y/../../x', '/x', '%Y\\x', '', '%n', 'a%tb', './x', 'x/', 'x'.repeat(256), '..']) {
      expect(() => path('logs', format)).toThrow(expect.objectContaining({ reason: 'path', field: 'logNamingFormat' }));
    }
    for (const folder of ['/var/log', '../x', 'a\\b']) {
      expect(() => path(folder, '%F')).toThrow(expect.objectContaining({ reason: 'path', field: 'logDirectory' }));
    }
    expect(() => path('a/'.repeat(500), 'x'.repeat(200))).toThrow('longer than 1024 bytes');
    expect(() => path('logs', '%D')).not.toThrow();
  });
});

describe('a package', () => {
  const files = [
    ['train.py', text('t')],
    ['serve.py', text('s')],
    ['requirements.txt', text('numpy\n')],
  ] as const;

  it('has the defaults of aimodellib’s, and is read again', async () => {
    const archive = packageModule(files, { module: 'mixture', extra: { seed: 7 } });
    expect(archive.manifest).toEqual(
      parseManifest({ module: 'mixture', trainingScript: 'train.py', servingScript: 'serve.py', seed: 7 }),
    );
    expect([...archive.files.keys()]).toEqual(['mixture/requirements.txt', 'mixture/serve.py', 'mixture/train.py']);
    expect(await readArchive(new Blob([await packed(archive)]))).toEqual(archive);
  });

  it('takes all options, or a manifest in their place', () => {
    const all = {
      module: '',
      trainingScript: null,
      servingScript: 'serve.py',
      logDirectory: 'l',
      logNamingFormat: '%F',
      enableTensorboard: true,
      tensorboardDirectory: 't',
    };
    expect(packageModule(files, all).manifest).toEqual({ ...all, extra: {} });
    const manifest = parseManifest({ module: 'm' });
    expect(packageModule(files, { manifest })).toMatchObject({ manifest });
    expect(() => packageModule(files, { logDirectory: '/' })).toThrow('logDirectory');
  });

  it('is refused where a script is not among the files, or a file is called as the manifest', async () => {
    await expect(async () => packed(packageModule(files.slice(0, 1), { module: 'm' }))).rejects.toThrow('m/serve.py');
    expect(() => packageModule([['manifest.json', text('{}')]])).toThrow('of its own');
    expect(() => packageModule([...files, ['manifest.json', text('{}')]], { module: 'm' })).not.toThrow();
  });
});
