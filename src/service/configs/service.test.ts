// The configurations' service over storage: what ships, one's own, names, limits, and hostile texts.

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase, write } from '../../storage/db';
import { readSnapshot, replaceAll } from '../../storage/snapshot';
import type { ConfigsService } from '../../wire/configs';
import type { ServiceEvent } from '../../wire/events';
import { MAX_CONFIG_CHARACTERS } from '../../wire/limits';
import { nodeAsset } from './asset.node';
import { openConfigs } from './open';
import { configFrom } from './resolve';

const NGRAM = 'kind: text\nname: Mine\nmodel:\n  architecture: ngram # words\ndata:\n  dataset: Tickets\n';

let events: ServiceEvent[];
let n = 0;

function open(asset: typeof nodeAsset = nodeAsset) {
  return openConfigs({ emit: (event) => events.push(event), asset, points: async () => n });
}

const save = (service: ConfigsService, file_name: string, text = NGRAM, id: string | null = null) =>
  service.save({ id, file_name, text });

beforeEach(async () => {
  events = [];
  n = 0;
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
});

describe('configurations that ship', () => {
  it('are listed with what they say of themselves, and read by id or by name with or without the extension', async () => {
    const { service } = open();
    const list = await service.list();
    expect(
      list.map(({ file_name, kind, shipped, problems, changed_at }) => [
        file_name,
        kind,
        shipped,
        problems,
        changed_at,
      ]),
    ).toEqual([
      ['image-cnn.yaml', 'image', true, 0, null],
      ['mixture.yaml', 'mixture', true, 0, null],
      ['review-bert.yaml', 'text', true, 0, null],
      ['review-ngram.yaml', 'text', true, 0, null],
      ['stream-network.yaml', 'stream', true, 0, null],
    ]);
    expect(list[1]).toMatchObject({ name: 'Penguins', tags: ['example', 'mixture'] });
    const byName = await service.read('mixture.yaml');
    expect(byName.text).toContain('n_components: 3');
    expect(await service.read('mixture')).toEqual(byName);
    expect(await service.read(list[1].id)).toEqual(byName);
  });

  it('stay as they are', async () => {
    const { service } = open();
    const { id } = await service.read('mixture');
    await expect(save(service, 'mixture.yaml', 'kind: mixture', id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(save(service, 'Mixture.yml', 'kind: mixture')).rejects.toMatchObject({ code: 'conflict' });
    await expect(service.remove(id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await service.list()).length).toBe(5);
    expect(events).toEqual([]);
  });

  it('that cannot be fetched leave one’s own in reach, and are asked for again', async () => {
    let there = false;
    const { service } = open((path) => (there ? nodeAsset(path) : Promise.reject(new Error('offline'))));
    const id = await save(service, 'mine');
    expect((await service.list()).map((file) => file.id)).toEqual([id]);
    expect((await service.read('mine')).text).toBe(NGRAM);
    await expect(service.read('mixture')).rejects.toMatchObject({ code: 'unavailable' });
    there = true;
    expect((await service.list()).length).toBe(6);
  });
});

describe('configurations of one’s own', () => {
  it('are kept, listed by name after those that ship, renamed and removed, and each change is told', async () => {
    const { service, rev } = open();
    const b = await save(service, 'b.yaml');
    const a = await save(service, ' a.yml ', 'kind: image');
    expect((await service.list()).slice(5)).toMatchObject([
      { id: a, file_name: 'a.yaml', name: 'a', kind: 'image', shipped: false },
      { id: b, file_name: 'b.yaml', name: 'Mine', kind: 'text', shipped: false },
    ]);
    expect(await save(service, 'c', NGRAM, b)).toBe(b);
    await expect(service.read('b')).rejects.toMatchObject({ code: 'not_found' });
    await service.remove('a');
    expect((await service.list()).slice(5).map((file) => file.file_name)).toEqual(['c.yaml']);
    await expect(service.remove('a')).rejects.toMatchObject({ code: 'not_found' });
    expect(events).toEqual([1, 2, 3, 4].map((rev) => ({ type: 'configs', rev })));
    expect(rev()).toBe(4);
  });

  it('are kept though they are not in order, and say how many things are wrong', async () => {
    const { service } = open();
    const id = await save(service, 'half.yaml', 'kind: image\nname: Half\ntrainer:\n  epochs: 0\n  optimizer: adm\n');
    expect(await service.read(id)).toMatchObject({ kind: null, name: 'Half', problems: 2 });
    await save(service, 'half.yaml', 'kind: image\nname: Whole\n', id);
    expect(await service.read(id)).toMatchObject({ kind: 'image', name: 'Whole', problems: 0 });
    await save(service, 'broken.yaml', 'kind: [');
    expect(await service.read('broken')).toMatchObject({ kind: null, name: 'broken', problems: 1 });
  });

  it('are copied with their comments, under names that are free', async () => {
    const { service } = open();
    const id = await save(service, 'mine');
    const copies = [await service.duplicate(id), await service.duplicate(id), await service.duplicate('review-ngram')];
    const files = await Promise.all(copies.map((copy) => service.read(copy)));
    expect(files.map((file) => file.file_name)).toEqual([
      'mine-copy.yaml',
      'mine-copy-2.yaml',
      'review-ngram-copy.yaml',
    ]);
    expect(files[0].name).toBe('Mine (copy)');
    expect(files[0].text).toBe(NGRAM.replace('Mine', 'Mine (copy)'));
    expect(files[2].text).toContain('# Words and pairs of words');
  });

  it('have names of their own, told apart by more than capitals', async () => {
    const { service } = open();
    const id = await save(service, 'Mine');
    await expect(save(service, 'mine.yaml')).rejects.toMatchObject({
      code: 'conflict',
      details: [{ field: 'file_name' }],
    });
    // Of two at once, one.
    const both = await Promise.allSettled([save(service, 'twice'), save(service, 'twice')]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await save(service, 'mine', NGRAM, id)).toBe(id);
  });

  it.each(['', '  .yaml', 'a/b', '..', '.hidden', 'a\\b', 'a:b', 'a\u0000b', 'a\u202eb', 'x'.repeat(101)])(
    'refuse the name %j',
    async (name) => {
      const { service } = open();
      await expect(save(service, name)).rejects.toMatchObject({ code: 'invalid', details: [{ field: 'file_name' }] });
      expect((await service.list()).length).toBe(5);
    },
  );

  it('that were changed elsewhere are not written over unknowingly', async () => {
    const { service } = open();
    const id = await save(service, 'mine');
    const { changed_at } = await service.read(id);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await save(service, 'mine', 'kind: image', id);
    const late = { id, file_name: 'mine', text: NGRAM, changed_at };
    await expect(service.save(late)).rejects.toMatchObject({ code: 'conflict', details: [{ field: 'changed_at' }] });
    expect((await service.read(id)).text).toBe('kind: image');
    await service.save({ ...late, changed_at: (await service.read(id)).changed_at });
    expect((await service.read(id)).text).toBe(NGRAM);
    const gone = service.save({ ...late, id: 'gone' });
    await expect(gone).rejects.toMatchObject({ code: 'not_found' });
  });

  it('survive a restart, are in snapshots, and damaged ones are passed over', async () => {
    const id = await save(open().service, 'mine');
    await write(['configs'], async (tx) => {
      await tx.objectStore('configs').put({ id: 'x', text: 5 }, 'x');
    });
    const { service } = open();
    expect((await service.list()).slice(5)).toMatchObject([{ id, name: 'Mine' }]);
    const snapshot = await readSnapshot();
    expect(snapshot.configs).toMatchObject([{ id, file_name: 'mine.yaml', text: NGRAM }]);
    await service.remove(id);
    await replaceAll(snapshot);
    expect((await service.read(id)).text).toBe(NGRAM);
  });

  it('wait while everything is backed up or replaced', async () => {
    const { service, suspend, resume } = open();
    await suspend();
    let saved = false;
    const saving = save(service, 'mine').then(() => {
      saved = true;
    });
    expect((await service.list()).length).toBe(5);
    expect(saved).toBe(false);
    await resume();
    await saving;
    expect((await service.list()).length).toBe(6);
  });

  it('are at most 500', async () => {
    const { service } = open();
    await write(['configs'], async (tx) => {
      for (let i = 0; i < 500; i++) {
        const record = { id: `id${i}`, file_name: `f${i}.yaml`, text: 'kind: mixture', changed_at: '2026-01-01' };
        await tx.objectStore('configs').put(record, record.id);
      }
    });
    expect((await service.list()).length).toBe(505);
    await expect(save(service, 'more')).rejects.toMatchObject({ code: 'conflict' });
    await expect(service.duplicate('f1')).rejects.toMatchObject({ code: 'conflict' });
    expect(await save(service, 'f1', NGRAM, 'id1')).toBe('id1');
  });
});

describe('hostile texts', () => {
  it('of a megabyte are refused before anything is stored, and checked in words', async () => {
    const { service } = open();
    const huge = `kind: image\n${'# '.padEnd(1_200_000, 'x')}`;
    await expect(save(service, 'huge', huge)).rejects.toMatchObject({ code: 'too_large' });
    expect((await service.list()).length).toBe(5);
    const check = await service.check(huge);
    expect(check).toMatchObject({ ok: false, problems: [{ line: 1, column: 1 }] });
    expect(await service.complete(huge, 1, 3)).toBeNull();
    await expect(save(service, 'most', '#'.padEnd(MAX_CONFIG_CHARACTERS, 'x'))).resolves.toMatch(/./);
    // A copy with a longer name would be one that cannot be read.
    const full = await save(service, 'full', `${NGRAM}#`.padEnd(MAX_CONFIG_CHARACTERS, 'x'));
    const copy = await service.read(await service.duplicate(full));
    expect([copy.text.length, copy.problems]).toEqual([MAX_CONFIG_CHARACTERS, 0]);
  });

  it('that multiply themselves are kept and listed as not in order', async () => {
    const { service } = open();
    const laughs = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    await save(service, 'laughs', `a0: &a0 [x]\n${laughs.join('\n')}\n`);
    expect((await service.read('laughs')).kind).toBeNull();
  });
});

describe('a check', () => {
  it('has the whole configuration, as data and as a file that comes to the same', async () => {
    const { service } = open();
    const check = await service.check('kind: image\n', ['trainer.epochs=3']);
    if (!check.ok) throw new Error('This should have been in order.');
    expect(check.resolved).toMatchObject({ seed: 1, trainer: { epochs: 3, optimizer: 'adam' } });
    expect(check.given).toEqual(['kind', 'trainer.epochs']);
    expect(configFrom(check.text)).toEqual(check.resolved);
    expect(structuredClone(check)).toEqual(check);
  });

  it('has what is wrong, with its place; of overrides without one', async () => {
    const { service } = open();
    const text = 'kind: image\ntrainer:\n  epochs: 0\n';
    expect(await service.check(text)).toMatchObject({ ok: false, problems: [{ line: 3, column: 11 }] });
    const overridden = await service.check('kind: image', ['trainer.epochs=0', 'seed']);
    expect(overridden).toMatchObject({ ok: false, problems: [{ line: null, column: null }] });
  });

  it('draws the learning rate: its warm-up, its full rate, its end', async () => {
    const { service } = open();
    const trainer = 'trainer: {epochs: 8, learning_rate: 0.01, schedule: cosine, warmup_ratio: 0.25}';
    const check = await service.check(`kind: image\n${trainer}`);
    if (!check.ok || !check.schedule) throw new Error('This should have had a curve.');
    const { x, rate, unit } = check.schedule;
    expect(unit).toBe('epoch');
    expect(x.length).toBe(200);
    expect(Math.max(...rate)).toBeCloseTo(0.01, 12);
    expect(x[rate.indexOf(Math.max(...rate))]).toBe(2);
    expect([x[0], x[199]]).toEqual([0.01, 8]);
    expect(rate[199]).toBeLessThan(1e-6);
  });

  it.each([
    ['kind: stream\ntrainer: {learning_rate: 0.05, batches: 40}', { x: [0, 40], rate: [0.05, 0.05], unit: 'batch' }],
    ['kind: stream\nmodel: {id: mixture}', null],
    ['kind: mixture', null],
    [
      'kind: mixture\ntrainer: {method: gradient, epochs: 9, learning_rate: 2}',
      { x: [0, 9], rate: [2, 2], unit: 'epoch' },
    ],
  ])('of %j draws %j', async (text, schedule) => {
    const check = await open().service.check(text);
    expect(check.ok && check.schedule).toEqual(schedule);
  });

  it('says whether the data is here', async () => {
    const { service } = open();
    const data = async (text: string) => {
      const check = await service.check(text);
      return check.ok ? check.data : check.problems;
    };
    expect(await data('kind: stream')).toBeNull();
    expect(await data('kind: mixture\ndata: {source: sample}')).toBeNull();
    expect(await data('kind: mixture')).toMatchObject({ found: false });
    n = 1200;
    expect(await data('kind: mixture')).toMatchObject({ found: true, message: 'The Points page has 1,200 points.' });
    expect(await data('kind: image\ndata: {dataset: Drawn digits}')).toMatchObject({ found: true });
    expect(await data('kind: image\ndata: {train_data_dir: data/Drawn digits/train}')).toMatchObject({ found: true });
    expect(await data('kind: image')).toMatchObject({ found: false });
    expect(await data(NGRAM)).toMatchObject({ name: 'Tickets', found: false });
    await write(['datasets'], async (tx) => {
      const record = {
        id: 'd',
        name: 'Tickets',
        source: 'a file',
        created_at: '2026-01-01',
        n: 3,
        bytes: 9,
        about: {},
      };
      await tx.objectStore('datasets').put(record);
    });
    const found = { name: 'Tickets', found: true, message: 'The dataset of texts “Tickets” is here.' };
    expect(await data(NGRAM)).toEqual(found);
    // A run would find it, too.
    expect(await data(NGRAM.replace('Tickets', 'tickets'))).toEqual(found);
  });
});

describe('completion', () => {
  it('offers keys with what they mean, from where the word begins', async () => {
    const completion = await open().service.complete('kind: image\ntrainer:\n  ep', 3, 5);
    expect(completion).toMatchObject({ typed: 'ep', from: 3, description: 'How it is trained.' });
    expect(completion?.options.find(({ text }) => text === 'epochs')).toEqual({
      kind: 'key',
      text: 'epochs',
      description: 'Passes over the training data.',
      accepts: 'a whole number from 1 to 1,000',
      default: '10',
      section: false,
    });
  });

  it('offers values, and nothing in comments', async () => {
    const { service } = open();
    const completion = await service.complete('kind: ', 1, 7);
    expect(completion?.options.map(({ text, kind }) => [text, kind])).toEqual(
      ['mixture', 'text', 'stream', 'image'].map((kind) => [kind, 'value']),
    );
    expect(await service.complete('kind: image # im', 1, 17)).toBeNull();
  });
});
