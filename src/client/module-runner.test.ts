// The tab's side of tasks: what is asked of several modules at once, and when a module's files are fetched.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { deferred } from '../wire/deferred';
import type { PredictRequest } from '../wire/library';
import type { ModuleReport, ModuleTask, ModuleTasks } from '../wire/module-tasks';
import { createRunner } from './module-runner';
import type { ServedModule, ServingJob, TrainingRun } from './sandbox';

const REQUEST: PredictRequest = { bytes: new Uint8Array(1) };

function question(task: string, serving: string): ModuleTask {
  return { task, kind: 'predict', script: `${serving}.js`, serving, request: REQUEST };
}

/** An engine with a list of tasks, and a sandbox whose modules answer with their scripts' names once `ready`. */
function opened(waiting: ModuleTask[], ready: Promise<unknown> = Promise.resolve()) {
  const asked: string[] = [];
  const loaded: string[] = [];
  const ended: string[] = [];
  const reports = new Map<string, ModuleReport>();
  /** Tasks that nobody waits for any more. */
  const forgotten = new Set<string>();
  const tasks: ModuleTasks = {
    takeTask: async () => waiting.shift() ?? null,
    filesOfTask: async (task) => {
      asked.push(task);
      return [];
    },
    reportTask: async (task, report) => {
      reports.set(task, report);
      return !forgotten.has(task);
    },
  };
  const train = (): TrainingRun => ({ written: Promise.resolve([]), stop: () => {} });
  const serve = async ({ script, onLog }: ServingJob): Promise<ServedModule> => {
    let open = true;
    loaded.push(script);
    onLog([`${script} loads`]);
    return {
      get open() {
        return open;
      },
      end: () => {
        open = false;
        ended.push(script);
      },
      async predict() {
        await ready;
        if (!open) throw new Error('It was ended in the middle of an answer.');
        onLog(script === 'long.js' ? Array.from({ length: 600 }, (_, i) => `line ${i}`) : ['asked']);
        if (script === 'bad.js') throw new Error('No.');
        return { bytes: new TextEncoder().encode(script), content_type: 'text/plain' };
      },
    };
  };
  const runner = createRunner(tasks, { train, serve }, null);
  const answer = (task: string) => {
    const report = reports.get(task);
    return report?.kind === 'answer' ? new TextDecoder().decode(report.answer.bytes) : report;
  };
  return { runner, asked, loaded, ended, reports, forgotten, answer };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('questions', () => {
  it('to two modules at once are answered by both, in turn', async () => {
    const ready = deferred<void>();
    const tab = opened([question('1', 'a'), question('2', 'b'), question('3', 'a')], ready.promise);
    await tab.runner.takeAll();
    await expect.poll(() => tab.loaded).toEqual(['a.js']);
    expect(tab.ended).toEqual([]);
    ready.resolve();
    await expect.poll(() => tab.reports.size).toBe(3);
    expect(['1', '2', '3'].map(tab.answer)).toEqual(['a.js', 'b.js', 'a.js']);
    expect(tab.ended).toEqual(['a.js', 'b.js']);
    tab.runner.end();
    await expect.poll(() => tab.ended).toEqual(['a.js', 'b.js', 'a.js']);
  });

  it('are answered with what was logged meanwhile, its newest lines, and so are those that fail', async () => {
    const tab = opened([question('1', 'a'), question('2', 'a'), question('3', 'bad'), question('4', 'long')]);
    await tab.runner.takeAll();
    await expect.poll(() => tab.reports.size).toBe(4);
    const log = (task: string) => {
      const report = tab.reports.get(task);
      return report?.kind === 'answer' ? report.answer.log : report?.kind === 'failed' ? report.log : null;
    };
    expect(log('1')).toEqual(['a.js loads', 'asked']);
    expect(log('2')).toEqual(['asked']);
    expect(log('3')).toEqual(['bad.js loads', 'asked']);
    expect(log('4')).toHaveLength(500);
    expect(log('4')?.at(-1)).toBe('line 599');
    tab.runner.end();
  });

  it('fetch the files of a module once, until they are others', async () => {
    const waiting = [question('1', 'a:0'), question('2', 'a:0'), question('3', 'a:0')];
    const tab = opened(waiting);
    await tab.runner.takeAll();
    await expect.poll(() => tab.reports.size).toBe(3);
    expect(tab.asked).toEqual(['1']);
    waiting.push(question('4', 'a:1'), question('5', 'a:1'));
    await tab.runner.takeAll();
    await expect.poll(() => tab.reports.size).toBe(5);
    expect(tab.asked).toEqual(['1', '4']);
    tab.runner.end();
  });

  it('in line are told of as in good hands, and passed over once nobody waits for them', async () => {
    vi.useFakeTimers();
    const ready = deferred<void>();
    const tab = opened([question('1', 'a'), question('2', 'b'), question('3', 'c')], ready.promise);
    tab.forgotten.add('2');
    await tab.runner.takeAll();
    expect(tab.reports.size).toBe(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect([...tab.reports.values()].map(({ kind }) => kind)).toEqual(['beat', 'beat', 'beat']);
    ready.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(['1', '3'].map(tab.answer)).toEqual(['a.js', 'c.js']);
    expect(tab.loaded).toEqual(['a.js', 'c.js']);
    tab.reports.clear();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(tab.reports.size).toBe(0);
    tab.runner.end();
  });
});
