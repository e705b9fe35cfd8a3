// What of the measurements of engines is told: mixtures, texts, streams, images, figures.

import { isOurs, list, number } from './cells.mjs';

export function mixtures({ suites, growth }) {
  return list(suites)
    .map(mixture)
    .concat(growing(list(growth)));
}

function mixture({ title, rows }) {
  const [{ ms: ours }] = rows;
  return {
    title: title.replace(/: milliseconds per iteration$/, ''),
    note: 'Milliseconds per iteration of EM, full covariance. Rows marked * were measured on fewer points and scaled.',
    columns: ['', 'threads', 'median ms', 'p25–p75', 'times ours'],
    rows: rows.map(({ name, threads, ms, measuredOn }) => [
      ...[`${name}${measuredOn ? ' *' : ''}`, threads, number(ms.median), range(ms)],
      number(ms.median / ours.median),
    ]),
    bars: { column: 2, unit: 'ms', better: 'less', ours: isOurs },
  };
}

const range = ({ p25, p75, min }) => (p25 === undefined ? `≥ ${number(min)}` : `${number(p25)}–${number(p75)}`);

function growing(rows) {
  if (rows.length === 0) return [];
  return {
    title: 'Growth with points and components',
    note: 'One thread, 2-D, full covariance.',
    columns: ['', 'median ms', 'ns per point and component'],
    rows: rows.map(({ n, k, ms, nsPerPointAndComponent: ns }) => [
      `${n.toLocaleString('en')} points, ${k} components`,
      ...[number(ms.median), number(ns)],
    ]),
  };
}

export function texts({ groups, goals }) {
  const arenas = list(groups).map(({ architecture, pass, ceilingGflops, rows }) => ({
    title: `${architecture}, ${pass === 'forward' ? 'scoring' : 'a training step'}, 128 tokens`,
    note: `Milliseconds a text. One thread's SIMD product reaches ${number(ceilingGflops.median)} GFLOP/s here.`,
    columns: ['', 'threads', 'texts at a time', 'median ms', 'p75 ms', 'GFLOP/s', 'of the ceiling'],
    rows: rows
      .filter(({ msPerText }) => msPerText)
      .map(({ name, threads, batch, msPerText: ms, gflops, shareOfCeiling: share }) => [
        ...[name, threads ?? '', batch ?? '', number(ms.median), number(ms.p75), number(gflops)],
        share ? `${Math.round(100 * share)} %` : '–',
      ]),
    bars: { column: 3, unit: 'ms', better: 'less', ours: isOurs },
  }));
  return [...arenas, goalsOf(list(goals))];
}

export function shipped({ rows }) {
  return [
    {
      title: 'The shipped models, as the app runs them',
      columns: ['', 'median ms', 'p75 ms'],
      rows: rows
        .filter(({ ms }) => ms)
        .map(({ model, title, name, ms }) => [`${model}: ${title}, ${name}`, number(ms.median), number(ms.p75)]),
    },
  ];
}

function goalsOf(goals) {
  return {
    title: 'Goals',
    columns: ['', 'reached', 'met'],
    rows: goals.map(({ goal, unit, value, met }) =>
      met === null ? [goal, '–', 'not measured'] : [goal, `${value} ${unit}`, met ? 'yes' : 'no'],
    ),
  };
}

export function streams({ throughput, memory, detectors }) {
  const speeds = list(throughput?.problems).map(({ title, rows }) => ({
    title: `Learning from a stream, ${title}`,
    note: 'Batches a second, one after the other as they come.',
    columns: ['', 'median', 'best'],
    rows: rows.map(({ name, batchesPerSecond: { median, best } }) => [name, number(median), number(best)]),
    bars: { column: 1, unit: 'batches/s', better: 'more', ours: isOurs },
  }));
  const held = {
    title: 'Memory over a long stream',
    note: 'Growth of the heap a batch, in bytes, in the first and in the last third.',
    columns: ['', 'batches', 'first third', 'last third'],
    rows: list(memory).map(({ compute, readings, heapPerBatch: { firstThird, lastThird } }) => [
      ...[compute, readings.at(-1).batches, firstThird, lastThird],
    ]),
  };
  const found = {
    title: 'Drift detectors on streams whose drift is known',
    columns: ['', 'changes found', 'median delay', 'false alarms in 10,000'],
    rows: list(detectors?.results).map(
      ({ generator, kind, detector, changes, found: hits, delay, falseAlarmsPer10000 }) => [
        ...[`${generator}, ${kind}: ${detector}`, changes ? `${hits} of ${changes}` : '–'],
        ...[delay?.median ?? '–', number(falseAlarmsPer10000)],
      ],
    ),
  };
  return [...speeds, held, found];
}

export function scoring({ architecture, rows, goals }) {
  const batches = [...new Set(list(rows).map(({ batch }) => batch))];
  const tables = batches.map((batch) => ({
    title: `${architecture}, ${batch === 1 ? 'one review at a time' : `${batch} reviews at a time`}, 1 thread`,
    note: 'Milliseconds a call, by the length of the texts in tokens.',
    columns: ['', 'p50 ms', 'p95 ms', 'reviews/s', 'times ours'],
    rows: rows
      .filter((row) => row.batch === batch && row.p50)
      .map(({ name, tokens, p50, p95, reviewsPerSecond, timesOurs }) => [
        ...[`${name}, ${tokens} tokens`, number(p50), number(p95), reviewsPerSecond, timesOurs ?? '–'],
      ]),
    bars: { column: 3, unit: 'reviews/s', better: 'more', ours: isOurs },
  }));
  return [...tables, goalsOf(list(goals))];
}

export function roofline({ builds }) {
  return list(builds).flatMap(({ description, ceilingGflops, products, layer }) => [
    {
      title: `Products of the text models: ${description}`,
      note: `The ceiling of one thread, multiply-adds that touch no memory, is ${ceilingGflops} GFLOP/s.`,
      columns: ['', 'GFLOP/s', 'of the ceiling'],
      rows: products.map(({ model, rows, pass, gflops, share }) => [
        ...[`${model}, ${rows.toLocaleString('en')} tokens, ${pass}`, gflops, `${Math.round(100 * share)} %`],
      ]),
      bars: { column: 1, unit: 'GFLOP/s', better: 'more', ours: () => true },
    },
    {
      title: `Where the time of a layer goes, L4 H256 on 8 × 128 tokens: ${description}`,
      columns: ['', 'ms'],
      rows: layer.map(({ operation, ms }) => [operation, ms]),
    },
  ]);
}

export function pictures({ batch, groups }) {
  return list(groups).map(({ title, rows }) => ({
    title: `${title}, training steps of ${batch} images of 28 × 28`,
    columns: ['', 'images/s', 'p25–p75'],
    rows: rows
      .filter(({ imagesPerSecond }) => imagesPerSecond)
      .map(({ name, imagesPerSecond: rate }) => [name, number(rate.median), range(rate)]),
    bars: { column: 1, unit: 'images/s', better: 'more', ours: isOurs },
  }));
}

export function figures({ rows }) {
  const most = (differences) => Math.max(0, ...Object.values(differences));
  return [
    {
      title: 'Figures of a batch beside scikit-learn’s',
      note: 'Area under the curve, log loss, accuracy, precision, recall and F1 together: milliseconds, and the largest difference of any.',
      columns: ['', 'ms', 'scikit-learn, ms', 'largest difference'],
      rows: list(rows).map(({ n, digits, ms, differences }) => [
        ...[`${n.toLocaleString('en')} scores of ${digits} digits`, number(ms.ours.median)],
        ...[number(ms.theirs?.median), ms.theirs ? number(most(differences), 2) : '–'],
      ]),
    },
  ];
}

export function relearning({ judged, results }) {
  const percent = (value) => (value === null ? '–' : `${value} %`);
  return [
    {
      title: `Retraining on product reviews: right of ${judged} others, and of what was known before`,
      note: 'Medians of several seeds. Refused: how many the gate would hold back as worse on the short reviews of the probe.',
      columns: ['', 'products', 'probe', 'films', 'refused', 'seconds'],
      rows: list(results).flatMap(({ model, before, rows }) => [
        [`${model}, as it is`, percent(before.products), percent(before.probe), percent(before.films), '', ''],
        ...rows.map(({ n, products, probe, films, refused, seeds, seconds }) => [
          ...[`${model}, ${n} labels`, percent(products), percent(probe), percent(films)],
          ...[`${refused} of ${seeds}`, seconds],
        ]),
      ]),
    },
  ];
}

export function drift({ results }) {
  const percent = (share) => `${number(100 * share, 2)} %`;
  return [
    {
      title: 'Drift of texts: false alarms',
      columns: ['', 'streams', 'with an alarm', '95 % interval'],
      rows: list(results).map(({ model, falseAlarms: { streams: all, alarms, interval } }) => [
        ...[model, all, alarms, interval.map(percent).join(' to ')],
      ]),
    },
    {
      title: 'Drift of texts: noticed',
      columns: ['', 'noticed', 'median texts', 'latest'],
      rows: list(results).flatMap(({ model, detection }) =>
        detection.map(({ name, noticed, streams: all, median, latest }) => [
          ...[`${model}: ${name}`, `${noticed} of ${all}`, median ?? '–', latest ?? '–'],
        ]),
      ),
    },
  ];
}
