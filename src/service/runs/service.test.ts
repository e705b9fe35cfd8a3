// A run from its configuration to its models: paused, stopped and resumed to the same end, listed, renamed and removed.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred } from '../../wire/deferred';
import { ended, goTo, open, openFresh, request, rest, stored, until } from './runs.fixture';

afterEach(rest);

describe('a run', () => {
  it('goes from its configuration to its metrics and models', async () => {
    const runs = await openFresh();
    const id = await runs.service.start(request({ epochs: 3 }));
    expect(id).toMatch(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d$/);
    expect(await ended(runs, id)).toBe('completed');
    const run = await runs.service.run(id);
    expect(run).toMatchObject({
      ...{
        name: 'Test',
        tags: ['a'],
        kind: 'mixture',
        model: 'Fake',
        data: 'Points page: 4 numbers',
        seed: 7,
        engine: 'Here',
      },
      ...{ message: 'Went through 3 epochs.', total_epochs: 3, total_steps: 12, total_rows: 16, resumable: false },
      columns: ['train_loss', 'val_loss', 'val_acc', 'test_acc'],
      checkpoints: [],
    });
    expect(run.resolved).toMatchObject({ kind: 'mixture', trainer: { epochs: 3 } });
    expect(run.final_metrics.test_acc).toBe(0.5);
    expect(run.best_metrics.best_val_loss).toBeLessThanOrEqual(run.final_metrics.val_loss);
    expect(run.trained.map(({ role }) => role)).toContain('best');
    expect((await runs.service.state()).ended).toMatchObject({ id, phase: 'completed' });
  });

  it('tells where it is, and the newest of each column', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    await runs.service.start(request({ epochs: 5 }));
    await goTo(runs, 6);
    const { active } = await runs.service.state();
    expect(active).toMatchObject({ phase: 'running', epoch: 2, epochs: 5, step: 6, steps: 20, engine: 'Here' });
    expect(active).toMatchObject({ memory: 1000, doing: '', latest: { val_loss: expect.any(Number) } });
  });

  it('pauses at once and goes on', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    const id = await runs.service.start(request());
    await goTo(runs, 3);
    runs.turnstile.allow(Number.POSITIVE_INFINITY);
    await runs.service.control('pause');
    const { active } = await until(runs, (state) => state.active?.phase === 'paused');
    expect((await runs.service.list())[0].phase).toBe('paused');
    const { advances } = runs.world;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runs.world.advances).toBe(advances);
    expect((await runs.service.state()).active?.step).toBe(active?.step);
    await runs.service.control('play');
    expect(await ended(runs, id)).toBe('completed');
  });

  it('is stopped after its step, keeps best and last, and goes on from there to the same end', async () => {
    const whole = await openFresh();
    const first = await whole.service.start(request({ epochs: 4 }));
    await ended(whole, first);
    const expected = (await whole.service.rows(first)).rows;

    const runs = await openFresh();
    runs.turnstile.allow(0);
    const id = await runs.service.start(request({ epochs: 4 }));
    await goTo(runs, 7);
    const stopped = runs.service.control('stop');
    runs.turnstile.allow(Number.POSITIVE_INFINITY);
    await stopped;
    const run = await runs.service.run(id);
    expect(run).toMatchObject({ phase: 'stopped', resumable: true, message: expect.stringContaining('after 7 steps') });
    expect(run.trained.map(({ role, step }) => [role, step])).toEqual([
      ['best', 3],
      ['last', 6],
    ]);
    expect(run.checkpoints).toMatchObject([{ role: 'last', step: 7, epoch: 1 }]);
    await runs.service.resume(id);
    expect(await ended(runs, id)).toBe('completed');
    expect(runs.world.opened).toEqual([0, 7]);
    expect((await runs.service.rows(id)).rows).toEqual(expected);
    expect((await stored(id)).checkpoint).toBeNull();
  });

  it('can be stopped while it starts, and begins when it is resumed', async () => {
    const runs = await openFresh();
    runs.world.opening = () => new Promise(() => {});
    const id = await runs.service.start(request());
    await runs.service.control('stop');
    expect(await runs.service.run(id)).toMatchObject({ phase: 'stopped', resumable: true, total_rows: 0 });
    runs.world.opening = null;
    await runs.service.resume(id);
    expect(await ended(runs, id)).toBe('completed');
  });

  it('can be stopped while it is judged, its best model kept, and be judged when it is resumed', async () => {
    const runs = await openFresh();
    runs.world.judging = () => new Promise(() => {});
    const id = await runs.service.start(request());
    runs.world.judged = { n: 3, of: 12 };
    await until(runs, ({ active }) => active?.doing === 'Judges the model and keeps it');
    const at = await until(runs, ({ active }) => active?.judging !== undefined);
    expect(at.active?.judging).toEqual({ share: 0.25, rate: 0, secondsLeft: null });
    runs.world.judged = { n: 9, of: 12 };
    const later = (await until(runs, ({ active }) => active?.judging?.share === 0.75)).active?.judging;
    // Six in the time between two questions or a little more, and three to go.
    expect(later?.rate).toBeGreaterThan(0);
    expect(later?.secondsLeft).toBeCloseTo(3 / (later?.rate ?? 1), 9);
    await runs.service.control('stop');
    const run = await runs.service.run(id);
    expect(run).toMatchObject({ phase: 'stopped', resumable: true, total_steps: 12, checkpoints: [{ step: 12 }] });
    expect(run.trained.map(({ role }) => role)).toEqual(['best']);
    runs.world.judging = null;
    await runs.service.resume(id);
    expect(await ended(runs, id)).toBe('completed');
    expect((await runs.service.run(id)).final_metrics.test_acc).toBe(0.5);
  });

  it('that cannot be trained fails in words', async () => {
    const runs = await openFresh();
    runs.world.refusal = new Error('There are too few points.');
    const id = await runs.service.start(request());
    expect(await ended(runs, id)).toBe('failed');
    expect(await runs.service.run(id)).toMatchObject({ message: 'There are too few points.', resumable: false });
    expect(runs.notices()).toEqual(['The run has failed']);
  });

  it('keeps as many of the best models as asked for', async () => {
    const runs = await openFresh();
    const id = await runs.service.start(request({ epochs: 8, checkpoint: 'save_top_k: 2, save_last: false' }));
    await ended(runs, id);
    const { trained } = await runs.service.run(id);
    const { rows } = await runs.service.rows(id);
    const judged = rows.filter((row) => row.val_loss !== null);
    const best = judged.sort((a, b) => Number(a.val_loss) - Number(b.val_loss)).slice(0, 2);
    expect(trained.map(({ role }) => role)).toEqual(['best', 'best']);
    expect(trained.map(({ step }) => step)).toEqual(best.map(({ step }) => step));
    // The best is what was judged on the test part.
    expect(trained.map(({ metrics }) => metrics.test_acc)).toEqual([0.5, undefined]);
  });

  it('that was stopped before it was judged once keeps no unjudged model among the best', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    const id = await runs.service.start(request({ epochs: 8, checkpoint: 'save_top_k: 2, save_last: false' }));
    await goTo(runs, 2);
    const stopped = runs.service.control('stop');
    runs.turnstile.allow(1);
    await stopped;
    expect((await runs.service.run(id)).trained.map(({ step }) => step)).toEqual([1]);
    await runs.service.resume(id);
    expect(await ended(runs, id)).toBe('completed');
    const { rows } = await runs.service.rows(id);
    const judged = rows.filter((row) => row.val_loss !== null);
    const best = judged.sort((a, b) => Number(a.val_loss) - Number(b.val_loss)).slice(0, 2);
    expect((await runs.service.run(id)).trained.map(({ step }) => step)).toEqual(best.map(({ step }) => step));
  });

  it('keeps no models where none are asked for', async () => {
    const runs = await openFresh();
    const id = await runs.service.start(request({ checkpoint: 'save_top_k: 0, save_last: false' }));
    expect(await ended(runs, id)).toBe('completed');
    expect(await runs.service.models()).toEqual([]);
  });

  it('is refused for what its configuration says, and for data that is not here', async () => {
    const runs = await openFresh();
    const text = (text: string) => ({ config: { text, file_name: 'x.yaml' } });
    await expect(runs.service.start(text('kind: misture'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(runs.service.start(request({}, { overrides: ['trainer.epochs=0'] }))).rejects.toMatchObject({
      code: 'invalid',
      details: [
        { field: 'trainer.epochs', message: expect.stringMatching(/not 0\. \(from the override trainer\.epochs=0\)$/) },
      ],
    });
    const images = text('kind: image\ndata:\n  dataset: Nowhere');
    await expect(runs.service.start(images)).rejects.toThrow(
      'no dataset of images “Nowhere” here; there is “Drawn digits”',
    );
    expect(await runs.service.list()).toEqual([]);
    expect((await runs.service.state()).active).toBeNull();
  });

  it('answers “Run {id} not found” for others', async () => {
    const { service } = await openFresh();
    const { run, rows, resume, unqueue } = service;
    const asked = [run('x'), rows('x'), resume('x'), unqueue('x'), service.export('x', 'csv'), service.remove(['x'])];
    for (const answer of asked)
      await expect(answer).rejects.toMatchObject({ code: 'not_found', message: 'Run x not found' });
  });
});

describe('the list of runs', () => {
  it('takes names, notes, tags and archives them, several at once, also of the run that is on', async () => {
    const runs = await openFresh();
    const first = await runs.service.start(request());
    await ended(runs, first);
    runs.turnstile.allow(0);
    const second = await runs.service.start(request());
    await goTo(runs, 2);
    await runs.service.update([first, second], { tags: ['x', ' x ', 'y'], note: 'Two' });
    await runs.service.update([second], { name: 'Second' });
    expect((await runs.service.state()).active?.name).toBe('Second');
    expect(await ended(runs, second)).toBe('completed');
    const again = await open();
    expect(await again.service.list()).toMatchObject([
      { id: second, name: 'Second', tags: ['x', 'y'], note: 'Two', phase: 'completed' },
      { id: first, name: 'Test', tags: ['x', 'y'], note: 'Two' },
    ]);
    await expect(again.service.update([first], { name: ' ' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(again.service.update([first, 'x'], { note: 'n' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await again.service.run(first)).note).toBe('Two');
  });

  it('loses what is removed with all that is its own; with a run that is on, which is named, all stay', async () => {
    const runs = await openFresh();
    const gone = await runs.service.start(request());
    await ended(runs, gone);
    runs.turnstile.allow(0);
    const on = await runs.service.start(request());
    await goTo(runs, 2);
    await expect(runs.service.remove([gone, on])).rejects.toMatchObject({
      code: 'conflict',
      details: [{ message: on }],
    });
    expect((await runs.service.list()).map(({ id }) => id)).toEqual([on, gone]);
    expect(await runs.service.models()).not.toEqual([]);
    await runs.service.remove([gone]);
    expect((await runs.service.list()).map(({ id }) => id)).toEqual([on]);
    expect(await runs.service.models()).toEqual([]);
    await expect(stored(gone)).rejects.toThrow('not stored');
  });

  it('calls models by their runs, and removes one alone', async () => {
    const runs = await openFresh();
    const id = await runs.service.start(request());
    await ended(runs, id);
    await runs.service.update([id], { name: 'Other' });
    const models = await runs.service.models();
    expect(models.find(({ role }) => role === 'best')).toMatchObject({
      name: 'Other',
      run: id,
    });
    await runs.service.removeModel(models[0].id);
    expect(await runs.service.models()).toHaveLength(models.length - 1);
    await expect(runs.service.use(models[0].id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('events', () => {
  it('come at most ten times a second, and the last tells how it ended', async () => {
    const runs = await openFresh();
    const began = performance.now();
    const id = await runs.service.start(request({ epochs: 50 }));
    await ended(runs, id);
    const told = () => runs.events.flatMap((event) => (event.type === 'runs' ? [event.state] : []));
    const seconds = (performance.now() - began) / 1000;
    expect(told().length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 2);
    const waited = deferred<void>();
    setTimeout(waited.resolve, 120);
    await waited.promise;
    expect(told().at(-1)).toMatchObject({ active: null, ended: { id, phase: 'completed' } });
  });
});

describe('a dataset of texts', () => {
  it('is in use by the run that is on, paused as well, until it is through', async () => {
    const texts = 'kind: text\nname: Words\nmodel: { architecture: ngram }\ndata: { dataset: Sample reviews }\n';
    const runs = await openFresh({ addSampleReviews: async () => 'sample' });
    expect(runs.using('sample')).toBeNull();
    const id = await runs.service.start({ config: { text: texts, file_name: 'words.yaml' } });
    await goTo(runs, 2);
    expect([runs.using('sample'), runs.using('other')]).toEqual(['The run “Words”', null]);
    await runs.service.control('pause');
    expect(runs.using('sample')).toBe('The run “Words”');
    await runs.service.control('play');
    await ended(runs, id);
    expect(runs.using('sample')).toBeNull();
    const next = await runs.service.start(request());
    await goTo(runs, 1);
    expect(runs.using('sample')).toBeNull();
    await ended(runs, next);
  });
});
