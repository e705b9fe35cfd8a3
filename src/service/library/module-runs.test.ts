// Modules of people's own at work, as the engine sees it: the tab is the test, which takes tasks and reports.

import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventRecord, versionRecord } from '../../ml/logs';
import { putLeft, readLeftPaths } from '../../storage/library';
import { deferred } from '../../wire/deferred';
import type { ModuleTask, ModuleTasks } from '../../wire/module-tasks';
import { Serial } from '../pace';
import { Abouts } from './about';
import { ModuleRuns } from './module-runs';
import { Modules } from './modules';
import { Tasks } from './tasks';
import { keptOf } from './training';

const bytes = (text: string) => new TextEncoder().encode(text);
const REQUEST = { args: [], tensorboard: false };
/** A machine that has much to do is slow. */
const PATIENT = { timeout: 5000 };

let modules: Modules;
let tasks: Tasks;
let runs: ModuleRuns;
let changes: Serial;
let id = '';

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const abouts = new Abouts();
  await abouts.open();
  modules = new Modules(abouts, () => {});
  changes = new Serial();
  runs = newRuns();
  const files = new Map([
    ['serve.js', bytes('export {};')],
    ['train.js', bytes('export {};')],
  ]);
  id = await modules.add('Mine', { trainingScript: 'train.js', servingScript: 'serve.js' }, files, null);
});

/** As an engine begins. */
function newRuns(): ModuleRuns {
  tasks = new Tasks(() => {}, null);
  return new ModuleRuns(
    modules,
    tasks,
    () => {},
    (work) => changes.run(work),
  );
}

afterEach(() => {
  runs.stop();
  tasks.end();
  vi.useRealTimers();
});

async function taken(): Promise<ModuleTask> {
  const task = await tasks.methods().takeTask();
  if (!task) throw new Error('There is nothing to do.');
  return task;
}

const report: ModuleTasks['reportTask'] = (task, said) => tasks.methods().reportTask(task, said);

const paths = async () => [...(await modules.files(id)).keys()].sort();
const ended = () => vi.waitUntil(() => (runs.state()?.phase === 'running' ? null : runs.state()), PATIENT);

describe('a training that has no sandbox', () => {
  it('has failed where the browser has none, and was not interrupted', async () => {
    await runs.train(id, REQUEST);
    const { task } = await taken();
    const message = 'No sandbox could be opened in this browser. Nothing was run.';
    await report(task, { kind: 'failed', failure: { kind: 'unavailable' }, message });
    expect(await ended()).toMatchObject({ phase: 'failed', error: { message, stack: '' } });
  });

  it('has failed where no tab took it, in words of its own', async () => {
    await runs.train(id, REQUEST);
    vi.advanceTimersByTime(11_000);
    const { phase, error } = (await ended()) ?? {};
    expect(phase).toBe('failed');
    expect(error?.message).toMatch(/^No tab of the app took it/);
    expect(await tasks.methods().takeTask()).toBeNull();
  });

  it('was interrupted where the tab that took it says nothing more', async () => {
    await runs.train(id, REQUEST);
    const { task } = await taken();
    await report(task, { kind: 'beat' });
    vi.advanceTimersByTime(91_000);
    const { phase, error } = (await ended()) ?? {};
    expect(phase).toBe('interrupted');
    expect(error?.message).toMatch(/closed or loaded anew\. The module’s files are as they were before/);
  });
});

describe('a training that was interrupted', () => {
  const wrote = (text: string, path = 'checkpoint.json') => [{ path, file: new Blob([text]) }];
  const loss = (...steps: readonly number[]) => {
    const events = steps.map((step) => {
      const values = [{ kind: 'scalar', tag: 'loss', value: step / 10, form: 'simple' }] as const;
      return eventRecord({ wall_time: 0, step, file_version: null, values });
    });
    return new Blob([versionRecord(0), ...events]);
  };
  const stepsOf = () => runs.state()?.scalars.loss?.map(({ step }) => step);
  const board = (name: string) => `tb_logs/events.out.tfevents.${name}`;
  /** Whose engine ends in its midst. */
  const interrupted = async () => {
    await modules.write(id, 'data.csv', bytes('1'));
    await runs.train(id, { args: ['--epochs', '4'], tensorboard: true, seconds: 60 });
    const { task } = await taken();
    await report(task, { kind: 'log', lines: ['one'] });
    await report(task, { kind: 'events', path: board('a'), file: loss(1, 2) });
    await report(task, { kind: 'so far', files: wrote('{"epoch":1}') });
    await report(task, { kind: 'so far', files: [...wrote('{"epoch":2}'), { path: board('a'), file: loss(1, 2, 3) }] });
    await vi.waitUntil(async () => (await readLeftPaths(id)).length === 2, PATIENT);
    await modules.keepTraining(keptOf(runs.state()!));
    runs = newRuns();
    await runs.open();
    expect(await report(task, { kind: 'beat' })).toBe(false);
  };
  const filesIn = (task: ModuleTask) =>
    'files' in task ? new Map(task.files.map(({ path, file }) => [path, file])) : null;

  it('is begun again as it was, finds what it had written, and leaves it all when it ends', async () => {
    await interrupted();
    expect(runs.state()).toMatchObject({ phase: 'interrupted', left: ['checkpoint.json', board('a')], log: ['one'] });
    expect(await paths()).toEqual(['data.csv', 'serve.js', 'train.js']);
    await runs.resume(id);
    const task = await taken();
    expect(task).toMatchObject({ kind: 'train', args: ['--epochs', '4'], tensorboard: true, seconds: 60 });
    expect([...(filesIn(task)?.keys() ?? [])].sort()).toEqual(
      ['checkpoint.json', 'data.csv', 'serve.js', board('a'), 'train.js'].sort(),
    );
    expect(await filesIn(task)?.get('checkpoint.json')?.text()).toBe('{"epoch":2}');
    await report(task.task, { kind: 'log', lines: ['two'] });
    await report(task.task, { kind: 'events', path: board('b'), file: loss(3, 4) });
    await vi.waitUntil(() => stepsOf()?.length === 4, PATIENT);
    const files = [...wrote('{"epoch":4}'), { path: board('b'), file: loss(3, 4) }];
    await report(task.task, { kind: 'trained', files });
    expect(await ended()).toMatchObject({ phase: 'finished', left: [] });
    expect(stepsOf()).toEqual([1, 2, 3, 4]);
    const kept = await modules.files(id);
    expect([board('a'), board('b')].filter((path) => kept.has(path))).toHaveLength(2);
    expect(new TextDecoder().decode(kept.get('checkpoint.json'))).toBe('{"epoch":4}');
    const log = [...kept.keys()].find((path) => path.startsWith('logs/')) ?? '';
    expect(new TextDecoder().decode(kept.get(log))).toBe('one\n— interrupted, and begun again —\ntwo\n');
    await vi.waitUntil(async () => (await readLeftPaths(id)).length === 0, PATIENT);
    await expect(runs.resume(id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('can be begun anew instead, without what it had written, which is gone then', async () => {
    await interrupted();
    await runs.train(id, REQUEST);
    const task = await taken();
    expect([...(filesIn(task)?.keys() ?? [])].sort()).toEqual(['data.csv', 'serve.js', 'train.js']);
    await vi.waitUntil(async () => (await readLeftPaths(id)).length === 0, PATIENT);
    expect(runs.state()).toMatchObject({ phase: 'running', log: [], scalars: {}, left: [] });
  });

  it.each([
    ['no tab takes it', { kind: 'untaken' }],
    ['no sandbox opens', { kind: 'unavailable' }],
    ['its script cannot be read', { kind: 'script', file: 'train.js', line: 1 }],
  ] as const)('stays so where %s, with all that it had written', async (_why, failure) => {
    await interrupted();
    await runs.resume(id);
    const { task } = await taken();
    const message = 'Nothing was run.';
    await report(task, { kind: 'failed', failure, message });
    const left = ['checkpoint.json', board('a')];
    expect(await ended()).toMatchObject({ phase: 'interrupted', left, error: { message }, log: ['one'] });
    await runs.resume(id);
    const found = filesIn(await taken());
    expect(await found?.get('checkpoint.json')?.text()).toBe('{"epoch":2}');
  });

  it('by the end of its tab says what it had written; one that is stopped leaves nothing, nor does a module that goes', async () => {
    await runs.train(id, REQUEST);
    const { task } = await taken();
    await report(task, { kind: 'so far', files: wrote('1') });
    vi.advanceTimersByTime(91_000);
    expect(await ended()).toMatchObject({ phase: 'interrupted', left: ['checkpoint.json'] });
    await runs.resume(id);
    await taken();
    runs.stop();
    await vi.waitUntil(async () => (await readLeftPaths(id)).length === 0, PATIENT);
    await putLeft(id, new Map([['a', bytes('1')]]));
    await modules.remove(id);
    expect(await readLeftPaths(id)).toEqual([]);
  });
});

describe('the log of a training', () => {
  const withManifest = (manifest: Record<string, unknown>) =>
    modules.add(
      'Logged',
      { trainingScript: 'train.js', ...manifest },
      new Map([['train.js', bytes('export {};')]]),
      null,
    );

  it('is refused before it begins where it could not be kept, or would take the place of a script', async () => {
    const wrong = [
      { logNamingFormat: 'train.js', logDirectory: '' },
      { logNamingFormat: 'manifest.json', logDirectory: '.' },
      { logNamingFormat: 'x.log', logDirectory: 'train.js' },
      { logNamingFormat: '../%Y.log' },
      { logNamingFormat: '' },
    ];
    for (const manifest of wrong) {
      const logged = await withManifest(manifest);
      await expect(runs.train(logged, REQUEST), manifest.logNamingFormat).rejects.toMatchObject({ code: 'invalid' });
    }
    expect(await tasks.methods().takeTask()).toBeNull();
  });

  it('gives way to what the module wrote there itself', async () => {
    const logged = await withManifest({ logNamingFormat: 'run.log' });
    await runs.train(logged, REQUEST);
    const { task } = await taken();
    await report(task, { kind: 'log', lines: ['ours'] });
    await report(task, { kind: 'trained', files: [{ path: 'logs/run.log', file: new Blob(['theirs']) }] });
    expect(await ended()).toMatchObject({ phase: 'finished', wrote: ['logs/run.log'] });
    expect(new TextDecoder().decode((await modules.files(logged)).get('logs/run.log'))).toBe('theirs');
  });
});

describe('event files', () => {
  const board = (tags: readonly string[]) => {
    const values = tags.map((tag) => ({ kind: 'scalar', tag, value: 1, form: 'simple' }) as const);
    const parts = [versionRecord(0), eventRecord({ wall_time: 0, step: 1, file_version: null, values })];
    return new Blob(parts);
  };
  const named = (name: string, file: Blob) => ({ path: `tb_logs/events.out.tfevents.${name}`, file });

  it('that are none, or damaged, draw nothing and keep nothing from being kept', async () => {
    await runs.train(id, REQUEST);
    const { task } = await taken();
    const whole = new Uint8Array(await board(['loss']).arrayBuffer());
    const damaged = whole.with(whole.length - 6, (whole.at(-6) ?? 0) ^ 1);
    const files = [
      named('a', new Blob([damaged])),
      named('b', board(['rate'])),
      named('c', new Blob(['no events at all'])),
    ];
    await report(task, { kind: 'trained', files });
    const { phase, scalars } = (await ended()) ?? {};
    expect(phase).toBe('finished');
    expect(scalars).toEqual({ rate: [{ step: 1, value: 1 }] });
  });

  it('draw as many tags as can be shown, of however many files, with names of some length', async () => {
    await runs.train(id, REQUEST);
    const { task } = await taken();
    const files = Array.from({ length: 5 }, (_, i) => {
      const tags = Array.from({ length: 40 }, (_, j) => `${i}-${j}-${'x'.repeat(1000)}`);
      return named(String(i), board(tags));
    });
    await report(task, { kind: 'trained', files });
    const drawn = Object.keys((await ended())?.scalars ?? {});
    expect(drawn).toHaveLength(50);
    expect(Math.max(...drawn.map((tag) => tag.length))).toBeLessThanOrEqual(200);
  });

  it('of more than is read at once are drawn from their beginning', async () => {
    await runs.train(id, REQUEST);
    const { task } = await taken();
    const large = new Blob([board(['first']), new Uint8Array(8 * 2 ** 20)]);
    await report(task, { kind: 'trained', files: [named('a', large), named('b', board(['second']))] });
    expect(await ended()).toMatchObject({ phase: 'finished' });
    expect(Object.keys(runs.state()?.scalars ?? {})).not.toContain('second');
  });
});

describe('a question to a module', () => {
  it('comes without its files, which are those of now for who asks for them', async () => {
    await modules.write(id, 'weights.json', bytes('{}'));
    const answer = runs.predict(id, { bytes: bytes('a') });
    await vi.waitUntil(() => vi.getTimerCount() > 0);
    const task = await taken();
    expect(task).toMatchObject({ kind: 'predict', script: 'serve.js' });
    expect(task).not.toHaveProperty('files');
    const files = await tasks.methods().filesOfTask(task.task);
    expect(files.map(({ path }) => path)).toEqual(['serve.js', 'train.js', 'weights.json']);
    expect(await files[2]?.file.text()).toBe('{}');
    await report(task.task, { kind: 'answer', answer: { bytes: bytes('b'), content_type: 'text/plain' } });
    expect(await answer).toMatchObject({ content_type: 'text/plain' });
    await expect(tasks.methods().filesOfTask(task.task)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is of other files after a change, and after all was read anew', async () => {
    const served = async () => {
      const answer = runs.predict(id, { bytes: bytes('a') });
      await vi.waitUntil(() => vi.getTimerCount() > 0);
      const task = await taken();
      await report(task.task, { kind: 'answer', answer: { bytes: bytes('b'), content_type: 'text/plain' } });
      await answer;
      return task.kind === 'predict' ? task.serving : '';
    };
    const first = await served();
    expect(await served()).toBe(first);
    await modules.write(id, 'serve.js', bytes('export { };'));
    const second = await served();
    await runs.open();
    const third = await served();
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('has what was logged with its answer, and with its refusal', async () => {
    const answered = async (last: Parameters<typeof report>[1]) => {
      const answer = runs.predict(id, { bytes: bytes('a') }).catch((error: unknown) => error);
      await vi.waitUntil(() => vi.getTimerCount() > 0);
      await report((await taken()).task, last);
      return answer;
    };
    const log = ['loading', 'asked'];
    const answer = { bytes: bytes('b'), content_type: 'text/plain', log };
    expect(await answered({ kind: 'answer', answer })).toMatchObject({ log });
    const failure = { kind: 'threw', step: 'predict', name: 'Error', stack: '    at serve.js:3' } as const;
    expect(await answered({ kind: 'failed', failure, message: 'Error: no', log })).toMatchObject({
      code: 'invalid',
      details: [
        { field: 'predict', message: '    at serve.js:3' },
        { field: 'log', message: 'loading\nasked' },
      ],
    });
  });

  it('says of each way to get no answer what it was', async () => {
    const ask = () => runs.predict(id, { bytes: bytes('a') }).catch((error: unknown) => error);
    const untaken = ask();
    await vi.waitUntil(() => vi.getTimerCount() > 0);
    vi.advanceTimersByTime(11_000);
    expect(await untaken).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/^No tab of the app/) });
    const lost = ask();
    await vi.waitUntil(() => vi.getTimerCount() > 0);
    await taken();
    vi.advanceTimersByTime(91_000);
    const said = expect.stringMatching(/^The tab that it ran in was closed or loaded anew: try again/);
    expect(await lost).toMatchObject({ code: 'unavailable', message: said });
  });
});

describe('what a training left', () => {
  const left = (text: string) => [{ path: 'weights.json', file: new Blob([text]) }];

  it('is kept in turn with other changes, and cannot be stopped any more', async () => {
    const other = deferred<void>();
    const before = changes.run(() => other.promise);
    await runs.train(id, REQUEST);
    const { task } = await taken();
    await report(task, { kind: 'trained', files: left('1') });
    // Until it waits for its turn.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    runs.stop();
    expect(runs.state()?.phase).toBe('running');
    expect(await paths()).toEqual(['serve.js', 'train.js']);
    await expect(runs.train(id, REQUEST)).rejects.toMatchObject({ code: 'conflict' });
    other.resolve();
    await before;
    expect(await ended()).toMatchObject({ phase: 'finished', wrote: expect.arrayContaining(['weights.json']) });
    expect(await paths()).toEqual([expect.stringMatching(/^logs\//), 'serve.js', 'train.js', 'weights.json']);
  });

  it('is kept with the word that it has ended: an engine that ends right after finds no interrupted training', async () => {
    await runs.train(id, REQUEST);
    const { task } = await taken();
    await modules.keepTraining(keptOf(runs.state()!));
    const said = vi.spyOn(modules, 'keepTraining').mockResolvedValue();
    await report(task, { kind: 'trained', files: left('1') });
    expect(await ended()).toMatchObject({ phase: 'finished' });
    said.mockRestore();
    runs = newRuns();
    await runs.open();
    expect(runs.state()).toMatchObject({ phase: 'finished', wrote: expect.arrayContaining(['weights.json']) });
  });

  it('cannot be read at all: it has failed, and its tab ends it', async () => {
    await runs.train(id, REQUEST);
    const { task } = await taken();
    await report(task, { kind: 'events', path: 'tb_logs/events.out.tfevents.a', file: null as unknown as Blob });
    expect(await ended()).toMatchObject({ phase: 'failed' });
    expect(await report(task, { kind: 'beat' })).toBe(false);
  });

  it('is not kept where it was stopped while it was read, and the next training goes on', async () => {
    const reading = deferred<ArrayBuffer>();
    const slow = Object.assign(new Blob(['1']), { arrayBuffer: () => reading.promise });
    await runs.train(id, REQUEST);
    const first = await taken();
    await report(first.task, { kind: 'trained', files: [{ path: 'weights.json', file: slow }] });
    runs.stop();
    expect(runs.state()?.phase).toBe('stopped');
    await runs.train(id, { ...REQUEST, args: ['second'] });
    const second = await taken();
    reading.resolve(new ArrayBuffer(1));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(runs.state()).toMatchObject({ phase: 'running', args: ['second'] });
    expect(await paths()).toEqual(['serve.js', 'train.js']);
    runs.stop();
    expect(runs.state()?.phase).toBe('stopped');
    expect(await report(second.task, { kind: 'beat' })).toBe(false);
  });
});
