// Archives there and back: by ourselves, by the system's tar, by Python's tarfile.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NAMES, noise, packed, SAMPLE, text, zipped } from '../archives.fixture';
import { type ModelArchive, readArchive } from '../index';
import { parseManifest, writeManifest } from '../manifest';
import { concat, paxRecord, rawEntry, rawTar } from '../tar.fixture';

const scratch = mkdtempSync(join(tmpdir(), 'archive-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const has = (command: string) => spawnSync(command, ['--version']).status === 0;

/** The sample as files of a folder. */
function unpacked(name: string, { manifest, files }: ModelArchive = SAMPLE): string {
  const root = join(scratch, name);
  for (const [path, bytes] of [...files, ['manifest.json', writeManifest(manifest)] as const]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  mkdirSync(join(root, 'code/empty folder'));
  return root;
}

describe('our own', () => {
  it('come back as they were', async () => {
    expect(await readArchive(new Blob([await packed(SAMPLE)]))).toEqual(SAMPLE);
  });

  it('are the same bytes for the same model, whatever the order of its files', async () => {
    const reversed = { ...SAMPLE, files: new Map([...SAMPLE.files].reverse()) };
    const bytes = await packed(SAMPLE);
    expect(await packed(reversed)).toEqual(bytes);
    // Kept here, so that a new version of a library cannot change it unseen.
    expect(createHash('sha256').update(bytes).digest('hex')).toMatchInlineSnapshot(
      `"805b4b67f6db994e067adc61c4fdd75787c64915f3809fa550b8156aeeee455e"`,
    );
  });

  it('have a gzip header without time, name or system', async () => {
    const header = [...(await packed(SAMPLE)).subarray(0, 10)];
    expect(header.slice(0, 8)).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
  });

  it('come back where they are larger than the pieces they are packed in', async () => {
    const weights = noise(700_001);
    weights.fill(0, 100_000, 350_000);
    const large = { ...SAMPLE, files: new Map([...SAMPLE.files, ['code/z', weights] as const]) };
    const read = await readArchive(new Blob([await packed(large)]));
    expect([...read.files.keys()]).toEqual([...large.files.keys()].sort());
    expect(Buffer.compare(read.files.get('code/z') ?? new Uint8Array(0), weights)).toBe(0);
  });

  it('get requirements.txt where there is none', async () => {
    const manifest = parseManifest({});
    const read = await readArchive(new Blob([await packed({ manifest, files: new Map([['a', text('a')]]) })]));
    expect([...read.files.keys()]).toEqual(['a', 'requirements.txt']);
  });

  it('are refused before the first byte where they could not be read', async () => {
    const { manifest } = SAMPLE;
    const bad = (paths: string[]) => () => packed({ manifest, files: new Map(paths.map((path) => [path, text('')])) });
    await expect(bad(['code/train.py'])()).rejects.toThrow('code/serve.py');
    await expect(bad(['code/train.py', 'code/serve.py', '../x'])()).rejects.toThrow('leaves its folder');
    await expect(bad(['code', 'code/train.py', 'code/serve.py'])()).rejects.toThrow('as a file and as a folder');
    await expect(bad(['code/train.py', 'code/serve.py', 'manifest.json'])()).rejects.toThrow('twice');
    const abroad = { ...manifest, logDirectory: '/var/log' };
    await expect(async () => packed({ ...SAMPLE, manifest: abroad })).rejects.toThrow('“logDirectory”');
  });
});

describe.skipIf(!has('tar'))('the system’s tar', () => {
  // ustar holds no name that its two fields cannot.
  const left = [NAMES.long, NAMES.longer];
  const short = { ...SAMPLE, files: new Map([...SAMPLE.files].filter(([path]) => !left.includes(path))) };
  const gnu = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar');
  const formats = { ...(gnu ? { gnu: SAMPLE, posix: SAMPLE } : {}), pax: SAMPLE, ustar: short };

  it.each(Object.entries(formats))(
    'packs what is read as ours is: %s, with and without ./',
    async (format, archive) => {
      const [root, file] = [unpacked(format, archive), join(scratch, `${format}.tar.gz`)];
      for (const what of [['.'], ['code', 'manifest.json']]) {
        execFileSync('tar', ['czf', file, `--format=${format}`, '-C', root, ...what]);
        expect(await readArchive(new Blob([readFileSync(file)]))).toEqual(archive);
      }
    },
  );

  it('unpacks ours, without a word', async () => {
    const [file, out] = [join(scratch, 'ours.tar.gz'), join(scratch, 'ours')];
    writeFileSync(file, await packed(SAMPLE));
    mkdirSync(out);
    const { status, stderr } = spawnSync('tar', ['xzf', file, '-C', out], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const [path, bytes] of SAMPLE.files) expect(new Uint8Array(readFileSync(join(out, path)))).toEqual(bytes);
    expect(readdirSync(out).sort()).toEqual(['code', 'manifest.json']);
  });
});

describe.skipIf(!has('python3'))('Python’s tarfile', () => {
  const python = (script: string, ...args: string[]) =>
    execFileSync('python3', ['-c', script, ...args], { encoding: 'utf8' });

  it('packs what is read as ours is', async () => {
    const [root, file] = [unpacked('python'), join(scratch, 'python.tar.gz')];
    // As aimodellib packs: the module's folder, then the manifest.
    const script = `import sys, tarfile
with tarfile.open(sys.argv[2], 'w:gz') as package:
    package.add(sys.argv[1] + '/code', arcname='code')
    package.add(sys.argv[1] + '/manifest.json', arcname='manifest.json')`;
    python(script, root, file);
    expect(await readArchive(new Blob([readFileSync(file)]))).toEqual(SAMPLE);
  });

  it('reads ours', async () => {
    const file = join(scratch, 'for-python.tar.gz');
    writeFileSync(file, await packed(SAMPLE));
    const script = `import json, sys, tarfile
with tarfile.open(sys.argv[1]) as package:
    print(json.dumps({m.name: [m.size, m.mtime, m.uid, m.mode, m.isfile()] for m in package}))`;
    const about = ([path, bytes]: readonly [string, Uint8Array]) => [path, [bytes.length, 315532800, 0, 0o644, true]];
    const all = [...SAMPLE.files, ['manifest.json', writeManifest(SAMPLE.manifest)] as const];
    expect(JSON.parse(python(script, file))).toEqual(Object.fromEntries(all.map(about)));
  });
});

describe('what tars have said in other ways', () => {
  const read = async (...parts: Uint8Array[]) => [
    ...(await readArchive(zipped(concat([...parts, rawTar({ name: 'manifest.json', body: '{}' })])))).files,
  ];

  it('is read: version 7, contiguous files, sizes in binary, folders by their slash, signed checksums', async () => {
    const binary = new Uint8Array(12);
    binary.set([0x80], 0);
    binary.set([2], 11);
    const signed = rawEntry({ name: 'ü', body: 'é' });
    const sum = signed.subarray(0, 512).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
    const found = await read(
      rawEntry({ name: 'v7', type: '\0', magic: '', body: 'a' }),
      rawEntry({ name: 'contiguous', type: '7', body: 'b' }),
      rawEntry({ name: 'binary', size: binary, body: 'cd' }),
      rawEntry({ name: 'folder/' }),
      rawEntry({ name: 'ü', body: 'é', checksum: sum - 2 * 256 }),
    );
    const expected = [
      ['binary', text('cd')],
      ['contiguous', text('b')],
      ['v7', text('a')],
      ['ü', text('é')],
    ];
    expect(found).toEqual(expected);
  });

  it('is read: times of GNU’s where POSIX has a prefix', async () => {
    const gnu = rawEntry({ name: 'a', magic: 'ustar  \0', prefix: '14550000000\x0014550000000', body: 'x' });
    expect(await read(gnu)).toEqual([['a', text('x')]]);
    expect(await read(rawEntry({ name: 'a', prefix: 'p', body: 'x' }))).toEqual([['p/a', text('x')]]);
  });

  it('is read: attributes of no concern, of one entry or of all', async () => {
    const attributes = concat([
      paxRecord('mtime', '1.5'),
      paxRecord('SCHILY.xattr.user.x', Uint8Array.of(0xff, 0, 10, 61)),
      paxRecord('path', './a//b'),
    ]);
    const found = await read(
      rawEntry({ name: 'pax_global_header', type: 'g', body: paxRecord('comment', 'f00') }),
      rawEntry({ name: 'x', type: 'x', body: attributes }),
      rawEntry({ name: 'short', body: 'c' }),
    );
    expect(found).toEqual([['a/b', text('c')]]);
  });

  it('is read in pieces of any size', async () => {
    const bytes = await packed(SAMPLE);
    const source = (size: number) => {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at >= bytes.length) return controller.close();
          controller.enqueue(bytes.subarray(at, at + size));
          at += size;
        },
      });
    };
    for (const size of [1, 7, 513, 1e6]) expect(await readArchive(source(size))).toEqual(SAMPLE);
  });
});
