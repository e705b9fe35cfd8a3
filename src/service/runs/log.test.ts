// A run's metrics thinned to a bound: the same live as stored piece by piece, and what of them charts are given.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPlaces, summarise } from '../../ml/logs';
import { RunLog } from './log';
import { seriesOf } from './series';

interface Given {
  readonly loss: number;
  readonly epochEnd: boolean;
}

const givens = fc.array(
  fc.record({ loss: fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(Number.NaN)), epochEnd: fc.boolean() }),
  { minLength: 1, maxLength: 400 },
);

function add(log: RunLog, { loss, epochEnd }: Given, step: number): void {
  const values: Record<string, number> = epochEnd ? { val_loss: loss, val_acc: -loss } : { train_loss: loss };
  log.add({ epoch: step >> 3, step, time: step / 2, values, lasting: epochEnd });
}

function filled(all: readonly Given[], bound?: number): RunLog {
  const log = new RunLog(bound);
  for (const [step, given] of all.entries()) add(log, given, step);
  return log;
}

describe('thinned metrics', () => {
  it('stay bounded and come to the same as all of them', () => {
    fc.assert(
      fc.property(givens, (all) => {
        const [thin, whole] = [filled(all, 16), filled(all)];
        // Two sorts of rows, the bests and lasts of three columns, and the newest.
        expect(thin.length).toBeLessThanOrEqual(2 * 16 + 2 * 3 + 2);
        const [a, b] = [thin.figures(), whole.figures()];
        expect(a.best_metrics).toEqual(b.best_metrics);
        expect(a.final_metrics).toEqual(b.final_metrics);
        expect([a.max_epoch, a.max_step, a.total_steps]).toEqual([b.max_epoch, b.max_step, b.total_steps]);
        expect(thin.latest()).toEqual(whole.latest());
        expect(bestPlaces(thin.table())).toEqual(bestPlaces(whole.table()));
        const steps = thin.all().map(({ step }) => step ?? 0);
        expect(steps).toEqual([...steps].sort((x, y) => x - y));
      }),
    );
  });

  it('are every second where there are too many, and so on', () => {
    const steps = (n: number) => filled(new Array<Given>(n).fill({ loss: 1, epochEnd: false }), 100).all();
    expect(steps(100)).toHaveLength(100);
    expect(steps(101).map(({ step }) => step)).toEqual(Array.from({ length: 51 }, (_, i) => 2 * i));
    expect(steps(200)).toHaveLength(101);
    expect(steps(201).map(({ step }) => step)).toEqual(Array.from({ length: 51 }, (_, i) => 4 * i));
  });

  it('keep rows of epochs where those of steps are thinned', () => {
    const all = Array.from({ length: 2000 }, (_, i) => ({ loss: Math.sin(i), epochEnd: i % 100 === 99 }));
    const log = filled(all, 100);
    expect(log.all().filter(({ lasting }) => lasting)).toHaveLength(20);
    expect(log.all().filter(({ lasting }) => !lasting).length).toBeLessThanOrEqual(104);
  });

  it('are spread over the whole run', () => {
    const log = filled(
      Array.from({ length: 20_000 }, (_, i) => ({ loss: Math.sin(i), epochEnd: false })),
      1000,
    );
    const steps = log.all().map(({ step }) => step ?? 0);
    const gaps = steps.slice(1).map((step, i) => step - steps[i]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(64);
  });

  it('keep the histograms of some epochs', () => {
    const log = new RunLog();
    for (let step = 0; step < 500; step++) {
      const weights = { edges: Float64Array.of(0, step + 1), counts: Float64Array.of(1) };
      log.add({ epoch: step, step, time: 0, values: { val_loss: 1 }, lasting: true, histograms: { weights } });
    }
    const kept = log.all().filter(({ histograms }) => histograms);
    expect(kept.length).toBeLessThanOrEqual(65);
    expect(kept.length).toBeGreaterThan(30);
    for (const { step, histograms } of kept) expect(histograms?.weights.edges[1]).toBe((step ?? 0) + 1);
  });
});

describe('stored metrics', () => {
  it('piece by piece come back as they were', () => {
    fc.assert(
      fc.property(givens, fc.array(fc.nat(400), { maxLength: 6 }), (all, saves) => {
        const log = new RunLog(16);
        const chunks: unknown[] = [];
        const save = () => {
          const { from, chunks: fresh } = log.unsaved();
          chunks.splice(from, Number.POSITIVE_INFINITY, ...structuredClone(fresh));
          log.markSaved();
        };
        for (const [step, given] of all.entries()) {
          add(log, given, step);
          if (saves.includes(step)) save();
        }
        save();
        const again = RunLog.restore(chunks, 16);
        expect(again.all()).toEqual(log.all());
        expect(again.figures()).toEqual(log.figures());
        const { columns: _, ...rest } = log.figures();
        const { available_columns: __, ...recomputed } = summarise(again.table());
        expect(rest).toEqual(recomputed);
      }),
    );
  });

  it('go on as if nothing had happened', () => {
    fc.assert(
      fc.property(givens, fc.nat(400), (all, cut) => {
        const log = filled(all.slice(0, cut), 16);
        const again = RunLog.restore(structuredClone(log.unsaved().chunks), 16);
        for (const [i, given] of all.slice(cut).entries()) {
          add(log, given, cut + i);
          add(again, given, cut + i);
        }
        expect(again.all()).toEqual(log.all());
      }),
    );
  });

  it('go on being written where a save was refused', () => {
    const log = filled([{ loss: 1, epochEnd: false }]);
    const undo = log.markSaved();
    add(log, { loss: 2, epochEnd: false }, 1);
    undo();
    expect(RunLog.restore(log.unsaved().chunks).all()).toHaveLength(2);
  });

  it('that are damaged are refused', () => {
    expect(() => RunLog.restore([{ rows: [] }])).toThrow();
    const [chunk] = filled([{ loss: 1, epochEnd: false }]).unsaved().chunks;
    expect(() => RunLog.restore([{ ...(chunk as object), values: new Float64Array(3) }])).toThrow('damaged');
  });
});

describe('metrics for charts', () => {
  it('are as many as asked for at most, the best and the last among them', () => {
    fc.assert(
      fc.property(givens, fc.integer({ min: 2, max: 30 }), (all, places) => {
        const log = filled(all);
        const { columns, total_rows } = seriesOf(log, { id: 'x', places });
        expect(total_rows).toBe(all.length);
        for (const { name, step, value, time, epoch } of columns) {
          expect(value.length).toBeLessThanOrEqual(places);
          expect([step.length, time.length, epoch.length]).toEqual([value.length, value.length, value.length]);
          expect(value.at(-1)).toEqual(log.latest()[name]);
          const best = log.figures().best_metrics[`best_${name}`];
          if (best !== undefined) expect([...value]).toContain(best);
        }
      }),
    );
  });

  it('are those of the columns named, and refused for no place at all', () => {
    const log = filled([{ loss: 1, epochEnd: true }]);
    const { columns } = seriesOf(log, { id: 'x', places: 5, columns: ['val_acc', 'nothing'] });
    expect(columns.map(({ name }) => name)).toEqual(['val_acc']);
    expect(() => seriesOf(log, { id: 'x', places: 0 })).toThrow('at least one place');
  });
});
