// The Runs page's logic without a view: starting, changes that can be undone, and keeping in step with the service.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ServiceError } from '../../wire/errors';
import type { ServiceEvent } from '../../wire/events';
import type { ActiveRun, RunSummary, RunsState, StartRun } from '../../wire/runs';
import { linesOfRun } from '../components/metrics/ofRun';
import { archiveRuns, changeRuns, deleteRuns, renameRun, startRun } from './actions';
import { runOf } from './runs.fixture';
import { currentOf, EMPTY, useRuns } from './store';
import { followRuns } from './sync';

const fake = vi.hoisted(() => ({
  list: [] as unknown[],
  lists: 0,
  listProblem: null as string | null,
  state: null as unknown,
  updates: [] as unknown[],
  start: async (_request: unknown): Promise<string> => 'new',
  remove: async (_ids: unknown): Promise<void> => {},
  shown: [] as { doing: string | undefined; message: string }[],
  done: [] as string[],
  undo: async (): Promise<unknown> => undefined,
  listener: null as ((event: unknown) => void) | null,
}));

vi.mock('../../client', () => ({
  service: {
    runs: {
      list: async () => {
        fake.lists++;
        if (fake.listProblem !== null) throw new Error(fake.listProblem);
        return fake.list;
      },
      state: async () => fake.state,
      start: (request: unknown) => fake.start(request),
      remove: (ids: unknown) => fake.remove(ids),
      update: async (ids: unknown, change: unknown) => {
        fake.updates.push([ids, change]);
      },
    },
    configs: { list: async () => [] },
  },
  subscribe: (listener: (event: unknown) => void) => {
    fake.listener = listener;
    return () => {
      fake.listener = null;
    };
  },
}));

vi.mock('../components/notify', () => ({
  showError: (error: Error, doing?: string) => fake.shown.push({ doing, message: error.message }),
  settleError: () => {},
  showDone: (title: string) => fake.done.push(title),
}));

vi.mock('../components/undo', () => ({
  showUndo: (_title: string, undo: () => Promise<unknown>) => {
    fake.undo = undo;
  },
}));

const REQUEST: StartRun = { config: { id: 'a' } };
const STATE: RunsState = { active: null, queue: [], interrupted: [], ended: null, rev: 1, configs_rev: 1 };

function activeOf(id: string, patch: Partial<ActiveRun> = {}): ActiveRun {
  return {
    id,
    name: id,
    kind: 'image',
    phase: 'running',
    doing: '',
    epoch: 1,
    epochs: 3,
    step: 10,
    steps: 30,
    rate: 1,
    examples_rate: 1,
    secondsLeft: 1,
    engine: 'WASM',
    memory: null,
    saved_at: null,
    latest: {},
    ...patch,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(fake, { list: [], lists: 0, state: STATE, updates: [], shown: [], done: [] });
  useRuns.setState(EMPTY);
  return () => vi.useRealTimers();
});

describe('starting', () => {
  it('gives the id', async () => {
    fake.start = async () => '2026';
    expect(await startRun(REQUEST)).toEqual({ kind: 'started', id: '2026' });
  });

  it('says that another is on, without an error', async () => {
    fake.start = async () => Promise.reject(new ServiceError('conflict', 'Tiny is on.'));
    expect(await startRun(REQUEST)).toEqual({ kind: 'busy', message: 'Tiny is on.' });
    expect(fake.shown).toEqual([]);
  });

  it('shows everything else that is wrong', async () => {
    fake.start = async () => Promise.reject(new ServiceError('invalid', 'No such data.'));
    expect(await startRun(REQUEST)).toEqual({ kind: 'failed' });
    expect(fake.shown).toEqual([{ doing: 'start the run', message: 'No such data.' }]);
  });
});

describe('changes', () => {
  const undo = async () => {
    fake.updates = [];
    await fake.undo();
  };

  it('are made alike in one call, and undone to what each run had', async () => {
    const runs = [runOf('1', { tags: ['a'] }), runOf('2', { tags: ['a'] }), runOf('3')];
    const words = { doing: 'tag', done: 'Tagged' };
    await changeRuns(runs, words, (run) => ({ tags: [...run.tags, 'x'] }));
    expect(fake.updates).toEqual([
      [['1', '2'], { tags: ['a', 'x'] }],
      [['3'], { tags: ['x'] }],
    ]);
    await undo();
    expect(fake.updates).toEqual([
      [['1', '2'], { tags: ['a'] }],
      [['3'], { tags: [] }],
    ]);
  });

  it('to the archive are undone run by run', async () => {
    await archiveRuns([runOf('1'), runOf('2', { archived: true })], true);
    expect(fake.updates).toEqual([[['1', '2'], { archived: true }]]);
    await undo();
    expect(fake.updates).toEqual([
      [['1'], { archived: false }],
      [['2'], { archived: true }],
    ]);
  });

  it('that follow each other at once each go on from the one before', async () => {
    const run = runOf('1', { tags: ['a', 'b', 'c'] });
    useRuns.setState({ runs: [run] });
    const without = (tag: string) =>
      changeRuns([run], { doing: 'tag', done: tag }, ({ tags }) => ({ tags: tags.filter((one) => one !== tag) }));
    // As a page does that has not heard of the first yet: it still shows both.
    await Promise.all([without('a'), without('b')]);
    expect(fake.updates).toEqual([
      [['1'], { tags: ['b', 'c'] }],
      [['1'], { tags: ['c'] }],
    ]);
    expect(useRuns.getState().runs?.[0]?.tags).toEqual(['c']);
    await undo();
    expect(fake.updates).toEqual([[['1'], { tags: ['b', 'c'] }]]);
    expect(useRuns.getState().runs?.[0]?.tags).toEqual(['b', 'c']);
  });

  it('are undone alone: what was changed after them stays', async () => {
    const run = runOf('1', { tags: ['a', 'b'], name: 'Old' });
    useRuns.setState({ runs: [run] });
    const retag = (change: (tags: readonly string[]) => readonly string[]) =>
      changeRuns([run], { doing: 'tag', done: 'Tags' }, ({ tags }) => ({ tags: change(tags) }));
    await retag((tags) => [...tags, 'x']);
    const untag = fake.undo;
    await retag((tags) => tags.filter((tag) => tag !== 'a'));
    const tagAgain = fake.undo;
    await retag((tags) => [...tags, 'y']);
    await untag();
    expect(useRuns.getState().runs?.[0]?.tags).toEqual(['b', 'y']);
    await tagAgain();
    expect(useRuns.getState().runs?.[0]?.tags).toEqual(['b', 'y', 'a']);
    await renameRun(run, 'New');
    const rename = fake.undo;
    await renameRun(run, 'Newer');
    await rename();
    expect(useRuns.getState().runs?.[0]?.name).toBe('Newer');
  });

  it('that are asked for twice are made once, and undone to what was there before', async () => {
    const run = runOf('1', { name: 'Old' });
    useRuns.setState({ runs: [run] });
    expect(await Promise.all([renameRun(run, 'New'), renameRun(run, 'New')])).toEqual([true, true]);
    expect(fake.updates).toEqual([[['1'], { name: 'New' }]]);
    await undo();
    expect(fake.updates).toEqual([[['1'], { name: 'Old' }]]);
  });

  it('that cannot be made are told', async () => {
    fake.remove = async () => Promise.reject(new ServiceError('conflict', '1 is on.'));
    expect(await deleteRuns(['1'])).toBe(false);
    expect(fake.shown).toEqual([{ doing: 'delete the runs', message: '1 is on.' }]);
    expect(fake.done).toEqual([]);
  });
});

describe('following', () => {
  const say = async (state: RunsState) => {
    fake.listener?.({ type: 'runs', state } satisfies ServiceEvent);
    await vi.advanceTimersByTimeAsync(600);
  };

  it('fetches the list when it changed, and not with every step', async () => {
    fake.list = [runOf('1')];
    const end = followRuns();
    await vi.advanceTimersByTimeAsync(600);
    expect(useRuns.getState().runs).toEqual(fake.list);
    await say({ ...STATE, rev: 2, active: activeOf('1') });
    const { lists } = fake;
    for (let step = 11; step < 20; step++) await say({ ...STATE, rev: 2, active: activeOf('1', { step }) });
    expect(fake.lists).toBe(lists);
    await say({ ...STATE, rev: 2, active: activeOf('1', { saved_at: '2026-01-01T00:00:00Z' }) });
    expect(fake.lists).toBe(lists + 1);
    end();
  });

  it('lets go of chosen runs that are gone, and keeps the run that ended in sight', async () => {
    fake.list = [runOf('1'), runOf('2')];
    const end = followRuns();
    await vi.advanceTimersByTimeAsync(600);
    useRuns.setState({ chosen: new Set(['1', '2']) });
    fake.list = [runOf('2')];
    await say({ ...STATE, rev: 2, active: activeOf('2') });
    expect([...useRuns.getState().chosen]).toEqual(['2']);
    await say({ ...STATE, rev: 3 });
    expect(useRuns.getState().watched).toBe('2');
    end();
  });

  it('says that the runs cannot be listed until they can, however things stand', async () => {
    fake.listProblem = 'The storage is gone.';
    const end = followRuns();
    await vi.advanceTimersByTimeAsync(600);
    fake.listener?.({ type: 'runs', state: { ...STATE, active: activeOf('1') } } satisfies ServiceEvent);
    expect(useRuns.getState().unlisted).toEqual({ runs: 'The storage is gone.', configs: null });
    fake.listProblem = null;
    fake.listener?.({ type: 'runs', state: { ...STATE, rev: 9 } } satisfies ServiceEvent);
    await vi.advanceTimersByTimeAsync(600);
    expect(useRuns.getState().unlisted.runs).toBeNull();
    end();
  });

  it('begins anew where everything was replaced', async () => {
    fake.list = [runOf('1')];
    const end = followRuns();
    await say({ ...STATE, active: activeOf('1') });
    fake.list = [];
    fake.listener?.({ type: 'reset' } satisfies ServiceEvent);
    await vi.advanceTimersByTimeAsync(600);
    expect(useRuns.getState()).toMatchObject({ runs: [], watched: null, series: {} });
    end();
  });
});

describe('the run that is on', () => {
  it('is listed as it stands now', () => {
    const listed: RunSummary = runOf('1', { phase: 'stopped', final_metrics: { lr: 1, val_acc: 0.5 } });
    const state = { ...STATE, active: activeOf('1', { phase: 'paused', latest: { val_acc: 0.7 } }) };
    expect(currentOf(listed, state)).toMatchObject({ phase: 'paused', final_metrics: { lr: 1, val_acc: 0.7 } });
    expect(currentOf(runOf('2'), state)).toEqual(runOf('2'));
  });

  it('has no best that its newest value has passed', () => {
    const latest = { val_acc: 0.9, val_loss: 0.4, lr: 1 };
    const state: RunsState = { ...STATE, active: activeOf('1', { latest }) };
    const listed = runOf('1', { best_metrics: { best_val_acc: 0.7, best_val_loss: 0.3 } });
    expect(currentOf(listed, state).best_metrics).toEqual({ best_val_acc: 0.9, best_val_loss: 0.3 });
  });

  it('has a line for each part, the same in all charts', () => {
    const column = (name: string) => {
      const places = Float64Array.of(0, 1);
      return { name, step: places, epoch: places, time: places, value: places };
    };
    const columns = ['train_loss', 'val_loss', 'val_acc', 'lr'].map(column);
    const charts = linesOfRun({ id: '1', columns, total_rows: 2 }, 'step');
    expect([...charts.keys()]).toEqual(['loss', 'acc', 'lr']);
    const styles = (quantity: string) => charts.get(quantity)?.map(({ name, style }) => [name, style]);
    expect(styles('loss')).toEqual([
      ['train', 0],
      ['val', 1],
    ]);
    expect(styles('acc')).toEqual([['val', 1]]);
    expect(styles('lr')).toEqual([['', 0]]);
  });
});
