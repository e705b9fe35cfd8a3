// Back-ups that are damaged, cut off, of links or of newer versions are refused, and nothing that is stored changes.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { deleteDB } from 'idb';
import { packTar, unpackTar } from 'modern-tar';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '../../storage/db';
import { readSnapshot } from '../../storage/snapshot';
import type { ServiceError } from '../../wire/errors';
import { noAbout } from '../library/about';
import { BACKUP_VERSION, packBackup, unpackBackup } from './archive';
import { fill, gzip, service, TRAINED } from './backup.fixture';
import { encode } from './codec';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

/** Of two images: one of a byte, of class 0, and one of two bytes, of class 1. */
const IMAGE_INDEX = encode({
  index: {
    ...{ paths: ['train/a/1.png', 'train/b/2.png'], labels: Uint16Array.of(0, 1), parts: Uint8Array.of(0, 0) },
    ...{ places: Uint32Array.of(0, 1), starts: [0] },
  },
  ends: [Uint32Array.of(1, 3)],
});

const CONFIG = JSON.stringify({ id: 'b', file_name: 'b.yaml', text: '', changed_at: '' });

describe('a back-up that is refused', () => {
  it('refuses a damaged byte anywhere, and changes nothing', async () => {
    await fill();
    const { data } = service();
    const bytes = new Uint8Array(await (await data.backup()).arrayBuffer());
    const before = await readSnapshot();
    let refused = 0;
    // The gzip header's bytes 3 to 9 carry no content: flags, time stamp, level, system.
    const positions = fc.integer({ min: 10, max: bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(positions, fc.integer({ min: 1, max: 255 }), async (position, flip) => {
        const damaged = bytes.slice();
        damaged[position]! ^= flip;
        const outcome = await data.restore(new Blob([damaged])).then(
          () => 'restored',
          (error: ServiceError) => error.code,
        );
        // The bits that fill up the last byte of the compressed stream carry nothing: then all is restored as it was.
        expect(['invalid', 'restored']).toContain(outcome);
        if (outcome === 'invalid') refused++;
      }),
      { numRuns: 60 },
    );
    expect(refused).toBeGreaterThanOrEqual(57);
    // Once for all of them: reading everything takes longer than a refusal.
    expect(await readSnapshot()).toEqual(before);
  });

  it('refuses any truncation', async () => {
    await fill();
    const { data } = service();
    const file = await data.backup();
    for (const share of [0, 0.1, 0.5, 0.9, 0.99]) {
      await expect(data.restore(file.slice(0, Math.floor(file.size * share)))).rejects.toMatchObject({
        code: 'invalid',
      });
    }
  });

  it.each<[string, { path: string; text: string }[], RegExp]>([
    [
      'a record the app cannot open',
      [settings(), { path: 'points/workspace.json', text: '{"record":{"ok":false},"shape":null}' }],
      /is not ok/,
    ],
    ['a file that does not belong', [settings(), { path: 'models/../../x.json', text: '{}' }], /not part of a back-up/],
    ['points without a shape', [settings(), { path: 'points/points.f64', text: 'AAAAAAAA' }], /missing/],
    [
      'points of another size',
      [settings(), workspace('{"n":3,"d":2}'), { path: 'points/points.f64', text: 'AAAAAAAA' }],
      /size/,
    ],
    ['no settings', [], /settings.json is missing/],
    // The store would have no number for the next review.
    ['the last number there is', reviews(Number.MAX_SAFE_INTEGER), /a number that no review has/],
    ['a number that nobody reads', reviews(0), /a number that no review has/],
    [
      'rows without their dataset',
      [settings(), { path: 'datasets/a/rows/0.json', text: '{"texts":[]}' }],
      /datasets\/a\/record.json is missing/,
    ],
    ['a dataset of no rows that says it has some', [settings(), dataset()], /should have 3 rows, and has 0/],
    [
      'images without their record',
      [settings(), { path: 'images/a/files.bin', text: '' }],
      /images\/a\/record.json is missing/,
    ],
    ['an index of images that is none', images('{"index":{"paths":["x"]}}'), /does not say which image is what/],
    ['fewer files than its index speaks of', images(IMAGE_INDEX, 'ab'), /not the files that its index speaks of/],
    ['more files than its index speaks of', images(IMAGE_INDEX, 'abcd'), /more than its index speaks of/],
    ['images of no class', images(IMAGE_INDEX, 'abc'), /an image of it is of no class/],
    [
      'a run the app cannot open',
      [settings(), { path: 'stream/run.json', text: '{"ok":false}' }],
      /stream\/run.json: is not ok/,
    ],
    ['rows without their table', [settings(), { path: 'stream/files/a/rows/0.json', text: '[[1]]' }], /not a table/],
    ['rows that are none', [settings(), { path: 'stream/files/a/rows/0.json', text: '[[{}]]' }], /not rows of a table/],
    [
      'a run of training that is none',
      [settings(), { path: 'runs/a/record.json', text: '{"id":"a"}' }],
      /runs\/a\/record.json is not one/,
    ],
    [
      'metrics without their run',
      [settings(), { path: 'runs/a/rows.json', text: '[]' }],
      /runs\/a\/record.json is missing/,
    ],
    [
      'arrays without what they belong to',
      [settings(), { path: 'runs/a/record.json', text: '{}' }, { path: 'runs/a/checkpoints.bin', text: 'a' }],
      /runs\/a\/checkpoints.json is missing/,
    ],
    [
      'files without their model',
      [settings(), { path: 'trained/a/files/x.bin', text: '' }],
      /trained\/a\/record.json is missing/,
    ],
    ['a model of a run under another name', [settings(), trained('b')], /trained\/b\/record.json is of another/],
    [
      'a model that says it is of gigabytes',
      [settings(), trained(TRAINED.id, 4e9)],
      /trained\/run-1-best says that it is larger than it is/,
    ],
    [
      'what is said of a model under another name',
      [settings(), { path: 'library/a/about.json', text: JSON.stringify(noAbout('b')) }],
      /library\/a\/about.json is of another/,
    ],
    [
      'a configuration under another name',
      [settings(), { path: 'configs/a.json', text: CONFIG }],
      /not a configuration/,
    ],
    ['a broken model', [settings(), { path: 'models/a.json', text: '{"id":"b"}' }], /not a saved model/],
  ])('refuses %s though its checksums are right', async (_name, files, message) => {
    const entries = files.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) }));
    const { data } = service();
    await expect(data.restore(await packBackup(entries, new Date(0), '1'))).rejects.toThrow(message);
  });

  it.each<[string, string[], RegExp]>([
    ['one that begins with another file', ['settings.json', 'manifest.json'], /does not begin with its manifest/],
    ['a file that it does not list', ['manifest.json', 'settings.json', 'more.json'], /more.json is not in its list/],
    ['a file twice', ['manifest.json', 'settings.json', 'settings.json'], /settings.json is in it twice/],
    ['a file too few', ['manifest.json'], /settings.json is missing/],
    ['nothing', [], /no manifest.json/],
  ])('refuses %s', async (_name, names, message) => {
    const file = await gzip(await packTar(await listing(names)));
    await expect(unpackBackup(file)).rejects.toThrow(message);
  });

  it('reads no further than where a file is not as it is listed', async () => {
    const [manifest, settings] = await listing(['manifest.json', 'settings.json']);
    const whole = await packTar([manifest!, { ...settings!, header: { ...settings!.header, size: 3 }, body: '[1]' }]);
    // All but the last file's header: its content, were it asked for, would be missing.
    const cut = await gzip(whole.slice(0, 512 + Math.ceil(manifest!.header.size / 512) * 512 + 512));
    await expect(unpackBackup(cut)).rejects.toThrow(/settings.json is damaged/);
  });

  it('refuses links, other formats and newer versions', async () => {
    const link = await gzip(
      await packTar([{ header: { name: 'manifest.json', type: 'symlink', linkname: '/etc/passwd', size: 0 } }]),
    );
    await expect(unpackBackup(link)).rejects.toThrow(/plain file/);
    const other = await gzip(await packTar([{ header: { name: 'manifest.json', size: 2 }, body: '{}' }]));
    await expect(unpackBackup(other)).rejects.toThrow(/not one of a Millrace/);
    const newer = JSON.stringify({
      format: 'millrace-backup',
      version: BACKUP_VERSION + 1,
      createdAt: '',
      appVersion: '9.0',
      entries: [],
    });
    const future = await gzip(await packTar([{ header: { name: 'manifest.json', size: newer.length }, body: newer }]));
    await expect(unpackBackup(future)).rejects.toThrow(/newer version/);
    await expect(unpackBackup(new Blob(['rubbish']))).rejects.toSatisfy((e) => (e as ServiceError).code === 'invalid');
  });
});

/** Files of a back-up of settings.json alone, by name, in that order. */
async function listing(names: readonly string[]) {
  const whole = await packBackup([{ path: 'settings.json', bytes: new TextEncoder().encode('[]') }], new Date(0), '1');
  const tar = new Uint8Array(
    await new Response(whole.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer(),
  );
  const files = await unpackTar(tar);
  return names.map((name) => {
    const { data = new Uint8Array() } = files.find(({ header }) => header.name === name) ?? files[1]!;
    return { header: { name, size: data.length }, body: data };
  });
}

function dataset() {
  const length = { median: 0, p95: 0, max: 0, bins: [] };
  const figures = { splits: [], length, vocabulary: 0, duplicates: 0, contradictions: 0, leaks: 0, empty: 0 };
  const about = { figures, skipped: 0, ignored: 0, problems: [], starts: [] };
  const record = { id: 'a', name: 'A', source: 's', created_at: 't', n: 3, bytes: 3, about };
  return { path: 'datasets/a/record.json', text: JSON.stringify(record) };
}

/** A back-up of one set of images with a class too few. */
function images(index: string, files = '') {
  const about = { classes: ['a'], parts: [], size: null, unreadable: [], unreadable_count: 0 };
  const record = { id: 'a', name: 'A', source: 's', created_at: '2026-01-01', n: 2, bytes: 3, about };
  return [
    settings(),
    { path: 'images/a/record.json', text: JSON.stringify(record) },
    { path: 'images/a/index.json', text: index },
    { path: 'images/a/files.bin', text: files },
  ];
}

function trained(id: string, bytes = TRAINED.bytes) {
  return { path: `trained/${id}/record.json`, text: encode({ ...TRAINED, bytes }) };
}

function reviews(id: number) {
  const review = { id, text: 'Good.', sentiment: null, created_at: '2026-01-01T00:00:00.000Z' };
  return [settings(), { path: 'reviews/reviews.json', text: JSON.stringify([review]) }];
}

function settings() {
  return { path: 'settings.json', text: '[]' };
}

function workspace(shape: string) {
  return { path: 'points/workspace.json', text: `{"record":{"ok":true},"shape":${shape}}` };
}
