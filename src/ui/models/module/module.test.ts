// A module's arguments parted as a shell does, places in a stack, and the settings that its training begins with.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argsOf, textOf } from './args';
import { settingsOf } from './settings';
import { stackLines } from './stack';

describe('arguments', () => {
  it('are parted by blanks, with quotes around what has some', () => {
    expect(argsOf('  --epochs 200\t--name "two words" \'it "is"\' a"b c"d "" ')).toEqual({
      ok: true,
      args: ['--epochs', '200', '--name', 'two words', 'it "is"', 'ab cd', ''],
    });
    expect(argsOf('')).toEqual({ ok: true, args: [] });
    expect(argsOf('--name "open')).toEqual({ ok: false, message: 'A quote " is not closed.' });
  });

  it('are the same once they were written down', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (args) => {
        expect(argsOf(textOf(args))).toEqual({ ok: true, args });
      }),
    );
  });
});

describe('a stack', () => {
  it('is read for its places', () => {
    expect(stackLines('    at fit (lib/train.js:12)\n    at train.js:3\n    at serve.js')).toEqual([
      { at: 0, called: 'fit', path: 'lib/train.js', line: 12 },
      { at: 1, called: '', path: 'train.js', line: 3 },
      { at: 2, called: '', path: 'serve.js', line: null },
    ]);
  });

  it('is none where something else is said', () => {
    expect(stackLines('')).toBeNull();
    expect(stackLines('must be a number')).toBeNull();
    expect(stackLines('    at a.js:1\nand more')).toBeNull();
  });
});

describe('how a module is trained', () => {
  const info = { folder: '', trainingScript: 'train.js', servingScript: null } as const;

  it('is as its manifest says before the first time, and then as it was', () => {
    for (const enableTensorboard of [true, false]) {
      const first = settingsOf({ ...info, enableTensorboard, training: null });
      expect(first).toEqual({ args: '', tensorboard: enableTensorboard, seconds: 600 });
      const training = {
        ...{
          model: 'm',
          phase: 'finished' as const,
          args: ['--rate', '0.1'],
          tensorboard: !enableTensorboard,
          most_seconds: 60,
        },
        ...{ began_at: '2026-01-01T00:00:00.000Z', seconds: 1, log: [], scalars: {}, wrote: [], left: [], error: null },
      } as const;
      const again = settingsOf({ ...info, enableTensorboard, training });
      expect(again).toEqual({ args: '--rate 0.1', tensorboard: !enableTensorboard, seconds: 60 });
    }
  });
});
