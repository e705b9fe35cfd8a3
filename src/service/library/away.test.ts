// Models on their way out: how far one is, giving it up, and what does not suffer from that.

import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { exportAs } from '../../ml/formats';
import { readTrainedFiles } from '../../storage/trained';
import type { LibraryService } from '../../wire/library';
import { convert } from './convert';
import { nodeLibraryEnv } from './env.node';
import { modelNamed, type Opened, openWithModels } from './library.fixture';

/** Workers in this thread; those that pack can be held, a quarter of their way. */
const workers = vi.hoisted(() => ({ held: false, ended: 0 }));

vi.mock('./env.node', async (original) => {
  const { nodeLibraryEnv: real } = await original<typeof import('./env.node')>();
  const { heldEnv } = await import('./held.fixture');
  return { nodeLibraryEnv: () => heldEnv(real(), ['pack'], workers) };
});

let opened: Opened;
let library: LibraryService;

beforeAll(async () => {
  opened = await openWithModels();
  library = opened.service.library;
});

afterAll(() => opened.service.shutdown());
afterEach(() => {
  workers.held = false;
  vi.useRealTimers();
});

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());

describe('an archive', () => {
  it('tells how far it is, and ends its worker and no other when it is given up', async () => {
    const { id } = await modelNamed(library, 'Two groups');
    const exporting = async () => (await library.state()).exporting;
    const before = workers.ended;
    workers.held = true;
    const outcome = library.package(id, {}).then(
      () => 'packed',
      (error: { readonly code?: string }) => error.code,
    );
    expect(await exporting()).toEqual({ share: 0, rate: 0, secondsLeft: null });
    const told = () =>
      opened.events.flatMap((event) => (event.type === 'library' ? [event.state.exporting?.share] : []));
    await vi.waitFor(() => expect(told()).toContain(0.25), { interval: 5 });
    expect(await exporting()).toMatchObject({ share: 0.25 });
    // Others are answered meanwhile.
    expect((await library.detail(id)).name).toBe('Two groups');
    await library.cancelExport();
    expect(await outcome).toBe('conflict');
    expect(workers.ended - before).toBe(1);
    expect(await exporting()).toBeNull();
    workers.held = false;
    expect((await library.package(id, {})).file.size).toBeGreaterThan(100);
    expect(await exporting()).toBeNull();
  });

  it('tells bytes of its files, from none to all of them', async () => {
    const files = await readTrainedFiles('image');
    const { host } = nodeLibraryEnv().spawn();
    expect(await host.passed()).toEqual({ done: 0, total: 0 });
    await host.pack({ kind: 'image', files, request: {}, manifest: null });
    const { done, total } = await host.passed();
    expect(done).toBe(total);
    expect(total).toBeGreaterThan([...files.values()].reduce((sum, { length }) => sum + length, 0));
  });

  it('is given up before anything is packed', async () => {
    const outcome = library.exportModel('image', 'archive', 'float32').then(
      () => 'packed',
      (error: { readonly code?: string }) => error.code,
    );
    await library.cancelExport();
    expect(await outcome).toBe('conflict');
    expect((await library.exportModel('image', 'archive', 'float32')).file.size).toBeGreaterThan(100);
  });
});

describe('a zip', () => {
  it('holds what the format writes, and is the same bytes whenever it is made', async () => {
    const files = await readTrainedFiles('image');
    vi.useFakeTimers({ toFake: ['Date'] });
    const told: (readonly [number, number])[] = [];
    vi.setSystemTime(new Date(2024, 1, 3));
    const { file, ending } = await convert(files, 'tfjs', 'float32', (done, total) => told.push([done, total]));
    vi.setSystemTime(new Date(2026, 1, 3));
    const again = await convert(files, 'tfjs', 'float32');
    expect(ending).toBe('zip');
    expect(await bytesOf(again.file)).toEqual(await bytesOf(file));
    const written = exportAs(files, 'tfjs', 'float32');
    expect(new Map(Object.entries(unzipSync(await bytesOf(file))))).toEqual(new Map(written));
    const total = [...written.values()].reduce((sum, { length }) => sum + length, 0);
    expect(told.at(-1)).toEqual([total, total]);
  });

  it('ends where it is given up', async () => {
    const stop = () => {
      throw new Error('enough');
    };
    await expect(convert(await readTrainedFiles('image'), 'tfjs', 'float32', stop)).rejects.toThrow('enough');
  });
});
