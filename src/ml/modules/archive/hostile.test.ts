// Archives that mean harm, or that came to it: each is refused for its own reason.

import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { noise, packed, refusal, SAMPLE, text, zipped } from '../archives.fixture';
import { ARCHIVE_LIMITS, readArchive } from '../index';
import { concat, paxRecord, type RawEntry, rawEntry, rawTar } from '../tar.fixture';

const MANIFEST: RawEntry = { name: 'manifest.json', body: '{}' };
const of = (...entries: RawEntry[]) => refusal(zipped(rawTar(MANIFEST, ...entries)));

describe('paths', () => {
  const cases: [string, string][] = [
    ['/etc/passwd', 'absolute'],
    ['//x', 'absolute'],
    ['C:/x', 'absolute'],
    ['../x', 'leaves its folder'],
    ['a/../../x', 'leaves its folder'],
    ['./..', 'leaves its folder'],
    ['a\\b', 'backslash'],
    ['..\\x', 'backslash'],
    ['a\nb', 'control character'],
    ['', 'is empty'],
    ['.', 'is empty'],
  ];
  it.each(cases)('%j is refused', async (name, why) => {
    expect(await of({ name, body: 'x' })).toMatchObject({ reason: 'path', message: expect.stringContaining(why) });
    const pax: RawEntry = { name: 'p', type: 'x', body: paxRecord('path', name) };
    expect(await of(pax, { name: 'x' })).toMatchObject({ reason: 'path', message: expect.stringContaining(why) });
  });

  it('that are folders are refused as well', async () => {
    expect(await of({ name: '../x/', type: '5' })).toMatchObject({ reason: 'path' });
    expect(await of({ name: '/', type: '5' })).toMatchObject({ reason: 'path' });
    expect(await of({ name: './', type: '5' })).toBe('read');
  });

  it('of a prefix count', async () => {
    expect(await of({ name: 'x', prefix: '/etc' })).toMatchObject({ reason: 'path' });
    expect(await of({ name: 'x', prefix: '..' })).toMatchObject({ reason: 'path' });
  });

  it('of a huge length are refused, however they are said', async () => {
    const huge = 'x/'.repeat(600);
    const part = 'x'.repeat(256);
    for (const name of [huge, part]) {
      const refused = { reason: 'path', message: expect.stringContaining('longer than') };
      expect(await of({ name: '././@LongLink', type: 'L', body: `${name}y\0` }, { name: 'x' })).toMatchObject(refused);
      expect(await of({ name: 'p', type: 'x', body: paxRecord('path', `${name}y`) }, { name: 'x' })).toMatchObject(
        refused,
      );
    }
    const endless: RawEntry = { name: 'p', type: 'x', body: paxRecord('comment', 'x'.repeat(1.1e6)) };
    expect(await of(endless, { name: 'x' })).toMatchObject({ reason: 'too-large' });
  });

  it('that are not UTF-8 are refused, however they are said', async () => {
    const refused = { reason: 'path', message: expect.stringContaining('not in UTF-8') };
    const latin = Uint8Array.of(0x66, 0xfc, 0x72);
    expect(await of({ name: latin })).toMatchObject(refused);
    expect(await of({ name: '././@LongLink', type: 'L', body: latin }, { name: 'x' })).toMatchObject(refused);
    expect(await of({ name: 'p', type: 'x', body: paxRecord('path', latin) }, { name: 'x' })).toMatchObject(refused);
    const binary = concat([paxRecord('hdrcharset', 'BINARY'), paxRecord('path', latin)]);
    expect(await of({ name: 'p', type: 'x', body: binary }, { name: 'x' })).toMatchObject(refused);
    // A surrogate and an overlong "/": what lax decoders let through.
    expect(await of({ name: Uint8Array.of(0xed, 0xa0, 0x80) })).toMatchObject(refused);
    expect(await of({ name: Uint8Array.of(0x2e, 0x2e, 0xc0, 0xaf) })).toMatchObject(refused);
  });

  it('with a zero inside an attribute are refused', async () => {
    expect(await of({ name: 'p', type: 'x', body: paxRecord('path', 'a\0b') }, { name: 'x' })).toMatchObject({
      reason: 'tar',
    });
  });
});

describe('kinds', () => {
  it.each([
    ['1', 'a hard link'],
    ['2', 'a symbolic link'],
    ['3', 'a device'],
    ['4', 'a device'],
    ['6', 'a named pipe'],
    ['S', 'a sparse file'],
    ['K', 'a symbolic link'],
    ['Z', 'of a kind that is not read'],
  ])('%s is refused', async (type, word) => {
    const refused = { reason: 'kind', message: expect.stringContaining(word) };
    expect(await of({ name: 'x', type, linkname: 'manifest.json' })).toMatchObject(refused);
  });

  it('of sparse files are refused in pax too', async () => {
    const body = concat([paxRecord('GNU.sparse.major', '1'), paxRecord('GNU.sparse.name', 'x')]);
    expect(await of({ name: 'p', type: 'x', body }, { name: 'x' })).toMatchObject({ reason: 'kind' });
  });
});

describe('duplicates', () => {
  it('are refused, however they are spelt', async () => {
    expect(await of({ name: 'x' }, { name: './x' })).toMatchObject({ reason: 'duplicate' });
    expect(await of({ name: './manifest.json', body: '{}' })).toMatchObject({ reason: 'duplicate' });
  });

  it('of a file and a folder are refused, whichever comes first', async () => {
    const refused = { reason: 'duplicate', message: expect.stringContaining('as a file and as a folder') };
    expect(await of({ name: 'a' }, { name: 'a/b' })).toMatchObject(refused);
    expect(await of({ name: 'a/b/c' }, { name: 'a' })).toMatchObject(refused);
    expect(await of({ name: 'a' }, { name: 'a/', type: '5' })).toMatchObject(refused);
    expect(await of({ name: 'a/', type: '5' }, { name: 'a/', type: '5' }, { name: 'a/b' })).toBe('read');
  });
});

describe('the tar archive', () => {
  it('is refused for a wrong checksum, with its place', async () => {
    expect(await of({ name: 'x', checksum: 1 })).toMatchObject({
      reason: 'tar',
      message: expect.stringContaining('wrong checksum after entry 1'),
    });
    expect(await refusal(zipped(text('hello '.repeat(200))))).toMatchObject({ reason: 'tar' });
  });

  it('is refused where it is cut, at each of its blocks', async () => {
    const whole = rawTar(MANIFEST, { name: 'a', body: 'x'.repeat(700) });
    for (let size = 0; size < whole.length; size += 256) {
      expect(await refusal(zipped(whole.subarray(0, size)))).toMatchObject({ reason: 'tar' });
    }
    expect(await refusal(zipped(whole))).toBe('read');
  });

  it('is refused where something follows its end', async () => {
    const whole = rawTar(MANIFEST);
    expect(await refusal(zipped(concat([whole, new Uint8Array(9000)])))).toBe('read');
    expect(await refusal(zipped(concat([whole, rawEntry({ name: 'x' })])))).toMatchObject({ reason: 'tar' });
    const lone = concat([rawEntry(MANIFEST), new Uint8Array(512), rawTar({ name: 'x' })]);
    expect(await refusal(zipped(lone))).toMatchObject({ reason: 'tar' });
  });

  it('is refused for sizes that are none, and for content where none can be', async () => {
    const field = (value: string | number[]) => {
      const bytes = new Uint8Array(12);
      bytes.set(typeof value === 'string' ? text(value) : value);
      return bytes;
    };
    for (const size of ['99', '-1', '0x1', [0xff, 0xff, 0xff], [0x80, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]]) {
      expect(await of({ name: 'x', size: field(size) })).toMatchObject({ reason: 'tar' });
    }
    expect(await of({ name: 'x/', type: '5', body: 'y' })).toMatchObject({ reason: 'tar' });
    for (const size of ['-1', '1e3', '', '9'.repeat(17)]) {
      expect(await of({ name: 'p', type: 'x', body: paxRecord('size', size) }, { name: 'x' })).toMatchObject({
        reason: 'tar',
      });
    }
  });

  it('is refused for attributes that are malformed, twice there, of nothing, or of everything', async () => {
    for (const body of [
      '9 a=b\n',
      '5 a=b',
      '6 a=b\n\n',
      'x a=b\n',
      '5 =b\n',
      '99999999999 a=b\n',
      '4 a\n',
      '0 a=b\n',
    ]) {
      expect(await of({ name: 'p', type: 'x', body }, { name: 'x' })).toMatchObject({ reason: 'tar' });
    }
    const pax: RawEntry = { name: 'p', type: 'x', body: paxRecord('path', 'a') };
    expect(await of(pax, pax, { name: 'x' })).toMatchObject({ reason: 'tar' });
    expect(await of(pax)).toMatchObject({ reason: 'tar' });
    const all: RawEntry = { name: 'g', type: 'g', body: paxRecord('path', 'a') };
    expect(await of(all, { name: 'x' })).toMatchObject({ reason: 'tar' });
  });
});

describe('the gzip file', () => {
  it('is refused where it is cut, anywhere', async () => {
    const whole = await packed(SAMPLE);
    for (let size = 0; size < whole.length; size += size < 20 || size > whole.length - 20 ? 1 : 97) {
      expect(await refusal(new Blob([whole.slice(0, size)]))).toMatchObject({ reason: 'gzip' });
    }
  });

  it('is refused for a wrong checksum or size', async () => {
    const whole = await packed(SAMPLE);
    for (let back = 1; back <= 8; back++) {
      const wrong = whole.slice();
      wrong[wrong.length - back]! ^= 1;
      expect(await refusal(new Blob([wrong]))).toMatchObject({ reason: 'gzip' });
    }
  });

  it('is refused where something follows it, be it another', async () => {
    const whole = await packed(SAMPLE);
    // Zeros could belong to the tar archive, were they read.
    const zeros = new Uint8Array(1024);
    const others = [text('more'), zeros, new Uint8Array(0)].map((bytes) => new Uint8Array(gzipSync(bytes)));
    for (const rest of [text('x'), text('more than four'), zeros, ...others]) {
      // Engines differ: some read on, and the tar archive is found to go on after its end.
      expect(await refusal(new Blob([whole, rest]))).toMatchObject({ reason: expect.stringMatching(/^(gzip|tar)$/) });
    }
  });

  it('is refused where it is something else', async () => {
    for (const bytes of [text('PK\x03\x04 a zip'), text('{}'), rawTar(MANIFEST), Uint8Array.of(0x1f)]) {
      expect(await refusal(new Blob([new Uint8Array(bytes)]))).toMatchObject({ reason: 'gzip' });
    }
    expect(await refusal(new Blob([]))).toMatchObject({ message: 'There is nothing in the archive.' });
  });
});

describe('limits', () => {
  const small = {
    ...ARCHIVE_LIMITS,
    packed: 3000,
    unpacked: 20_000,
    entries: 5,
    manifest: 10,
    ratio: 20,
    ratioFloor: 10_000,
  };

  it('hold for the packed file, known or streamed', async () => {
    const bytes = noise(4000);
    const blob = zipped(rawTar(MANIFEST, { name: 'x', body: bytes }));
    const refused = { reason: 'too-large', message: expect.stringContaining('3.0 KB') };
    expect(blob.size).toBeGreaterThan(3000);
    expect(await refusal(blob, small)).toMatchObject(refused);
    expect(await refusal(blob.stream(), small)).toMatchObject(refused);
  });

  it('hold for what it unpacks to, announced or not, and for the ratio', async () => {
    const of = (tar: Uint8Array) => refusal(zipped(tar), small);
    const announced = rawTar(MANIFEST, { name: 'x', size: 2 ** 30 });
    expect(await of(announced)).toMatchObject({
      reason: 'too-large',
      message: expect.stringContaining('20 KB'),
    });
    const zeros = rawTar(MANIFEST, { name: 'x', body: new Uint8Array(16_000) });
    expect(await of(zeros)).toMatchObject({ reason: 'too-large', message: expect.stringContaining('20 times') });
    expect(await refusal(zipped(zeros), { ...small, ratio: 1000 })).toBe('read');
    const padded = concat([rawTar(MANIFEST), new Uint8Array(30_000)]);
    expect(await refusal(zipped(padded), { ...small, ratio: 1000 })).toMatchObject({ reason: 'too-large' });
  });

  it('hold for the number of entries, folders and attributes of all among them, and for the manifest', async () => {
    const five = [...'abcde'].map((name) => ({ name }));
    const folders = five.map(({ name }) => ({ name: `${name}/`, type: '5' }));
    const globals = five.map(({ name }) => ({ name, type: 'g', body: paxRecord('comment', name) }));
    for (const entries of [five, folders, globals]) {
      const refused = { reason: 'too-large', message: expect.stringContaining('more than 5 files') };
      expect(await refusal(zipped(rawTar(MANIFEST, ...entries)), small)).toMatchObject(refused);
    }
    // One file, and all the folders that its path makes.
    const deep = (folders: number) => zipped(rawTar(MANIFEST, { name: `${'d/'.repeat(folders)}f` }));
    expect(await refusal(deep(5), small)).toBe('read');
    expect(await refusal(deep(6), small)).toMatchObject({ reason: 'too-large' });
    const long = rawTar({ name: 'manifest.json', body: '{"module": ""}' });
    expect(await refusal(zipped(long), small)).toMatchObject({ reason: 'too-large' });
  });

  it('keep a bomb from the memory: a gigabyte of zeros is left after its first stretch', async () => {
    let given = 0;
    const bomb = gzipSync(concat([rawEntry({ name: 'x', size: 2 ** 29 }), new Uint8Array(2 ** 26)]));
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(bomb.subarray(given, given + 1024));
          given += 1024;
        },
      },
      { highWaterMark: 0 },
    );
    expect(await refusal(source)).toMatchObject({ reason: 'too-large', message: expect.stringContaining('100 times') });
    // A thousandth of 16 MB is 16 KB; what stands in the unpacker's own buffers comes on top.
    expect(given).toBeLessThan(bomb.length * 0.5);
  });

  it('come with an end to the source', async () => {
    let cancelled = false;
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(text('no gzip')),
      cancel: () => {
        cancelled = true;
      },
    });
    expect(await refusal(source)).toMatchObject({ reason: 'gzip' });
    expect(cancelled).toBe(true);
  });

  it('leave an error of the source as it is', async () => {
    const gone = new Error('the file was moved');
    const source = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(gone) });
    await expect(readArchive(source)).rejects.toBe(gone);
  });
});

describe('manifest and contents', () => {
  const archive = (manifest: string, ...names: string[]) =>
    refusal(zipped(rawTar({ name: 'manifest.json', body: manifest }, ...names.map((name) => ({ name })))));

  it('are refused where the manifest is missing, misnamed or elsewhere', async () => {
    const none = (name: string) => refusal(zipped(rawTar({ name, body: '{}' })));
    expect(await none('a')).toMatchObject({ reason: 'manifest', message: expect.stringContaining('There is no') });
    expect(await none('Manifest.json')).toMatchObject({ message: expect.stringContaining('“Manifest.json”') });
    expect(await none('model/manifest.json')).toMatchObject({ message: expect.stringContaining('pack what is in') });
    expect(await refusal(zipped(rawTar({ name: 'manifest.json/', type: '5' })))).toMatchObject({ reason: 'manifest' });
    expect(await refusal(zipped(rawTar()))).toMatchObject({ reason: 'manifest' });
  });

  it('are refused where the manifest is wrong', async () => {
    expect(await archive('[]')).toMatchObject({ reason: 'manifest', message: expect.stringContaining('a list') });
    expect(await archive('{"module": 3}')).toMatchObject({ reason: 'manifest', field: 'module' });
  });

  it('are refused where the module or a script is not there', async () => {
    const module = '{"module": "code", "trainingScript": "t.py"}';
    expect(await archive(module, 't.py')).toMatchObject({ reason: 'contents', field: 'module' });
    expect(await archive(module, 'code/x')).toMatchObject({ reason: 'contents', field: 'trainingScript' });
    expect(await archive(module, 'code/t.py/x')).toMatchObject({ reason: 'contents', field: 'trainingScript' });
    expect(await archive(module, 'code/t.py')).toBe('read');
    expect(await archive('{"module": "./code/"}', 'code/')).toBe('read');
    expect(await archive('{"servingScript": "s.py"}', 'x')).toMatchObject({
      reason: 'contents',
      field: 'servingScript',
    });
  });
});
