// How far a back-up is that is made, read or put in place; and giving it up, which leaves everything as it was.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase } from '../../storage/db';
import { readSnapshot } from '../../storage/snapshot';
import type { BackupState } from '../../wire/backup';
import type { ServiceEvent } from '../../wire/events';
import { fill, service } from './backup.fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
  await fill();
});

afterEach(() => vi.restoreAllMocks());

/** Time goes so quickly that each word is due. */
function hurry(): void {
  let now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 150;
    return now;
  });
}

/** With all that is told; `at` is called with each word. */
function watched(at: (state: BackupState, data: ReturnType<typeof service>['data']) => void = () => {}) {
  const { data, deps } = service();
  const told: BackupState[] = [];
  deps.emit.mockImplementation((event: ServiceEvent) => {
    if (event.type !== 'backup') return;
    told.push(event.state);
    at(event.state, data);
  });
  return { data, deps, told };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { readonly code?: string }) => error.code,
  );
const sharesOf = (told: readonly BackupState[], phase: 'making' | 'reading') =>
  told.flatMap((state) => (state.phase === phase ? [state.share] : []));
const growing = (shares: readonly number[]) => [...shares].sort((a, b) => a - b);

describe('a back-up', () => {
  it('tells how far it is, and how a restore goes on', async () => {
    hurry();
    const { data, told } = watched();
    const file = await data.backup();
    const made = sharesOf(told, 'making');
    expect(made).toEqual(growing(made));
    expect(made.at(-1)).toBe(1);
    expect(told.at(-1)).toEqual({ phase: 'idle' });
    told.length = 0;
    await data.restore(file);
    const read = sharesOf(told, 'reading');
    expect(read).toEqual(growing(read));
    // The second half is of taking apart what was unpacked in the first.
    expect(read.some((share) => share > 0 && share < 0.5) && read.some((share) => share > 0.5)).toBe(true);
    expect(told.some((state) => state.phase === 'reading' && state.rate > 0 && state.secondsLeft !== null)).toBe(true);
    const order = [...new Set(told.map(({ phase }) => phase).filter((phase) => phase !== 'idle'))];
    expect(order).toEqual(['reading', 'replacing']);
    expect(await data.backupState()).toEqual({ phase: 'idle' });
  });

  it('is given up while it is made: all goes on, and another can be made', async () => {
    hurry();
    const { data, deps } = watched((state, { cancelBackup }) => {
      if (state.phase === 'making' && state.share > 0) void cancelBackup();
    });
    expect(await codeOf(data.backup())).toBe('conflict');
    expect(deps.resume).toHaveBeenCalledTimes(1);
    expect(await data.backupState()).toEqual({ phase: 'idle' });
    deps.emit.mockReset();
    expect((await data.backup()).size).toBeGreaterThan(0);
  });

  it('is given up before anything of it is packed', async () => {
    const { data, deps } = watched();
    const outcome = codeOf(data.backup());
    await data.cancelBackup();
    expect(await outcome).toBe('conflict');
    expect(deps.resume).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['unpacked', 0],
    ['taken apart', 0.5],
  ])('is given up while it is %s: nothing was ended, and nothing is changed', async (_name, from) => {
    const before = await readSnapshot();
    const file = await service().data.backup();
    hurry();
    const { data, deps } = watched((state, { cancelBackup }) => {
      if (state.phase === 'reading' && state.share > from) void cancelBackup();
    });
    expect(await codeOf(data.restore(file))).toBe('conflict');
    expect(await codeOf(data.inspectBackup(file))).toBe('conflict');
    expect([deps.suspend, deps.reload].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    expect(await readSnapshot()).toEqual(before);
  });

  it('is put in place whole though it is to be given up then: it says that it is too late', async () => {
    const before = await readSnapshot();
    const { data, deps } = watched();
    const file = await data.backup();
    await data.deleteEverything();
    const said: unknown[] = [];
    deps.suspend.mockImplementation(async () => {
      said.push(await data.backupState(), await codeOf(data.cancelBackup()));
    });
    await data.restore(file);
    expect(said).toEqual([{ phase: 'replacing' }, 'conflict']);
    expect(await readSnapshot()).toEqual(before);
  });
});
