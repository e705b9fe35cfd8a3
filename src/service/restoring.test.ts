// What is asked for while a back-up is put in place waits, and meets what is there then.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { asZip, ended, pictures } from './images/images.fixture';
import type { RunningService } from './index';
import { openWithModels } from './library/library.fixture';

/** What is done when all keeps still, before anything is replaced. */
const world = vi.hoisted(() => ({ replacing: async () => {} }));

vi.mock('../storage/snapshot', async (original) => {
  const real = await original<typeof import('../storage/snapshot')>();
  const replaceAll: typeof real.replaceAll = async (snapshot) => {
    await world.replacing();
    await real.replaceAll(snapshot);
  };
  return { ...real, replaceAll };
});

let service: RunningService;

beforeAll(async () => {
  ({ service } = await openWithModels());
});

afterAll(() => service.shutdown());

const bytes = (text: string) => new TextEncoder().encode(text);
const script = (text: string) => [{ path: 'train.js', file: new Blob([text]) }];

/** Restores, and asks as soon as all keeps still. */
async function restored(backup: Blob, ask: () => Promise<unknown>) {
  let asked: Promise<unknown> = Promise.resolve();
  world.replacing = async () => {
    asked = ask();
    asked.catch(() => {});
    // Another part may take as long until it keeps still.
    await new Promise((resolve) => setTimeout(resolve, 200));
  };
  await service.data.restore(backup);
  const [outcome] = await Promise.allSettled([asked]);
  return outcome;
}

describe('while a back-up is put in place', () => {
  it('a file of a module that it has not is not written', async () => {
    const backup = await service.data.backup();
    const id = await service.library.createModule('Mine', script('export function train() {}'));
    const asked = await restored(backup, () => service.library.writeModuleFile(id, 'more.js', bytes('1')));
    expect(asked).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
    expect((await service.library.list()).map((model) => model.id)).not.toContain(id);
  });

  it('a file of a module that it has comes to those that it has', async () => {
    const id = await service.library.createModule('Mine', script('export function train() {}'));
    const backup = await service.data.backup();
    await service.library.writeModuleFile(id, 'serve.js', bytes('export function predict() {}'));
    const asked = await restored(backup, () => service.library.writeModuleFile(id, 'more.js', bytes('1')));
    expect(asked).toMatchObject({ status: 'fulfilled' });
    expect((await service.library.moduleFiles(id)).map(({ path }) => path)).toEqual(['more.js', 'train.js']);
    expect(await service.library.module(id)).toMatchObject({ trainingScript: 'train.js', servingScript: null });
  });

  it('a model that it has not gets no note', async () => {
    const backup = await service.data.backup();
    const { id } = await service.models.saveMixture('Later');
    const asked = await restored(backup, () => service.library.update(id, { note: 'mine' }));
    expect(asked).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
  });

  it('no training of a module begins that it has not', async () => {
    const backup = await service.data.backup();
    const id = await service.library.createModule('Mine', script('export function train() {}'));
    const asked = await restored(backup, () => service.library.train(id, { args: [], tensorboard: false }));
    expect(asked).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
    expect((await service.library.list()).map((model) => model.id)).not.toContain(id);
    expect((await service.library.state()).training?.phase).not.toBe('running');
  });

  it('a take of images waits, and comes to what is there then, whole', async () => {
    const { images } = service;
    const backup = await service.data.backup();
    await images.discover(asZip(pictures('animals/', ['ant', 'bee'], 70)));
    expect(await restored(backup, () => images.take(['animals']))).toMatchObject({ status: 'fulfilled' });
    expect(await ended(images)).toMatchObject({ phase: 'finished', files: 210 });
    const set = (await images.state()).sets.find(({ name }) => name === 'animals');
    expect((await images.picture(set?.id ?? '', 0)).type).toBe('image/png');
  });
});
