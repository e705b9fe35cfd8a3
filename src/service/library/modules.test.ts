// Files of modules of people's own: what comes, moves and goes, and what is refused before anything is changed.

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_MODEL_BYTES } from '../reviews/sizes';
import { Abouts } from './about';
import { Modules } from './modules';
import type { Files } from './source';
import type { KeptTraining } from './training';

const bytes = (text: string) => new TextEncoder().encode(text);

let modules: Modules;
let id = '';

beforeEach(async () => {
  const abouts = new Abouts();
  await abouts.open();
  modules = new Modules(abouts, () => {});
  const files = new Map([
    ['serve.js', bytes('export {};')],
    ['train.js', bytes('export {};')],
  ]);
  id = await modules.add('Mine', { trainingScript: 'train.js', servingScript: 'serve.js' }, files, null);
});

/** As a training that has left these ends. */
const trained = (files: Files) => {
  const training: KeptTraining = {
    ...{ model: id, phase: 'finished', args: [], tensorboard: false, began_at: '2026-01-01T00:00:00Z' },
    ...{ seconds: 1, most_seconds: 1, log: [], scalars: {}, wrote: [...files.keys()], left: [], error: null },
  };
  return modules.keepTrained(id, files, training);
};

const paths = async () => [...(await modules.files(id)).keys()].sort();

describe('a path', () => {
  it('that makes a file a folder too is refused, and nothing is changed', async () => {
    const refusal = { code: 'invalid', details: [{ field: 'path' }] };
    await expect(modules.write(id, 'train.js/x', bytes('1'))).rejects.toMatchObject(refusal);
    await modules.write(id, 'lib/deep/fit.js', bytes('1'));
    await expect(modules.write(id, 'lib/deep', bytes('1'))).rejects.toMatchObject(refusal);
    await expect(modules.change(id, { move: { from: 'serve.js', to: 'lib' } })).rejects.toMatchObject(refusal);
    await expect(trained(new Map([['serve.js/out', bytes('1')]]))).rejects.toMatchObject(refusal);
    expect(await paths()).toEqual(['lib/deep/fit.js', 'serve.js', 'train.js']);
    expect((await modules.list()).find((one) => one.id === id)?.version).toBe(1);

    const both = new Map([
      ['a', bytes('1')],
      ['a/b', bytes('2')],
    ]);
    await expect(modules.add('Both', {}, both, null)).rejects.toMatchObject(refusal);
    expect((await modules.list()).map(({ name }) => name)).not.toContain('Both');
  });

  it('may take the place of a file that goes in the same change', async () => {
    await modules.change(id, { move: { from: 'train.js', to: 'train.js/fit.js' } });
    expect(await paths()).toEqual(['serve.js', 'train.js/fit.js']);
    expect(modules.info(id).trainingScript).toBe('train.js/fit.js');
  });
});

describe('a file called as the manifest is', () => {
  it('is refused however it comes: the module could not be packed', async () => {
    const refusal = {
      code: 'invalid',
      message: expect.stringContaining('manifest.json'),
      details: [{ field: 'path' }],
    };
    const named = new Map([['manifest.json', bytes('{}')]]);
    await expect(modules.write(id, 'manifest.json', bytes('{}'))).rejects.toMatchObject(refusal);
    await expect(trained(named)).rejects.toMatchObject(refusal);
    await expect(modules.change(id, { move: { from: 'serve.js', to: 'manifest.json' } })).rejects.toMatchObject(
      refusal,
    );
    await expect(modules.add('Named', {}, named, null)).rejects.toMatchObject(refusal);
    expect(await paths()).toEqual(['serve.js', 'train.js']);
    await modules.write(id, 'sub/manifest.json', bytes('{}'));
    expect(await paths()).toEqual(['serve.js', 'sub/manifest.json', 'train.js']);
  });
});

describe('a manifest', () => {
  it('keeps a parameter that means something to JavaScript when it is read again', async () => {
    const manifest = JSON.parse('{"servingScript": "serve.js", "__proto__": {"a": 1}}');
    const odd = await modules.add('Odd', manifest, new Map([['serve.js', bytes('export {};')]]), null);
    const abouts = new Abouts();
    await abouts.open();
    expect(JSON.stringify(abouts.of(odd).module?.manifest)).toBe(JSON.stringify(manifest));
  });
});

describe('a move with a task', () => {
  it('is refused whole where the task does not fit', async () => {
    const move = { from: 'train.js', to: 'lib/fit.js' };
    for (const trainingScript of ['train.js', 'none.js', 'lib/fit.py']) {
      const refused = modules.change(id, { move, trainingScript });
      await expect(refused).rejects.toMatchObject({ code: 'invalid', details: [{ field: 'trainingScript' }] });
      expect(await paths()).toEqual(['serve.js', 'train.js']);
      expect(modules.info(id).trainingScript).toBe('train.js');
    }
  });

  it('is done with both', async () => {
    await modules.change(id, { move: { from: 'serve.js', to: 'lib/both.js' }, trainingScript: 'lib/both.js' });
    expect(await paths()).toEqual(['lib/both.js', 'train.js']);
    expect(modules.info(id)).toMatchObject({ trainingScript: 'lib/both.js', servingScript: 'lib/both.js' });
  });
});

describe('a copy', () => {
  it('has the same files and manifest under a name of its own, and goes its own way', async () => {
    await modules.write(id, 'weights.json', bytes('{}'));
    const copy = await modules.copy(id, 'Another');
    expect(copy).not.toBe(id);
    const listed = (await modules.list()).find((one) => one.id === copy);
    expect(listed).toMatchObject({ name: 'Another', version: 1, origin: 'own', bytes: 22 });
    expect(modules.info(copy)).toMatchObject({ trainingScript: 'train.js', servingScript: 'serve.js' });
    await modules.write(copy, 'weights.json', null);
    expect(await paths()).toEqual(['serve.js', 'train.js', 'weights.json']);
    expect([...(await modules.files(copy)).keys()].sort()).toEqual(['serve.js', 'train.js']);
    await expect(modules.copy('none', 'X')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('files', () => {
  it('that are more together than is kept are refused however they come, and those that replace others count once', async () => {
    const refusal = { code: 'too_large', message: expect.stringContaining('at most 540 MB can be kept') };
    // One memory, seen several times: the sum is what counts.
    const third = new Uint8Array(MAX_MODEL_BYTES / 3 + 1);
    const all = new Map(['a.bin', 'b.bin', 'c.bin'].map((path) => [path, third]));
    await expect(modules.add('Large', {}, all, null)).rejects.toMatchObject(refusal);
    await expect(trained(all)).rejects.toMatchObject(refusal);
    expect(await paths()).toEqual(['serve.js', 'train.js']);

    const known = (await modules.list()).find((one) => one.id === id)?.bytes;
    await modules.write(id, 'a.bin', third);
    await modules.write(id, 'a.bin', third);
    await modules.write(id, 'b.bin', third);
    await expect(modules.write(id, 'c.bin', third)).rejects.toMatchObject(refusal);
    await modules.write(id, 'a.bin', null);
    await modules.write(id, 'b.bin', null);
    expect((await modules.list()).find((one) => one.id === id)?.bytes).toBe(known);
  });
});
