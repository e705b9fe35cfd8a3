// What comes in from elsewhere, and what is done at the worst moment: nothing that was kept is lost by it.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import { ended, kill, open, openFresh, request, rest, stored, until } from './runs.fixture';

afterEach(rest);

describe('metrics from elsewhere', () => {
  it.each([
    ['fractional epochs', 'epoch,step,loss\n0.5,1,0.3\n1.5,2,0.2\n'],
    ['numbers past all counting', 'epoch,step,loss\n1e300,1e20,0.3\n-1e300,-5,0.2\n'],
    ['fractional steps', 'step,loss\n0.25,1\n'],
    ['names that objects have', 'step,constructor,toString\n1,3,4\n'],
    ['infinities', 'step,loss\n1,inf\n2,-inf\n3,nan\n'],
    ['markup', 'step,"<img src=x onerror=alert(1)>",=1+1\n1,2,3\n'],
  ])('with %s are there on the next visit, and go out as files', async (_, text) => {
    const runs = await openFresh();
    const id = await runs.service.importCsv('X', new Blob([text]));
    const before = await runs.service.run(id);
    const rows = await runs.service.rows(id);
    kill(runs);
    const again = await open();
    expect(again.notices()).toEqual([]);
    expect(await again.service.run(id)).toEqual(before);
    expect(await again.service.rows(id)).toEqual(rows);
    for (const format of ['csv', 'tensorboard'] as const) {
      const { file } = await again.service.export(id, format);
      expect(file.size).toBeGreaterThan(10);
    }
  });

  it('with more columns than anyone looks at is refused before it is read', async () => {
    const runs = await openFresh();
    const header = Array.from({ length: 20_000 }, (_, i) => `loss_${i}`).join(',');
    const refused = runs.service.importCsv('X', new Blob([`\n${header}\n1,2\n`]));
    await expect(refused).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('20,000') });
    const inQuotes = runs.service.importCsv('X', new Blob([`"a\nname",${header}\n1,2\n`]));
    await expect(inQuotes).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('20,001') });
    expect(await runs.service.list()).toEqual([]);
  });

  it('in UTF-16, as spreadsheets save it, are read; what is no text is refused as that', async () => {
    const runs = await openFresh();
    const utf16 = Uint8Array.from(Buffer.from('\ufeffstep,loss\n1,0.5\n', 'utf16le'));
    const id = await runs.service.importCsv('X', new Blob([utf16]));
    expect((await runs.service.rows(id)).rows).toEqual([{ epoch: null, step: 1, loss: 0.5 }]);
    const refused = runs.service.importCsv('X', new Blob([utf16.slice(2)]));
    await expect(refused).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('no text') });
  });

  it('with a name that a spreadsheet would run go out harmless, and come in again as they were', async () => {
    const runs = await openFresh();
    const id = await runs.service.importCsv('X', new Blob(['step,=1+1\n1,2\n']));
    const { file } = await runs.service.export(id, 'csv');
    expect(await file.text()).toBe("epoch,step,'=1+1\r\n,1,2\r\n");
    const again = await runs.service.importCsv('X', file);
    expect((await runs.service.run(again)).columns).toEqual(['=1+1']);
  });
});

describe('a run that is renamed', () => {
  it('while it is judged, is completed all the same', async () => {
    const runs = await openFresh();
    const gate = deferred<void>();
    runs.world.judging = () => gate.promise;
    const id = await runs.service.start(request());
    await until(runs, ({ active }) => active?.phase === 'stopping');
    const renamed = runs.service.update([id], { name: 'Another' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    gate.resolve();
    await renamed;
    expect(await ended(runs, id)).toBe('completed');
    expect(await runs.service.run(id)).toMatchObject({ name: 'Another', phase: 'completed' });
    kill(runs);
    expect(await (await open()).service.run(id)).toMatchObject({ name: 'Another', phase: 'completed' });
  });
});

describe('a run that is judged for long', () => {
  it('is renamed at once, and held for a back-up: its end is kept when that is over', async () => {
    const runs = await openFresh();
    const gate = deferred<void>();
    runs.world.judging = () => gate.promise;
    const id = await runs.service.start(request());
    await until(runs, ({ active }) => active?.doing === 'Judges the model and keeps it');
    const soon = (answer: Promise<void>) =>
      Promise.race([answer.then(() => 'done'), new Promise((resolve) => setTimeout(() => resolve('waits'), 1000))]);
    const answers = [await soon(runs.service.update([id], { name: 'Another' })), await soon(runs.suspend())];
    gate.resolve();
    expect(answers).toEqual(['done', 'done']);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { record, checkpoint } = await stored(id);
    expect([record.phase, record.name, checkpoint?.step]).toEqual(['running', 'Another', 12]);
    await runs.resume();
    expect(await ended(runs, id)).toBe('completed');
    const { name, final_metrics } = await runs.service.run(id);
    expect([name, final_metrics.test_acc]).toEqual(['Another', 0.5]);
  });
});

describe('a run whose data are deleted', () => {
  it('while it trains, is completed, and says that it could not be judged', async () => {
    const runs = await openFresh();
    runs.world.judging = () => Promise.reject(new ServiceError('not_found', 'There is no such dataset.'));
    const id = await runs.service.start(request());
    expect(await ended(runs, id)).toBe('completed');
    const { message, trained, final_metrics } = await runs.service.run(id);
    expect(message).toBe('Went through 3 epochs. It could not be judged on the test part: There is no such dataset.');
    expect(trained).not.toEqual([]);
    expect(final_metrics).not.toHaveProperty('test_acc');
  });
});
