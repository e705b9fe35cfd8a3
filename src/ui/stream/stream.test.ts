// The Stream page's own sums: sliding means, what is on show, marks, what was typed, what fits together.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamConfig, StreamSeries, StreamSurface } from '../../wire/stream';
import { DEFAULT_STREAM_CONFIG } from '../../wire/stream-defaults';
import { patched } from './actions';
import { marksOf, quantile, slidingMean, thinned, xyOf } from './charts/curves';
import { sparkPath } from './charts/spark';
import { chartWords } from './charts/spoken';
import { axisOf, extentOf, moved, rangeOf, type View, zoomed } from './charts/view';
import { configOf, isFirst, PRESETS } from './presets';
import { likelyTarget } from './setup/FileFields';
import { readHidden } from './setup/LearnerFields';
import { readPushed, sampleJson } from './setup/pushed';
import { shapeWords } from './transport/RunStatus';
import { cellsOf, endsOf, scaleOf } from './watch/surface';
import { formatFigure, formatScore, SCORE_WORDS } from './words';

const CONFIG: StreamConfig = {
  source: {
    id: 'sea',
    seed: 1,
    batch_size: 16,
    drift: { kind: 'none', position: 1, width: 1 },
    noise: 0,
    file: null,
    push: { task: 'infer', n_classes: null },
  },
  learner: {
    id: 'network',
    hidden: [8],
    activation: 'tanh',
    optimizer: 'sgd',
    learning_rate: 0.1,
    epochs: 2,
    n_components: 3,
    seed: 1,
    compute: 'auto',
  },
  replay: 0,
  detectors: ['adwin', 'ddm'],
  reset_on_drift: false,
  window: 10,
  save_every: 'batch',
  queue: 8,
};

const batches = (n: number, stride = 1) => Float64Array.from({ length: n }, (_, i) => i * stride + (stride - 1) / 2);

function seriesOf(score: readonly number[], more: Partial<StreamSeries> = {}): StreamSeries {
  const values = Float64Array.from(score);
  const none = new Float64Array(score.length).fill(Number.NaN);
  return {
    batch: batches(score.length),
    ...{ score: values, loss: values, learning_rate: none, grad_norm: none, rate: none, queued: none },
    ...{ total: score.length, detections: [], drifts: [], notes: [] },
    ...more,
  };
}

describe('the sliding mean', () => {
  it('is the mean of the window up to each batch', () => {
    const number = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -50, max: 50 }) }, fc.constant(Number.NaN));
    const series = fc.record({ values: fc.array(number, { maxLength: 40 }), window: fc.integer({ min: 1, max: 12 }) });
    fc.assert(
      fc.property(series, ({ values, window }) => {
        const means = slidingMean(batches(values.length), Float64Array.from(values), window);
        values.forEach((_, i) => {
          const known = values.slice(Math.max(0, i + 1 - window), i + 1).filter((value) => !Number.isNaN(value));
          const expected = known.reduce((sum, value) => sum + value, 0) / known.length;
          if (known.length === 0) expect(means[i]).toBeNaN();
          else expect(means[i]).toBeCloseTo(expected, 9);
        });
      }),
    );
  });

  it('takes as many places as the window has batches where places sum up several', () => {
    const means = slidingMean(batches(6, 5), Float64Array.of(1, 2, 3, 4, 5, 6), 10);
    expect([...means]).toEqual([1, 1.5, 2.5, 3.5, 4.5, 5.5]);
  });
});

describe('what is on show', () => {
  const view = fc.oneof<fc.Arbitrary<View>[]>(
    fc.constant({ kind: 'whole' }),
    fc.integer({ min: 1, max: 500 }).map((span) => ({ kind: 'latest', span })),
    fc.tuple(fc.nat(900), fc.integer({ min: 1, max: 400 })).map(([from, span]) => ({
      kind: 'range',
      from,
      to: from + span,
    })),
  );
  const total = fc.nat(1000);

  it('lies within the run, whatever was done to it', () => {
    const within = (shown: View, n: number) => {
      const { from, to } = extentOf(shown, n);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeGreaterThan(from);
      expect(to).toBeLessThanOrEqual(Math.max(1, n));
    };
    fc.assert(
      fc.property(
        view,
        total,
        fc.constantFrom(0.5, 2),
        fc.constantFrom(-1 as const, 1 as const),
        (shown, n, by, side) => {
          for (const next of [shown, zoomed(shown, n, by), moved(shown, n, side)]) within(next, n);
        },
      ),
    );
  });

  it('is inside the axis that is drawn for it', () => {
    fc.assert(
      fc.property(view, total, (shown, n) => {
        const extent = extentOf(shown, n);
        const axis = axisOf(shown, extent);
        expect(axis.from).toBeLessThanOrEqual(extent.from);
        expect(axis.to).toBeGreaterThanOrEqual(extent.to);
      }),
    );
  });

  it('has an axis that stands still while a run grows a little', () => {
    const ends = Array.from({ length: 100 }, (_, i) => axisOf({ kind: 'whole' }, { from: 0, to: 1001 + i }).to);
    expect(new Set(ends).size).toBeLessThanOrEqual(5);
  });

  it('follows the end until a stretch is chosen, and again once moved there', () => {
    expect(zoomed({ kind: 'whole' }, 100, 0.5)).toEqual({ kind: 'latest', span: 50 });
    expect(rangeOf(20.4, 60.2, 100)).toEqual({ kind: 'range', from: 20, to: 60 });
    expect(rangeOf(0, 100, 100)).toEqual({ kind: 'whole' });
    expect(moved({ kind: 'range', from: 20, to: 60 }, 100, -1)).toEqual({ kind: 'range', from: 0, to: 40 });
    expect(moved({ kind: 'range', from: 50, to: 90 }, 100, 1)).toEqual({ kind: 'latest', span: 40 });
    expect(zoomed({ kind: 'range', from: 20, to: 60 }, 100, 4)).toEqual({ kind: 'whole' });
  });
});

describe('curves and marks', () => {
  it('leave out what is not known and not on show', () => {
    const { batch, score } = seriesOf([1, Number.NaN, 3, 4]);
    expect(xyOf(batch, score, { from: 0, to: 3 })).toEqual([1, 1, 3, 3]);
  });

  it('count batches from 1, and give each detector its shape', () => {
    const series = seriesOf([1], {
      drifts: [150],
      detections: [
        { detector: 'ddm', batch: 160 },
        { detector: 'adwin', batch: 155 },
      ],
      notes: [{ batch: 10, text: 'here' }],
    });
    expect(marksOf(series, { from: 0, to: 200 }).map(({ x, shape, label }) => [x, shape, label])).toEqual([
      [151, 'triangle', 'change'],
      [11, 'flag', 'here'],
      [156, 'diamond', 'ADWIN'],
      [161, 'square', 'DDM'],
    ]);
  });

  it('make one mark of those that cannot be told apart', () => {
    expect(thinned([3, 4, 5, 40, 40, 41, 90], 10)).toEqual([3, 40, 90]);
    expect(thinned([3, 3, 4], 0)).toEqual([3, 4]);
  });

  it('are told in a sentence', () => {
    const series = seriesOf([0.5, 0.75, 1], {
      drifts: [1],
      detections: [{ detector: 'adwin', batch: 2 }],
      notes: [{ batch: 3, text: 'here' }],
    });
    const words = chartWords({
      naming: SCORE_WORDS.classification.score!,
      task: 'classification',
      latest: 1,
      mean: series.score,
      series,
      extent: { from: 0, to: 3 },
      window: 1,
      other: { name: 'The first', latest: 0.5 },
    });
    expect(words).toBe(
      'Accuracy, batches 1 to 3: 100.0 % over the latest 1, between 50.0 % and 100.0 %. “The first” beside it: 50.0 %. The stream changed: batch 2. ADWIN found drift: batch 3. “here” after batch 3.',
    );
  });

  it('fit into their box', () => {
    expect(sparkPath([0, 0, 5, 10, 10, 99], { width: 100, height: 20 }, [0, 10], [0, 10])).toBe(
      'M0.0 20.0L50.0 0.0L100.0 0.0',
    );
    expect(quantile([0, 5, 1, 1, 2, 3], 0.5)).toBe(3);
  });
});

describe('a batch as JSON', () => {
  it('is read, the sample too', () => {
    expect(readPushed('{ "X": [[1, 2]], "y": [0] }')).toEqual({ ok: true, batch: { X: [[1, 2]], y: [0] } });
    const sample = readPushed(sampleJson(3));
    expect(sample.ok && sample.batch.X.every((row) => row.length === 3)).toBe(true);
    expect(sample.ok && new Set(sample.batch.y)).toEqual(new Set([0, 1]));
  });

  it('needs no y where a mixture learns', () => {
    expect(readPushed('{ "X": [[1, 2]] }').ok).toBe(false);
    expect(readPushed('{ "X": [[1, 2]] }', false)).toEqual({ ok: true, batch: { X: [[1, 2]], y: [] } });
    expect(readPushed('{ "y": [1] }', false)).toMatchObject({ ok: false, problem: 'X is missing.' });
  });

  it.each([
    ['{ "X": [[1,]], "y": [0] }', /no JSON/, /comma/],
    ["{ 'X': [[1]], 'y': [0] }", /no JSON/, /double quotes/],
    ['{ "X": [[NaN]], "y": [0] }', /no JSON/, /no NaN/],
    ['[[1, 2]]', /no object/, /X, a list of rows/],
    ['{ "x": [[1]] }', /X and y is missing|X and y/, /X, a list of rows/],
    ['{ "X": 3, "y": [0] }', /X is no list/, /X, a list of rows/],
  ])('%s is told kindly', (text, problem, help) => {
    const read = readPushed(text);
    expect(read.ok).toBe(false);
    if (read.ok) return;
    expect(read.problem).toMatch(problem);
    expect(read.help).toMatch(help);
  });
});

describe('the set-up', () => {
  it('leaves out what no longer fits', () => {
    expect(patched(CONFIG, { source: { id: 'friedman' } }).detectors).toEqual(['adwin']);
    expect(patched(CONFIG, { learner: { id: 'mixture' } }).detectors).toEqual(['adwin']);
    expect(patched(CONFIG, { source: { id: 'push' } }).detectors).toEqual(['adwin', 'ddm']);
    const reviews = patched(CONFIG, { source: { id: 'reviews' }, learner: { id: 'review-head' } });
    expect(reviews.learner.id).toBe('review-head');
    expect(patched(reviews, { source: { id: 'sea' } }).learner.id).toBe('network');
  });

  it('has ready streams that change soon, with detectors that fit', () => {
    for (const preset of PRESETS) {
      const config = configOf(preset, CONFIG);
      expect(patched(config, {})).toEqual(config);
      expect(config.source.drift.position / config.source.batch_size).toBeLessThanOrEqual(200);
      expect(config.source.seed).toBe(CONFIG.source.seed);
    }
  });

  it('has ready streams that begin with the defaults, whatever was left of others', () => {
    const { learner, source } = CONFIG;
    const left: StreamConfig = {
      ...{ ...CONFIG, replay: 500, reset_on_drift: true, save_every: 'batch' },
      source: { ...source, seed: 7, file: { id: 'f', target: 'y' } },
      learner: { ...learner, compute: 'webgl', seed: 7, n_components: 9 },
    };
    for (const preset of PRESETS) {
      const config = configOf(preset, left);
      expect(config).toEqual({ ...configOf(preset, DEFAULT_STREAM_CONFIG), source: config.source });
      expect(config.source).toMatchObject({ seed: 1, file: { id: 'f', target: 'y' } });
    }
  });

  it('knows the first of the ready streams, and that others are none', () => {
    const first = configOf(PRESETS[0]!, CONFIG);
    expect(isFirst(first)).toBe(true);
    expect(isFirst({ ...first, source: { ...first.source, seed: 7 } })).toBe(true);
    expect(isFirst({ ...first, source: { ...first.source, batch_size: 8 } })).toBe(false);
    expect(isFirst({ ...first, detectors: ['adwin'] })).toBe(false);
    expect(isFirst(configOf(PRESETS[1]!, CONFIG))).toBe(false);
  });

  it('reads the widths of layers', () => {
    expect(readHidden('32, 16')).toEqual([32, 16]);
    expect(readHidden(' 8 × 8 ')).toEqual([8, 8]);
    expect(readHidden('')).toEqual([]);
    for (const bad of ['0', '1.5', 'wide', '2000', '1 1 1 1 1 1 1 1 1']) expect(readHidden(bad)).toBeNull();
  });

  it('guesses what is to be predicted', () => {
    expect(likelyTarget(['a', 'Class', 'b'])).toBe('Class');
    expect(likelyTarget(['a', 'b'])).toBe('b');
  });
});

describe('words', () => {
  it('say shapes and figures', () => {
    expect(shapeWords({ X_shape: [32, 3], y_shape: [32] })).toBe('X 32 × 3, y 32');
    expect(shapeWords({ X_shape: [32, 3], y_shape: null })).toBe('X 32 × 3');
    expect(shapeWords({ X_shape: null, y_shape: null })).toBe('');
    expect(formatScore(0.9312, 'classification')).toBe('93.1 %');
    expect(formatScore(2.4567, 'regression')).toBe('2.46');
    expect(formatScore(Number.NaN, 'regression')).toBe('–');
    expect(formatFigure(-0.000123)).toBe('-1.23e−4');
    expect(formatFigure(-12.34)).toBe('−12.3');
  });
});

describe('the decision surface', () => {
  const surface: StreamSurface = {
    x: [0, 1],
    y: [0, 1],
    cells: 2,
    // From the lower left: low, high, undecided, not known.
    values: Float32Array.of(0, 1, 0.5, Number.NaN),
    likeliest: null,
    examples: new Float32Array(0),
  };

  it('gives each of several classes its own hue, the stronger the surer', () => {
    const of = (values: readonly number[], likeliest: readonly number[]) =>
      cellsOf(
        { ...surface, values: Float32Array.from(values), likeliest: Float32Array.from(likeliest) },
        { low: 0, high: 1 },
        false,
      );
    const sure = of([1, 1, 1, 1], [0, 1, 2, 2]);
    const at = (pixels: Uint8ClampedArray, cell: number) => [...pixels.subarray(4 * cell, 4 * cell + 3)];
    expect(new Set([2, 3, 0].map((cell) => at(sure, cell).join())).size).toBe(3);
    expect(at(sure, 0)).toEqual(at(sure, 1));
    // Green is the third.
    const [red, green] = at(sure, 0);
    expect(green! - red!).toBeGreaterThan(0);
    const unsure = of([1, 1, 0.4, 1], [0, 1, 2, 2]);
    expect(Math.abs(at(unsure, 0)[0]! - 247)).toBeLessThan(Math.abs(red! - 247));
  });

  it('is painted from the upper left, in two hues over grey', () => {
    expect(scaleOf(surface, true)).toEqual({ low: 0, high: 1 });
    const pixels = cellsOf(surface, { low: 0, high: 1 }, false);
    const at = (cell: number) => [...pixels.subarray(4 * cell, 4 * cell + 3)];
    expect(at(0)).toEqual([247, 248, 248]);
    expect(at(1)).toEqual([247, 248, 248]);
    const [low, high] = endsOf(false);
    expect(at(2)[2]! - at(2)[0]!).toBeGreaterThan(0);
    expect(low[2]).toBeGreaterThan(low[0]);
    expect(at(3)[0]! - at(3)[2]!).toBeGreaterThan(0);
    expect(high[0]).toBeGreaterThan(high[2]);
  });

  it('has a scale for numbers, even where all are one', () => {
    const flat = { ...surface, values: new Float32Array(4).fill(3) };
    expect(scaleOf(flat, false)).toEqual({ low: 2.5, high: 3.5 });
  });
});
