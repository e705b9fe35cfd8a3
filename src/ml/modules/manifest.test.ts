// The manifest: its defaults, what is kept, and what is refused in which words.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text } from './archives.fixture';
import { ArchiveError } from './errors';
import { MANIFEST_DEFAULTS, type Manifest, parseManifest, readManifest, writeManifest } from './manifest';

function refused(value: unknown): { field: string | null; message: string } {
  try {
    parseManifest(value);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    const { reason, field, message } = error;
    expect(reason).toBe('manifest');
    return { field, message };
  }
  throw new Error('it was accepted');
}

const json = (manifest: Manifest) => new TextDecoder().decode(writeManifest(manifest));

describe('what is left out', () => {
  it('is as aimodellib has it', () => {
    expect(parseManifest({})).toEqual({
      module: '',
      trainingScript: null,
      servingScript: null,
      logDirectory: 'logs',
      logNamingFormat: '%Y-%m-%dT%H-%M-%S.log',
      enableTensorboard: false,
      tensorboardDirectory: 'tb_logs',
      extra: {},
    });
  });

  it('is the example of its README, where nothing is', () => {
    const example = {
      trainingScript: 'main.py',
      servingScript: 'main.py',
      module: '',
      logDirectory: 'logs',
      logNamingFormat: '%Y-%m-%dT%H-%M-%S.log',
      enableTensorboard: true,
      tensorboardDirectory: 'tb_logs',
    };
    expect(parseManifest(example)).toEqual({ ...example, extra: {} });
  });
});

describe('what is unknown', () => {
  it('is kept, with names that mean something to JavaScript, and in one order', () => {
    const extra = '{"z": 1, "__proto__": {"b": [null, {"y": 1, "x": 2}], "a": "é"}, "constructor": false}';
    const manifest = readManifest(text(extra));
    expect(json(manifest)).toBe(json(readManifest(writeManifest(manifest))));
    expect(Object.keys(JSON.parse(json(manifest)))).toEqual([
      ...Object.keys(MANIFEST_DEFAULTS),
      '__proto__',
      'constructor',
      'z',
    ]);
    expect(json(manifest)).toContain('"x": 2,\n        "y": 1');
  });

  it('comes back as any JSON, and never in place of what is known', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (extra) => {
        const known = Object.keys(MANIFEST_DEFAULTS);
        const others = Object.fromEntries(Object.entries(extra).filter(([name]) => !known.includes(name)));
        const manifest = parseManifest({ module: 'm', ...others });
        const back = readManifest(writeManifest(manifest));
        expect(JSON.stringify(back)).toBe(JSON.stringify(readManifest(writeManifest(back))));
        // JSON has no -0.
        expect(back).toEqual(JSON.parse(JSON.stringify(manifest)));
      }),
    );
    const sly = { ...parseManifest({ module: 'm' }), extra: { module: 'other' } };
    expect(readManifest(writeManifest(sly)).module).toBe('m');
  });

  it('is refused where it cannot be kept', () => {
    expect(() => readManifest(text('{"n": [1e999]}'))).toThrow('has a number in “n” that is too large');
    const deep = `{"d": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(() => readManifest(text(deep))).toThrow('is nested more than 64 levels deep in “d”');
  });
});

describe('what is wrong', () => {
  it('is named, with what is accepted and what was found', () => {
    expect(refused({ enableTensorboard: 'yes' })).toEqual({
      field: 'enableTensorboard',
      message: 'manifest.json is wrong in “enableTensorboard”, which must be true or false, and not the text “yes”.',
    });
    expect(refused({ module: null })).toMatchObject({ field: 'module', message: expect.stringContaining('not null') });
    expect(refused({ trainingScript: 1 }).message).toContain('must be a text or null, and not 1');
    expect(refused({ servingScript: ['a'] }).message).toContain('not a list');
    expect(refused({ logDirectory: {} }).message).toContain('not an object');
    expect(refused({ logNamingFormat: null }).field).toBe('logNamingFormat');
    expect(refused({ tensorboardDirectory: 3 }).field).toBe('tensorboardDirectory');
  });

  it('is a path that leaves the archive, for each parameter that is one', () => {
    for (const field of ['module', 'trainingScript', 'servingScript', 'logDirectory', 'tensorboardDirectory']) {
      for (const path of ['/x', '../x', 'a/../../x', 'a\\b', 'C:/x', 'a\nb']) {
        expect(refused({ [field]: path })).toMatchObject({ field, message: expect.stringContaining('is a path that') });
      }
    }
    expect(refused({ trainingScript: '' }).message).toContain('is empty');
    expect(parseManifest({ module: './code/', logDirectory: '.' })).toMatchObject({ module: './code/' });
  });

  it('is anything but one object', () => {
    for (const value of [null, [], 'x', 3, true]) expect(refused(value).message).toContain('must hold one object');
    expect(() => readManifest(text('{"module": }'))).toThrow(/^manifest\.json is no JSON: /);
    expect(() => readManifest(text(''))).toThrow('is no JSON');
    expect(() => readManifest(Uint8Array.of(0x22, 0xff, 0x22))).toThrow('is not in UTF-8');
    expect(readManifest(text('\uFEFF{}'))).toEqual(parseManifest({}));
  });

  it('never ends in another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (value) => {
        try {
          readManifest(text(value));
        } catch (error) {
          expect(error).toBeInstanceOf(ArchiveError);
        }
      }),
    );
  });
});
