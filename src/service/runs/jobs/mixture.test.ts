// A mixture as a run: rows for each iteration, figures that the files bear out, and going on bit for bit.

import { describe, expect, it } from 'vitest';
import { fromNested } from '../../../ml/gmm/nested';
import { parameterCount } from '../../../ml/gmm/params';
import { scoreSamples } from '../../../ml/gmm/score';
import { loadSample } from '../../../ml/samples';
import type { Plain } from '../../configs/yaml';
import type { JobRequest } from '../job';
import { configOf, difference, nodeHost, runInTwo, runToEnd } from './jobs.fixture';
import { MIXTURE_FILE } from './mixture';

const WASM = { kind: 'wasm', threads: 1 } as const;

async function request(trainer: Plain, model: Plain = {}): Promise<JobRequest> {
  const config = configOf({ kind: 'mixture', model, trainer, data: { source: 'sample', sample: 'uneven', n: 150 } });
  const { data, d } = await loadSample('uneven', { n: 150, seed: 1 });
  return { config, data: { kind: 'points', data, d }, checkpoint: null, backend: WASM };
}

describe('a run that fits a mixture', () => {
  it('has a row for each iteration, and files that score as they say', async () => {
    const asked = await request({ tol: 0, epochs: 12, metrics: ['log_likelihood', 'bic', 'aic'] });
    const { events, best, last } = await runToEnd(asked);
    const rows = events.flatMap((event) => (event.kind === 'row' ? [event] : []));
    expect(rows.map(({ step, epoch }) => [step, epoch])).toEqual(rows.map((_, i) => [i, i]));
    expect(rows).toHaveLength(12);
    const climb = rows.map(({ values }) => values.log_likelihood);
    expect([...climb].sort((a, b) => a - b)).toEqual(climb);
    expect(events.at(-1)).toEqual({
      kind: 'done',
      reason: 'finished',
      message: 'Went through all of its 12 iterations.',
    });
    const mixture = fromNested(JSON.parse(new TextDecoder().decode(best.files.get(MIXTURE_FILE))));
    const { data, n, d } = await loadSample('uneven', { n: 150, seed: 1 });
    const total = scoreSamples(mixture, { data, n, d }).reduce((sum, one) => sum + one, 0);
    const free = parameterCount('full', 3, 2);
    expect(best.metrics.log_likelihood).toBeCloseTo(total, 8);
    expect(best.metrics.bic).toBeCloseTo(-2 * total + free * Math.log(150), 8);
    expect(best.metrics.aic).toBeCloseTo(-2 * total + 2 * free, 8);
    expect(total).toBeGreaterThanOrEqual(climb.at(-1) ?? 0);
    expect(last).toEqual(best);
  });

  it('says that it converged, and what it was made of', async () => {
    const host = nodeHost();
    expect(await host.open(await request({}))).toEqual({
      model: 'Gaussian mixture, 3 components, full',
      data: '150 points, 2 dimensions',
      engine: 'WASM',
      epochs: 200,
      steps: 200,
    });
    let stretch = await host.advance(0);
    while (!stretch.done) stretch = await host.advance(1000);
    expect(stretch.events).toEqual([expect.objectContaining({ message: expect.stringContaining('Converged') })]);
    expect(await host.advance(1000)).toMatchObject({ done: true, examples: 0, events: stretch.events });
    expect(await host.test()).toBeNull();
    await host.close();
    await expect(host.advance(1)).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each([
    ['EM with restarts', { epochs: 8, tol: 0 }, { n_init: 3 }],
    ['incremental', { method: 'incremental', epochs: 5, batch_size: 7 }, { n_init: 2 }],
    ['gradient', { method: 'gradient', epochs: 9, learning_rate: 0.1 }, { covariance_type: 'diag' }],
  ] as const)('goes on bit for bit from anywhere: %s', async (_, trainer, model) => {
    const asked = await request(trainer, model);
    const whole = await runToEnd(asked);
    const rows = whole.events.filter(({ kind }) => kind === 'row').length;
    for (const at of [0, 1, Math.floor(rows / 2), rows - 1, rows]) {
      expect(difference(await runInTwo(asked, at), whole)).toBeNull();
    }
  });

  it('keeps the best initialisation that has ended, whatever the next one makes of it', async () => {
    const host = nodeHost();
    await host.open(await request({ epochs: 20, tol: 0 }, { n_init: 2, init_params: 'random' }));
    let stretch = await host.advance(0);
    while (stretch.events.at(-1)?.kind !== 'epoch') stretch = await host.advance(0);
    const ended = await host.result('best');
    await host.advance(0);
    const [best, last] = [await host.result('best'), await host.result('last')];
    expect(last.metrics.log_likelihood).toBeLessThan(ended.metrics.log_likelihood);
    expect(best).toEqual(ended);
    await host.close();
  });

  it('ranks initialisations by what each came to: none is another’s model again', async () => {
    for (const n_init of [2, 3, 4, 5]) {
      const host = nodeHost();
      await host.open(await request({ epochs: 5, tol: 0 }, { n_init, init_params: 'random' }));
      const ranked: string[] = [];
      const finals: number[] = [];
      let rows: number[] = [];
      for (let done = false; !done; ) {
        const stretch = await host.advance(0);
        done = stretch.done;
        for (const event of stretch.events) {
          if (event.kind === 'row') rows.push(event.values.log_likelihood);
          if (event.kind !== 'epoch') continue;
          finals.push(rows.at(-1) ?? Number.NaN);
          rows = [];
          if (!Number.isFinite(event.score)) continue;
          expect(event.best).toBe(finals.at(-1) === Math.max(...finals));
          const { files } = await host.result('last');
          ranked.push(new TextDecoder().decode(files.get(MIXTURE_FILE)));
        }
      }
      expect(finals).toHaveLength(n_init);
      expect(new Set(ranked).size).toBe(ranked.length);
      expect(ranked.length).toBeGreaterThanOrEqual(n_init - 1);
      await host.close();
    }
  });
});

describe('what cannot be fitted', () => {
  it.each([
    ['em', {}],
    ['incremental', { epochs: 5 }],
    ['gradient', { epochs: 5 }],
  ])('is gone on with with no other points than it was begun with: %s', async (method, trainer) => {
    const asked = await request({ method, ...trainer });
    const host = nodeHost();
    await host.open(asked);
    await host.advance(0);
    const checkpoint = structuredClone(await host.checkpoint()) as { readonly data: string };
    await host.close();
    const { data } = asked.data as { readonly data: Float64Array };
    const moved = { kind: 'points', data: data.map((value, i) => (i === 7 ? value + 1 : value)), d: 2 } as const;
    const wider = { kind: 'points', data, d: 3 } as const;
    for (const other of [moved, wider]) {
      await expect(host.open({ ...asked, data: other, checkpoint })).rejects.toThrow('The points changed');
    }
    // As earlier versions saved it: by what it holds.
    const { data: _, ...old } = checkpoint;
    await expect(host.open({ ...asked, data: wider, checkpoint: old })).rejects.toMatchObject({
      details: [{ field: 'points' }],
    });
    await host.open({ ...asked, checkpoint: old });
    await host.close();
  });

  it('is refused in words, with the field', async () => {
    const host = nodeHost();
    const asked = await request({}, { n_components: 4 });
    const few = { kind: 'points', data: Float64Array.of(0, 0, 1, 1), d: 2 } as const;
    await expect(host.open({ ...asked, data: few })).rejects.toMatchObject({
      code: 'invalid',
      details: [{ field: 'n_components' }],
    });
    const none = { ...few, data: new Float64Array(0) };
    await expect(host.open({ ...asked, data: none })).rejects.toMatchObject({ code: 'invalid' });
    await expect(host.open({ ...asked, checkpoint: { format: 1, kind: 'image' } })).rejects.toThrow('no checkpoint');
  });
});
