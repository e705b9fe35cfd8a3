// Editing points, choosing K and using the model, through the service that page and REST share.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { densityThreshold, respond } from '../../ml/gmm/score';
import { DEFAULT_OPTIONS } from '../../ml/gmm/types';
import type { SavedMixture } from '../models';
import { readTable } from '../table/read';
import { draw, iterationOf, matrix, type Opened, open, openFresh, rest, rowsOf, THREE, until } from './points.fixture';

afterEach(rest);

async function fitted(n = 200): Promise<Opened> {
  const page = await openFresh();
  await page.service.add(draw(n, 1, THREE));
  await page.service.control('play');
  await until(page, 'finished');
  return page;
}

const saved = (mixture = THREE): SavedMixture => ({
  mixture,
  options: { ...DEFAULT_OPTIONS, seed: 42 },
  columns: Array.from({ length: mixture.n_features }, (_, i) => `c${i}`),
  n_points: 10,
  log_likelihood: null,
});

describe('editing', () => {
  it('undoes any edits to what was there, fits included', async () => {
    const page = await openFresh();
    const { service } = page;
    await service.add(draw(30));
    await service.control('play');
    await until(page, 'finished');
    const { data: before } = await service.points();
    const { mixture, options } = await service.state();
    const edit = fc.constantFrom('add', 'remove', 'move', 'replace', 'clear', 'undo', 'adopt');
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 12 }), fc.nat(), async (edits, seed) => {
        let depth = 0;
        for (const name of edits) {
          const { n, d } = (await service.state()).dataset;
          const { data } = draw(4, seed);
          if (name === 'add' && d === 2) depth += (await service.add(matrix([n, seed]))) === undefined ? 1 : 0;
          if (name === 'remove' && n > 0)
            depth += (await service.remove(Uint32Array.of(seed % n, 0))) === undefined ? 1 : 0;
          if (name === 'move' && n > 0) {
            await service.move(Uint32Array.of(seed % n), matrix(new Array(d).fill(7)));
            depth++;
          }
          if (name === 'replace') {
            await service.replace({ data, n: 8, d: 1, columns: ['only'], source: '' });
            depth++;
          }
          if (name === 'clear') {
            await service.clear();
            depth++;
          }
          if (name === 'adopt' && d === 2) {
            await page.adopt(saved());
            depth++;
          }
          if (name === 'undo' && depth > 0) {
            await service.undo();
            depth--;
          }
        }
        for (; depth > 0; depth--) await service.undo();
        const state = await service.state();
        expect([...(await service.points()).data]).toEqual([...before]);
        expect(state.mixture).toEqual(mixture);
        expect(state.options).toEqual(options);
        expect(state.fit.phase).toBe('finished');
      }),
      { numRuns: 40 },
    );
  });

  it('brings points, options and model together in one step', async () => {
    const page = await openFresh();
    const { data, n, d } = draw(20);
    const options = { ...DEFAULT_OPTIONS, n_components: 3, seed: 5 };
    await page.service.replace({ data, n, d, columns: ['a', 'b'], source: 'link', options, mixture: THREE });
    expect(await page.service.state()).toMatchObject({ options, mixture: THREE, dataset: { n: 20, source: 'link' } });
    await page.service.undo();
    expect(await page.service.state()).toMatchObject({ options: DEFAULT_OPTIONS, mixture: null, dataset: { n: 0 } });
  });

  it('takes points of any width on an empty page', async () => {
    const page = await openFresh();
    await page.service.add(matrix([1, 2, 3]));
    expect((await page.service.state()).dataset).toMatchObject({ d: 3, columns: ['x1', 'x2', 'x3'] });
    await expect(page.service.add(matrix([1, 2]))).rejects.toMatchObject({ details: [{ field: 'points' }] });
  });

  it('changes one number in one step: what is asked for the moment after comes after it', async () => {
    const { service } = await openFresh();
    await service.add(matrix([0, 0], [1, 2]));
    await service.setValue(1, 0, 1.5);
    const { rev } = await service.points();
    const [made] = await Promise.all([service.setValue(1, 1, 75, rev), service.undo()]);
    expect(made).toBe(rev + 1);
    expect(rowsOf(await service.points())).toEqual([
      [0, 0],
      [1.5, 2],
    ]);
    await Promise.all([service.setValue(1, 1, 9, rev), service.remove(Uint32Array.of(0), rev), service.redo()]);
    await service.setValue(1, 0, 8, rev);
    expect(rowsOf(await service.points())).toEqual([[8, 9]]);
    await expect(service.setValue(0, 0, 1, rev)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses what it cannot keep', async () => {
    const page = await openFresh();
    const { service } = page;
    await service.add(matrix([0, 0], [1, 1]));
    const refused: [Promise<unknown>, string][] = [
      [service.add(matrix([Number.NaN, 1])), 'points.0.0'],
      [service.add(matrix([1, 1e101])), 'points.0.1'],
      [service.add({ data: new Float64Array(2e6), n: 1e6, d: 2 }), 'points'],
      [service.add({ data: new Float64Array(3), n: 2, d: 2 }), 'points'],
      [service.remove(Uint32Array.of(2)), 'indices.0'],
      [service.move(Uint32Array.of(0, 0), matrix([1, 1], [2, 2])), 'indices'],
      [service.move(Uint32Array.of(0), matrix([1])), 'points'],
      [service.setValue(2, 0, 1), 'indices.0'],
      [service.setValue(0, 2, 1), 'column'],
      [service.setValue(0, 1, Number.NaN), 'points.0.1'],
      [service.replace({ ...matrix([1, 2]), columns: ['a'], source: '' }), 'columns'],
      [service.replace({ ...matrix([1, 2, 3]), columns: ['a', 'b', 'c'], source: '', mixture: THREE }), 'mixture'],
      [service.view(0, 2), 'y'],
      [service.rows(Uint32Array.of(9)), 'indices.0'],
    ];
    for (const [answer, field] of refused) {
      await expect(answer).rejects.toMatchObject({ code: 'invalid', details: [{ field }] });
    }
    expect(rowsOf(await service.points())).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('shows two columns, or rows, of many', async () => {
    const page = await openFresh();
    await page.service.add(matrix([1, 2, 3], [4, 5, 6]));
    expect([...(await page.service.view(2, 0)).xy]).toEqual([3, 1, 6, 4]);
    expect(rowsOf(await page.service.rows(Uint32Array.of(1, 0)))).toEqual([
      [4, 5, 6],
      [1, 2, 3],
    ]);
    const before = (await page.service.state()).dataset.rev;
    const answers = [
      page.service.rows(Uint32Array.of(0)),
      page.service.setValue(0, 0, 7),
      page.service.rows(Uint32Array.of(0)),
    ];
    const [first, , second] = await Promise.all(answers);
    expect([first, second]).toMatchObject([{ rev: before }, { rev: before + 1 }]);
  });

  it('keeps a million points usable', async () => {
    const page = await openFresh();
    await page.service.add({ data: new Float64Array(2_000_000).map((_, i) => i % 1000), n: 1_000_000, d: 2 });
    await expect(page.service.add(matrix([1, 1]))).rejects.toMatchObject({ code: 'invalid' });
    await page.service.remove(Uint32Array.of(3, 999_999));
    await page.service.add(matrix([-1, 5000]));
    expect((await page.service.state()).dataset).toMatchObject({ n: 999_999, min: [-1, 1], max: [998, 5000] });
    await page.service.undo();
    await page.service.undo();
    expect((await page.service.state()).dataset).toMatchObject({ n: 1_000_000, min: [0, 1], max: [998, 999] });
  });
});

describe('choosing K', () => {
  it('finds the number of clear groups, and makes that fit the page’s', async () => {
    const page = await openFresh();
    await page.service.add(draw(300, 1, THREE));
    const result = await page.service.select({ min: 1, max: 5, criterion: 'bic' });
    expect(result).toMatchObject({ criterion: 'bic', best: 3 });
    expect(result.candidates.map((c) => c.n_components)).toEqual([1, 2, 3, 4, 5]);
    const state = await page.service.state();
    expect(state).toMatchObject({ options: { n_components: 3 }, selection: result, fit: { phase: 'finished' } });
    const [best] = result.candidates.filter((c) => c.n_components === 3);
    expect((await page.service.parameters()).bic).toBeCloseTo(best!.bic, 6);
  });

  it.each([
    { n_init: 3, epochs: 12 },
    { n_init: 5, epochs: 9 },
    // The sixth iteration is allowed, and converges.
    { n_components: 2, epochs: 6 },
  ])('tells of its fit what training that K tells: %o', async (given) => {
    const page = await openFresh();
    const options = { n_components: 3, init_params: 'k-means++', ...given } as const;
    const { n_components: k } = options;
    const trained = await page.service.train({ points: rowsOf(draw(200)), ...options });
    expect(trained.converged).toBe(true);
    await page.service.control('reset');
    await page.service.select({ min: k, max: k, criterion: 'bic' });
    const { n_iter, converged, log_likelihood } = trained;
    expect(await page.service.parameters()).toMatchObject({ n_iter, converged, log_likelihood });
  });

  it('stops when asked, keeps the curve and the fit that was there', async () => {
    const page = await fitted();
    const { mixture } = await page.service.state();
    page.compute.delay = 2;
    const answer = page.service.select({ min: 1, max: 20, criterion: 'aic' });
    await expect(page.service.control('play')).rejects.toMatchObject({ code: 'conflict' });
    await until(page, (s) => (s.selection?.candidates.length ?? 0) >= 2);
    await page.service.control('pause');
    const { candidates } = await answer;
    const state = await until(page, 'finished');
    expect(state.mixture).toEqual(mixture);
    expect(state.selection?.candidates).toEqual(candidates);
    expect(candidates.length).toBeLessThan(20);
  });

  it('says when the scores are of other points or options than there are now, also after a reload', async () => {
    const page = await openFresh();
    const stale = async (of: Opened) => (await of.service.state()).selection?.stale ?? false;
    const choose = () => page.service.select({ min: 1, max: 3, criterion: 'bic' });
    await page.service.add(draw(60));
    await choose();
    expect(await stale(page)).toBe(false);
    await page.service.setOptions({ n_components: 2, epochs: 50 });
    expect(await stale(page)).toBe(false);
    await page.service.setOptions({ covariance_type: 'tied' });
    expect(await stale(page)).toBe(true);
    await choose();
    expect(await stale(page)).toBe(false);
    await page.service.clear();
    expect((await page.service.state()).selection).toBeNull();
    await page.service.undo();
    expect(await stale(page)).toBe(false);
    await page.service.remove(Uint32Array.of(0));
    expect(await stale(page)).toBe(true);
    await page.flush();
    expect(await stale(await open())).toBe(true);
  });

  it('outlives a lost engine, and stops when the points change', async () => {
    const page = await openFresh();
    await page.service.add(draw(100));
    page.compute.lostAt = new Set([5]);
    await page.service.select({ min: 1, max: 3, criterion: 'bic' });
    expect(page.notices()).toEqual(['The compute engine was lost']);
    const answer = page.service.select({ min: 1, max: 3, criterion: 'bic' });
    const outcome = expect(answer).rejects.toMatchObject({ code: 'conflict' });
    await page.service.add(matrix([1, 1]));
    await outcome;
  });
});

describe('using the model', () => {
  it('tells what it makes of a point', async () => {
    const page = await fitted();
    const { mixture } = await page.service.state();
    const { log_density, responsibilities, outlier, threshold } = await page.service.inspect([0, 0], 0.05);
    const expected = respond(mixture!, matrix([0, 0]));
    expect(log_density).toBe(expected.logDensity[0]);
    expect(responsibilities).toEqual([...expected.responsibilities]);
    expect(threshold).toBe(densityThreshold(mixture!, 0.05, 1));
    expect(outlier).toBe(false);
    expect((await page.service.inspect([100, 100], 0.05)).outlier).toBe(true);
    await expect(page.service.inspect([1], 0.05)).rejects.toMatchObject({ code: 'invalid' });
    await expect(page.service.inspect([1, 1], 0)).rejects.toMatchObject({ details: [{ field: 'level' }] });
  });

  it('draws the same samples for the same seed, and adds them when asked', async () => {
    const page = await fitted();
    const sample = await page.service.sample(50, 3, false);
    expect(await page.service.sample(50, 3, true)).toEqual(sample);
    const { data, n } = await page.service.points();
    expect(n).toBe(250);
    expect([...data.subarray(400)]).toEqual([...sample.data]);
    await expect(page.service.sample(0, 1, false)).rejects.toMatchObject({ details: [{ field: 'n' }] });
  });

  it('scores rows and assigns points alike', async () => {
    const page = await fitted();
    const points = await page.service.points();
    const scores = await page.service.score(points, 0.01);
    const assignment = await page.service.assignment();
    expect(assignment?.labels).toEqual(scores.labels);
    expect(assignment?.responsibilities).toEqual(Uint8Array.from(scores.responsibilities, (r) => Math.round(255 * r)));
    expect(assignment?.rev).toBe(points.rev);
    const count = ({ outlier }: typeof scores) => outlier.reduce((a, b) => a + b, 0);
    expect(count(scores)).toBeLessThan(20);
    expect(count(await page.service.score(points, 0.5))).toBeGreaterThan(50);
    await expect(page.service.score(points, 1)).rejects.toMatchObject({ details: [{ field: 'level' }] });
  });

  it('writes names that no spreadsheet takes for formulas, and reads them back as they were', async () => {
    const page = await openFresh();
    const columns = ['=1+1', '+a', '-b', '@c', "'quoted", '=x,"y"'];
    await page.service.replace({ ...matrix([1, -2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]), columns, source: '' });
    const csv = await page.service.exportCsv(false);
    const [head, first] = (await csv.text()).split('\r\n');
    expect(head).toBe(`'=1+1,'+a,'-b,'@c,'quoted,"'=x,""y"""`);
    expect(first).toBe('1,-2,3,4,5,6');
    const back = await readTable(csv, { header: 'auto', columns: null }, () => {});
    expect(back.columns.map(({ name }) => name)).toEqual(columns);
  });

  it('writes CSV that reads back to the same numbers', async () => {
    const page = await openFresh();
    const { data, n, d } = draw(40, 1, THREE);
    await page.service.replace({ data, n, d, columns: ['a "b"', 'c,d'], source: '' });
    const plain = await (await page.service.exportCsv(false)).text();
    expect(plain.split('\r\n')[0]).toBe('"a ""b""","c,d"');
    expect(
      plain
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',').map(Number)),
    ).toEqual(rowsOf({ data, n, d }));
    await expect(page.service.exportCsv(true)).rejects.toMatchObject({ code: 'not_found' });
    await page.service.control('play');
    await until(page, 'finished');
    const csv = await page.service.exportCsv(true);
    const [head, first] = (await csv.text()).split('\r\n');
    expect(head).toBe('"a ""b""","c,d",component,log_density,p0,p1,p2');
    const { labels, log_density, responsibilities } = await page.service.score({ data, n, d }, 0.01);
    expect(first?.split(',').map(Number).slice(2)).toEqual([
      labels[0],
      log_density[0],
      ...responsibilities.slice(0, 3),
    ]);
    // It comes in again, whole or only the points.
    const names = (await readTable(csv, { header: 'auto', columns: null }, () => {})).columns.map(({ name }) => name);
    expect(names).toEqual(['a "b"', 'c,d', 'component', 'log_density', 'p0', 'p1', 'p2']);
    const { points } = await readTable(csv, { header: 'auto', columns: [0, 1] }, () => {});
    expect(points).toMatchObject({ data, n, d });
  });

  it('takes a saved model in place of a fit, and gives the fit back', async () => {
    const page = await fitted();
    const before = await page.service.state();
    await page.adopt(saved());
    expect(await page.service.state()).toMatchObject({ mixture: THREE, fit: { phase: 'idle' }, earlierOptions: false });
    await page.service.undo();
    const { mixture, fit, history, options } = await page.service.state();
    expect({ mixture, history, options }).toEqual({
      mixture: before.mixture,
      history: before.history,
      options: before.options,
    });
    expect(fit.phase).toBe('finished');
    await page.service.redo();
    expect((await page.service.state()).mixture).toEqual(THREE);
  });

  it('keeps a saved model on show when options become those of another fit, also after a reload', async () => {
    const page = await fitted();
    await page.adopt(saved());
    await page.service.setOptions({ seed: 7 });
    expect(await page.service.state()).toMatchObject({ mixture: THREE, earlierOptions: true });
    expect(page.current()?.options.seed).toBe(42);
    await page.flush();
    const again = await open();
    expect(await again.service.state()).toMatchObject({ mixture: THREE, earlierOptions: true });
    await again.service.setOptions({ seed: 42 });
    expect((await again.service.state()).earlierOptions).toBe(false);
  });

  it('has no answers without a model', async () => {
    const page = await openFresh();
    expect(await page.service.assignment()).toBeNull();
    await expect(page.service.inspect([0, 0], 0.1)).rejects.toMatchObject({ code: 'not_found' });
    await expect(page.service.sample(1, 1, false)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('hands its model over to be saved, takes a saved one, and goes on from it', async () => {
    const page = await fitted();
    const current = page.current();
    expect(current).toMatchObject({ n_points: 200, columns: ['x', 'y'], log_likelihood: expect.any(Number) });
    await page.service.clear();
    expect(page.current()).toBeNull();
    await page.adopt(saved());
    expect(await page.service.state()).toMatchObject({
      mixture: THREE,
      options: { seed: 42 },
      dataset: { d: 2, n: 0 },
    });
    await page.service.add(draw(100));
    await page.service.setOptions({ tol: 0, epochs: 1 });
    await page.service.control('play');
    const state = await until(page, 'finished');
    expect(iterationOf(state)).toBe(1);
    const total = respond(THREE, draw(100)).logDensity.reduce((a, b) => a + b, 0);
    expect(state.history.values[0]).toBeCloseTo(total, 8);
    const wide = { ...THREE, n_features: 1, means: THREE.means.slice(0, 3), covariances: Float64Array.of(1, 1, 1) };
    await expect(page.adopt(saved(wide))).rejects.toMatchObject({ code: 'invalid' });
  });
});
