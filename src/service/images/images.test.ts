// The service of datasets of images: what was found is taken whole or not at all, looked through, renamed and removed.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readImport, saveImport } from '../../storage/datasets';
import { closeDatabase, read, whenFull } from '../../storage/db';
import { writeImageChunk, writePixelChunk } from '../../storage/images';
import type { ImportSource } from '../../wire/datasets';
import { deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import type { ImageItems, ImagesService } from '../../wire/images';
import { allRows } from '../datasets/datasets.fixture';
import { decodePng, nodeImagesEnv } from './env.node';
import golden from './golden/files.json';
import {
  asDirectory,
  asFiles,
  asTar,
  asZip,
  ended,
  type Files,
  open,
  pictures,
  plain,
  takeAll,
} from './images.fixture';
import { IMAGES } from './limits';
import { SHIPPED_SUMMARY } from './shipped';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const keysLeft = async () => {
  const keys = (['imageSets', 'imageFiles', 'imagePixels'] as const).map((store) =>
    read([store], async (tx): Promise<unknown[]> => tx.objectStore(store).getAllKeys()),
  );
  return (await Promise.all(keys)).flat();
};
const bytesOf = async (picture: Blob) => new Uint8Array(await picture.arrayBuffer());
const all = async (service: ImagesService, id: string): Promise<ImageItems['items']> =>
  (await service.items(id, { offset: 0, limit: 1000 })).items;

describe('the drawn digits', () => {
  it('are there from the start, and stay', async () => {
    const { service } = await open();
    expect(await service.state()).toEqual({ sets: [SHIPPED_SUMMARY], taking: { phase: 'idle' } });
    const { total, items } = await service.items('shipped', { part: 'test', label: 3, offset: 2, limit: 2 });
    expect(total).toBe(50);
    expect(items).toEqual([
      { item: 2023, path: 'test/3/0023.png', part: 'test', label: 3 },
      { item: 2033, path: 'test/3/0033.png', part: 'test', label: 3 },
    ]);
    const picture = await service.picture('shipped', 2023);
    expect(picture.type).toBe('image/png');
    const { width, height, data } = decodePng(await bytesOf(picture));
    expect([width, height]).toEqual([28, 28]);
    expect(Math.max(...data.filter((_, i) => i % 4 === 0))).toBeGreaterThan(150);
    await expect(service.picture('shipped', 2500)).rejects.toMatchObject({ code: 'invalid' });
    await expect(service.remove('shipped')).rejects.toMatchObject({ code: 'conflict' });
  });
});

const CLASSES = ['ant', 'bee', 'cow'];
const FOLDER: Files = pictures('animals/', CLASSES, 70);

describe('images taken', () => {
  it('are the same set whatever they came in, in whatever order', async () => {
    const turned = Object.fromEntries(Object.entries(FOLDER).reverse());
    const sources = [asFiles(FOLDER), asZip(turned), await asTar(turned), asDirectory(FOLDER)];
    const { service } = await open();
    for (const source of sources) {
      expect(await takeAll(service, source)).toEqual({
        phase: 'finished',
        names: ['animals'],
        files: 315,
        unreadable: 0,
      });
    }
    const { sets } = await service.state();
    expect(sets).toHaveLength(5);
    const sorted = Object.keys(FOLDER).map((path) => path.slice('animals/'.length));
    for (const { id, ...summary } of sets.slice(1)) {
      expect(summary).toMatchObject({
        ...{ name: 'animals', shipped: false, classes: CLASSES, unreadable: [], unreadable_count: 0 },
        parts: [
          { part: 'train', n: 210, counts: [70, 70, 70] },
          { part: 'test', n: 105, counts: [35, 35, 35] },
        ],
        size: { width: 4, height: 4, same: true },
        bytes: Object.values(FOLDER).reduce((sum, { length }) => sum + length, 0),
      });
      const items = await all(service, id);
      expect(items.map(({ path }) => path).sort()).toEqual([...sorted].sort());
      expect(items.map(({ item }) => item)).toEqual(Array.from({ length: 315 }, (_, i) => i));
      const turn = items.slice(0, 4).map(({ path }) => path);
      expect(turn).toEqual(['train/ant/0.png', 'train/bee/0.png', 'train/cow/0.png', 'train/ant/1.png']);
      for (const at of [0, 77, 314]) {
        const { path, part, label } = items[at];
        expect(path.split('/').slice(0, 2)).toEqual([part, CLASSES[label]]);
        expect(await bytesOf(await service.picture(id, at))).toEqual(FOLDER[`animals/${path}`]);
      }
    }
    const paths = await Promise.all(
      sets.slice(1).map(async ({ id }) => (await all(service, id)).map(({ path }) => path)),
    );
    for (const each of paths) expect(each).toEqual(paths[0]);
  });

  it('have one class of a name, whichever way its accents are written', async () => {
    const [composed, apart] = ['caf\u00e9', 'cafe\u0301'];
    const { service } = await open();
    const train = {
      [`d/train/${apart}/1.png`]: plain(1),
      'd/train/bar/1.png': plain(2),
      'd/train/bar/2.png': plain(3),
    };
    const source = asFiles({
      ...train,
      [`d/train/${composed}/2.png`]: plain(4),
      [`d/test/${composed}/3.png`]: plain(5),
    });
    expect(await takeAll(service, source)).toMatchObject({ phase: 'finished', files: 5, unreadable: 0 });
    const [, { id, classes }] = (await service.state()).sets;
    expect(classes).toEqual(['bar', composed]);
    expect((await all(service, id)).map(({ path }) => path)).toContain(`train/${composed}/1.png`);
  });

  it('leave out what cannot be read, and say why', async () => {
    const named = (name: string) =>
      new Uint8Array(Buffer.from(golden.find((file) => file.name === name)?.bytes ?? '', 'base64'));
    const whole = plain(9, 30);
    const bad: Files = {
      'd/train/a/empty.png': '',
      'd/train/a/text.jpg': 'I am no picture.',
      'd/train/a/cut.png': whole.subarray(0, 60),
      'd/train/b/anim.gif': named('gif'),
      'd/train/b/drawn.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'd/train/loose.png': whole,
      'd/train/../b/out.png': whole,
      'd/test/a/wide.webp': named('webp'),
      'd/test/b/photo.png': named('jpeg'),
      'd/train/a/long.png': new Uint8Array(3000),
    };
    const { service } = await open({ ...IMAGES, file: 2000 });
    const status = await takeAll(service, asFiles({ ...pictures('d/', ['a', 'b']), ...bad }));
    expect(status).toEqual({ phase: 'finished', names: ['d'], files: 14, unreadable: 8 });
    const [, { id, unreadable, unreadable_count, size }] = (await service.state()).sets;
    expect(unreadable_count).toBe(8);
    expect(Object.fromEntries(unreadable.map(({ path, reason }) => [path, reason]))).toEqual({
      'd/train/a/empty.png': 'it is empty',
      'd/train/a/text.jpg': 'it is not an image',
      'd/train/a/cut.png': 'it is cut off',
      'd/train/a/long.png': expect.stringContaining('it is larger than'),
      'd/train/b/anim.gif': expect.stringContaining('it is a GIF'),
      'd/train/b/drawn.svg': expect.stringContaining('it is an SVG'),
      'd/train/loose.png': 'it lies in no class folder',
      'd/train/../b/out.png': 'its path leads out of its folder',
    });
    expect(size).toEqual({ width: 4, height: 4, same: false });
    const photo = (await all(service, id)).find(({ path }) => path === 'test/b/photo.png');
    expect((await service.picture(id, photo?.item ?? -1)).type).toBe('image/jpeg');
  });

  it('are none where none can be read, and nothing is left behind', async () => {
    const { service } = await open();
    const status = await takeAll(service, asFiles({ 'd/train/a/1.png': 'x', 'd/train/b/1.png': 'y' }));
    expect(status).toEqual({
      phase: 'failed',
      message:
        '“d” could not be taken. There is no image in it that can be read. d/train/a/1.png: it is not an image. Nothing was left behind.',
    });
    expect(await keysLeft()).toEqual([]);
  });

  it('are given up whole, and another folder can be taken then', async () => {
    const { service } = await open();
    await service.discover(asFiles(FOLDER));
    await service.take(['animals']);
    await expect(service.take(['animals'])).rejects.toMatchObject({ code: 'conflict' });
    await service.cancelTake();
    expect(await service.state()).toEqual({ sets: [SHIPPED_SUMMARY], taking: { phase: 'idle' } });
    expect(await keysLeft()).toEqual([]);
    expect(await takeAll(service, asFiles(FOLDER))).toMatchObject({ phase: 'finished' });
  });

  it('begin anew after a stand-still, and left-overs of a rude end are cleared away', async () => {
    const first = await open();
    await first.service.discover(asFiles(FOLDER));
    await first.service.take(['animals']);
    await first.suspend();
    expect(await keysLeft()).toEqual([]);
    await first.resume();
    expect(await ended(first.service)).toMatchObject({ phase: 'finished', files: 315 });
    const kept = await keysLeft();
    await writeImageChunk('gone', 0, { bytes: Uint8Array.of(1), ends: Uint32Array.of(1) });
    await writePixelChunk('gone', '1x1x1', 0, { pixels: Uint8Array.of(1), failed: [] });
    const again = await open();
    expect(await keysLeft()).toEqual(kept);
    expect((await again.service.state()).sets).toEqual((await first.service.state()).sets);
  });

  describe('in an engine that ends in their midst', () => {
    const TWO: Files = { ...pictures('ants/', CLASSES), ...pictures('bees/', CLASSES) };
    /** Takes what it finds but for one dataset, at which it stands for ever. */
    const stuckAt = async (name: string, source: ImportSource) => {
      const env = nodeImagesEnv();
      const reached = deferred<void>();
      const stuck = await open({
        spawn() {
          const { host, end } = env.spawn();
          const over = deferred<never>();
          over.promise.catch(() => {});
          const take: typeof host.take = (job) => {
            if (job.name !== name) return host.take(job);
            reached.resolve();
            return over.promise;
          };
          const ended = () => {
            end();
            over.reject(new Error('The image worker was ended.'));
          };
          return { host: { ...host, take }, end: ended };
        },
      });
      const found = await stuck.service.discover(source);
      await stuck.service.take(found.map((dataset) => dataset.name));
      return { ...stuck, reached: reached.promise };
    };
    /** Takes what is chosen but for the last. */
    const brokenOff = async (source: ImportSource) => {
      const { service } = await stuckAt('bees', source);
      await vi.waitUntil(async () => (await service.state()).sets.length === 2, { timeout: 5000 });
      return (await service.state()).sets[1]?.id;
    };

    it('go on in the next one with the dataset that it was at', async () => {
      const ants = await brokenOff(asZip(TWO));
      const { service } = await open();
      expect((await service.state()).taking).toMatchObject({ phase: 'reading', name: 'bees' });
      expect(await ended(service)).toEqual({ phase: 'finished', names: ['ants', 'bees'], files: 36, unreadable: 0 });
      const { sets } = await service.state();
      expect(sets.slice(1).map(({ name }) => name)).toEqual(['bees', 'ants']);
      expect(sets[2]?.id).toBe(ants);
      expect(await readImport('images')).toBeUndefined();
      expect((await (await open()).service.state()).taking).toEqual({ phase: 'idle' });
    });

    it('are given up there with all that came of them', async () => {
      await brokenOff(asZip(TWO));
      const { service } = await open();
      await service.cancelTake();
      expect(await keysLeft()).toEqual([]);
      expect(await readImport('images')).toBeUndefined();
    });

    it('are given up though what came of them was deleted meanwhile, or cannot be', async () => {
      const texts = { 'ants/train/x/1.txt': 'a', 'ants/train/y/1.txt': 'b' };
      for (const spoil of ['deleted', 'stuck'] as const) {
        await closeDatabase();
        await deleteDB('millrace');
        const stuck = await stuckAt('bees', asZip({ ...texts, ...pictures('bees/', CLASSES) }));
        const { service, texts: datasets } = stuck;
        await stuck.reached;
        const [{ id }] = (await datasets.service.state()).datasets;
        if (spoil === 'deleted') await datasets.service.remove(id);
        else vi.spyOn(datasets.service, 'remove').mockRejectedValue(new Error('no'));
        const given = await service.cancelTake().catch((error: Error) => error.message);
        expect(given).toBe(spoil === 'deleted' ? undefined : 'no');
        expect((await service.state()).taking).toEqual({ phase: 'idle' });
        expect(await readImport('images')).toBeUndefined();
        expect(await takeAll(service, asFiles(FOLDER))).toMatchObject({ phase: 'finished' });
      }
    });

    it('are to be chosen again where they came from a folder, which cannot be kept; so is what ends every engine', async () => {
      await brokenOff(asFiles(TWO));
      const failed = (why: string) => `“bees” could not be taken. ${why} Kept: “ants”.`;
      expect((await (await open()).service.state()).taking).toEqual({
        phase: 'failed',
        message: failed('The page was closed meanwhile, and a folder cannot be kept for later: choose it again.'),
      });
      const afresh = async () => {
        await closeDatabase();
        await deleteDB('millrace');
        await brokenOff(asZip(TWO));
      };
      await afresh();
      const kept = await readImport('images');
      await saveImport({ record: { ...Object(kept?.record), no_room: true }, file: null }, 'images');
      expect((await (await open()).service.state()).taking).toEqual({
        phase: 'failed',
        message: failed(
          'The page was closed meanwhile, and there was no room to keep the file for later: choose it again.',
        ),
      });
      await afresh();
      const { record, file } = (await readImport('images')) ?? { record: null, file: null };
      await saveImport({ record: { ...Object(record), attempts: 3 }, file }, 'images');
      expect((await (await open()).service.state()).taking).toEqual({
        phase: 'failed',
        message: failed('It was broken off three times. The file may be too large for this device.'),
      });
    });
  });

  it('are taken into the room that is made for them, and are none where none can be', async () => {
    const env = nodeImagesEnv();
    let full = true;
    const { service } = await open({
      spawn() {
        const { host, end } = env.spawn();
        const take: typeof host.take = (job) =>
          full ? Promise.reject(new ServiceError('quota', 'It is full.')) : host.take(job);
        return { host: { ...host, take }, end };
      },
    });
    const asked = vi.fn(async () => false);
    whenFull(asked);
    expect(await takeAll(service, asFiles(FOLDER))).toMatchObject({ phase: 'failed' });
    expect(asked).toHaveBeenCalledOnce();
    whenFull(async () => {
      full = false;
      return true;
    });
    expect(await takeAll(service, asFiles(FOLDER))).toMatchObject({ phase: 'finished', files: 315 });
    whenFull(null);
  });

  it('say how far they are, to the end and never back', async () => {
    const { host, end } = nodeImagesEnv().spawn();
    const job = { id: 'x', name: 'animals', origin: 'Folder', created_at: '', folder: 'animals', files: 315 };
    const told: { share: number; files: number }[] = [];
    let done = false;
    const work = host.take({ ...job, source: asFiles(FOLDER) }).finally(() => {
      done = true;
    });
    while (!done) {
      told.push((await host.progress()) ?? { share: 0, files: 0 });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(await work).toEqual({ files: 315, unreadable: 0 });
    told.push((await host.progress()) ?? { share: 0, files: 0 });
    expect(told.map(({ files }) => files)).toEqual(told.map(({ files }) => files).sort((a, b) => a - b));
    expect(told.at(-1)).toEqual({ share: 1, files: 315 });
    for (const { share, files } of told) expect(share).toBeCloseTo(files / 315, 12);
    end();
  });

  it('are looked for in one folder at a time: the one opened last', async () => {
    const { service } = await open();
    const slow = service.discover(asFiles(FOLDER)).then(
      (found) => found.length,
      (error: unknown) => error,
    );
    expect((await service.discover(asFiles(pictures('later/', ['a', 'b'])))).map(({ name }) => name)).toEqual([
      'later',
    ]);
    await slow;
    await expect(service.take(['animals'])).rejects.toMatchObject({ code: 'invalid' });
    await service.take(['later']);
    expect(await ended(service)).toMatchObject({ phase: 'finished', names: ['later'] });
  });

  it('must be among what was looked through last', async () => {
    const { service } = await open();
    await expect(service.take(['animals'])).rejects.toMatchObject({ code: 'conflict' });
    await service.discover(asFiles({ ...pictures('d/', ['a']), ...pictures('e/', ['a', 'b']) }));
    for (const names of [[], ['other'], ['d']]) {
      await expect(service.take(names)).rejects.toMatchObject({ code: 'invalid', details: [{ field: 'names' }] });
    }
  });
});

describe('a set that is there', () => {
  it('is renamed and removed, with all that is of it', async () => {
    const { service } = await open();
    await takeAll(service, asFiles(FOLDER));
    const [, { id }] = (await service.state()).sets;
    await writePixelChunk(id, '4x4x1', 0, { pixels: new Uint8Array(16), failed: [] });
    await service.rename(id, ' Beasts ');
    expect((await service.state()).sets[1]).toMatchObject({ id, name: 'Beasts' });
    await expect(service.rename(id, '')).rejects.toMatchObject({ code: 'invalid' });
    await service.remove(id);
    expect(await keysLeft()).toEqual([]);
    const late = [
      () => service.remove(id),
      () => service.items(id, { offset: 0, limit: 1 }),
      () => service.picture(id, 0),
    ];
    for (const ask of late) await expect(ask()).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('texts among the images', () => {
  it('become datasets of texts, their classes the two sides', async () => {
    const { service, texts } = await open();
    const spam: Files = {
      'spam/train/ham/1.txt': 'Shall we meet?',
      'spam/train/spam/1.txt': 'Win now.',
      'spam/test/ham/sub/2.txt': 'See you.',
      'spam/test/spam/2.txt': 'Buy now.',
    };
    for (const source of [asDirectory({ ...FOLDER, ...spam }), asZip({ ...FOLDER, ...spam })]) {
      expect(await takeAll(service, source)).toMatchObject({
        phase: 'finished',
        names: ['animals', 'spam'],
        files: 319,
      });
      const [{ id, name }] = (await texts.service.state()).datasets;
      expect(name).toBe('spam');
      const rows = (await allRows(texts.service, id)).map(({ text, label, split }) => [text, label, split]);
      expect(rows.sort()).toEqual([
        ['Buy now.', 1, 'test'],
        ['See you.', 0, 'test'],
        ['Shall we meet?', 0, 'train'],
        ['Win now.', 1, 'train'],
      ]);
    }
    const again = await open(nodeImagesEnv());
    expect((await again.service.state()).sets).toHaveLength(3);
  });
});
