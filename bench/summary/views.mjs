// What of each file of results is told, as tables: a title, columns, rows, and which column is drawn as bars.
//
// A table is { title, note, columns, rows, bars }: `rows` of cells, the first a label; `bars`, where there are any, is
// { column, unit, better: 'less' | 'more', ours: row => boolean }.

const isOurs = ([label]) => /^Millrace/.test(label);
const number = (value, digits = 3) => (value === null || value === undefined ? '–' : Number(value.toPrecision(digits)));
const list = (items = []) => (Array.isArray(items) ? items : []);

function mixtures({ suites, grid, growth }) {
  return [...list(suites), ...list(grid)].map(mixture).concat(growing(list(growth)));
}

function mixture({ title, rows }) {
  const [{ ms: ours }] = rows;
  return {
    title: title.replace(/: milliseconds per iteration$/, ''),
    note: 'Milliseconds per iteration of EM, full covariance. Rows marked * were measured on fewer points and scaled.',
    columns: ['', 'threads', 'median ms', 'least ms', 'times ours'],
    rows: rows.map(({ name, threads, ms, measuredOn }) => [
      ...[`${name}${measuredOn ? ' *' : ''}`, threads, number(ms.median), number(ms.min)],
      number(ms.median / ours.median),
    ]),
    bars: { column: 2, unit: 'ms', better: 'less', ours: isOurs },
  };
}

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

function texts({ groups, shipped, goals }) {
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
  const app = {
    title: 'The shipped models, as the app runs them',
    columns: ['', 'median ms', 'p75 ms'],
    rows: list(shipped).map(({ title, name, ms }) => [`${title}, ${name}`, number(ms.median), number(ms.p75)]),
  };
  return [...arenas, app, goalsOf(list(goals))];
}

function goalsOf(goals) {
  return {
    title: 'Goals',
    columns: ['', 'reached', 'met'],
    rows: goals.map(({ goal, unit, value, met }) => [goal, `${value} ${unit}`, met ? 'yes' : 'no']),
  };
}

function streams({ throughput, memory, detectors }) {
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

function starts({ starts: kinds, pages }) {
  const ms = (value) => Math.round(value.median);
  return [
    {
      title: 'From the address to the first score of a review',
      note: 'Milliseconds, medians. Cold: a fresh profile; warm: a later visit; offline: without a server.',
      columns: ['', 'first paint', 'the field', 'first score'],
      rows: list(kinds).map(({ kind, paint, field, score }) => [kind, ms(paint), ms(field), ms(score)]),
      bars: { column: 3, unit: 'ms', better: 'less', ours: () => true },
    },
    {
      title: 'What a first visit fetches, by page',
      note: 'Kilobytes until the page is quiet, without what is kept for offline use.',
      columns: ['', 'requests', 'kB', 'kB gzip', 'kB brotli'],
      rows: list(pages).map(({ page, requests, bytes, gzip, brotli }) => [
        ...[page, requests],
        ...[bytes, gzip, brotli].map((size) => Math.round(size / 1000)),
      ]),
      bars: { column: 3, unit: 'kB', better: 'less', ours: () => true },
    },
  ];
}

function lighthouses({ rows }) {
  const shown = list(rows).filter(({ scores }) => scores);
  const names = Object.keys(shown[0]?.scores ?? {});
  return [
    {
      title: 'Lighthouse',
      note: 'Scores of 100; then milliseconds. Compressed as hosts do.',
      columns: ['', ...names, 'first paint', 'largest paint', 'blocked'],
      rows: shown.map(({ form, page, scores, times }) => [
        `${form}, ${page}`,
        ...names.map((name) => Math.round(100 * scores[name])),
        ...['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'].map((id) =>
          Math.round(times[id]),
        ),
      ]),
    },
  ];
}

function interactions({ rows }) {
  return [
    {
      title: 'The page while a mixture is fitted',
      note: 'Frames a second, and tasks of the main thread over 50 ms.',
      columns: ['', 'frames/s', 'p95 ms', 'long tasks', 'longest ms'],
      rows: list(rows).map(({ n, activity, framesPerSecond, frameMs, longTasks }) => [
        ...[`${n.toLocaleString('en')} points, ${activity}`, framesPerSecond, frameMs.p95],
        ...[longTasks.count, longTasks.longestMs],
      ]),
    },
  ];
}

function typing({ rows }) {
  return [
    {
      title: 'From the key to the score, 200 words',
      columns: ['', 'p50 ms', 'p95 ms', 'long tasks'],
      rows: list(rows).map((row) => [`${row.model}, ${row.while}`, row.p50_ms, row.p95_ms, row.long_tasks.count]),
      bars: { column: 2, unit: 'ms', better: 'less', ours: () => true },
    },
  ];
}

function labelling({ reviews, rows }) {
  return [
    {
      title: `The page of reviews with ${reviews.toLocaleString('en')} of them`,
      columns: ['', 'p50 ms', 'p95 ms'],
      rows: list(rows).map(({ what, p50_ms, p95_ms }) => [what, p50_ms, p95_ms ?? '–']),
    },
  ];
}

function drift({ results }) {
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

function hours({ minutes, growth }) {
  return [
    {
      title: `What the app holds over ${minutes} minutes of use`,
      columns: ['', 'first third', 'last third'],
      rows: Object.entries(growth).map(([name, { first, last }]) => [name, first, last]),
    },
  ];
}

/** By file of results, in the order in which they are told. */
export const VIEWS = [
  { id: 'points', title: 'Mixtures', tables: mixtures },
  { id: 'text', title: 'Texts', tables: texts },
  { id: 'stream', title: 'Streams', tables: streams },
  { id: 'starts', title: 'Starts', tables: starts },
  { id: 'lighthouse', title: 'Lighthouse', tables: lighthouses },
  { id: 'interaction', title: 'Under load', tables: interactions },
  { id: 'typing', title: 'Typing', tables: typing },
  { id: 'labelling', title: 'Many reviews', tables: labelling },
  { id: 'drift', title: 'Drift', tables: drift },
  { id: 'hour', title: 'An hour', tables: hours },
];
