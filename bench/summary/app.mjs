// What of the measurements of the whole app is told: how soon it is there, how it feels, what it holds.

import { list } from './cells.mjs';

export function starts({ starts: kinds, pages }) {
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

export function lighthouses({ rows }) {
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

export function interactions({ rows }) {
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

export function typing({ rows }) {
  return [
    {
      title: 'From the key to the score, 200 words',
      columns: ['', 'p50 ms', 'p95 ms', 'long tasks'],
      rows: list(rows).map((row) => [`${row.model}, ${row.while}`, row.p50_ms, row.p95_ms, row.long_tasks.count]),
      bars: { column: 2, unit: 'ms', better: 'less', ours: () => true },
    },
  ];
}

export function labelling({ reviews, rows }) {
  return [
    {
      title: `The page of reviews with ${reviews.toLocaleString('en')} of them`,
      columns: ['', 'p50 ms', 'p95 ms'],
      rows: list(rows).map(({ what, p50_ms, p95_ms }) => [what, p50_ms, p95_ms ?? '–']),
    },
  ];
}

export function hours({ minutes, growth }) {
  return [
    {
      title: `What the app holds over ${minutes} minutes of use`,
      columns: ['', 'first third', 'last third'],
      rows: Object.entries(growth).map(([name, { first, last }]) => [name, first, last]),
    },
  ];
}

/** Frames and long tasks of a page, as cells. */
const feelOf = ({ framesPerSecond, frameMs, longTasks }) => [
  ...[framesPerSecond, frameMs.p95, longTasks.count, longTasks.longestMs],
];

export function trainings({ labels, rows, clicks }) {
  return [
    {
      title: `What people wait for, and the page meanwhile`,
      note: `Retrainings are of ${labels} labels, to the gate’s word; the others were watched for as long as told.`,
      columns: ['', 'seconds', 'frames/s', 'p95 ms', 'tasks over 50 ms', 'longest ms'],
      rows: list(rows)
        .filter(({ frameMs }) => frameMs)
        .map((row) => [row.what, row.seconds, ...feelOf(row)]),
    },
    {
      title: 'From the click to the point on the plane',
      columns: ['', 'times', 'p50 ms', 'p95 ms'],
      rows: list(clicks)
        .filter(({ p50_ms }) => p50_ms !== undefined)
        .map(({ what, times, p50_ms, p95_ms }) => [what, times, p50_ms, p95_ms]),
    },
  ];
}

export function imports({ texts, rows }) {
  return [
    {
      title: 'Importing a table of texts',
      note: `The texts are ${texts}. Megabytes are those of the heaviest renderer.`,
      columns: ['', 'texts', 'seconds', 'texts/s', 'MB before', 'MB at most', 'frames/s', 'tasks over 50 ms'],
      rows: list(rows).map((row) => [
        ...[`${row.name}, ${row.fileMB} MB`, row.n.toLocaleString('en'), row.seconds, row.textsPerSecond],
        ...[row.beforeMB ?? '–', row.peakMB ?? '–', row.framesPerSecond, row.longTasks.count],
      ]),
    },
  ];
}

export function histories({ size, rows }) {
  return [
    {
      title: `The page of runs with ${size.runs} of them, of ${size.rows.toLocaleString('en')} rows of metrics each`,
      columns: ['', 'times', 'p50 ms', 'p95 ms', 'tasks over 50 ms'],
      rows: list(rows).map(({ what, times, p50_ms, p95_ms, longTasks }) => [
        ...[what, times, p50_ms, p95_ms, longTasks ? longTasks.count : '–'],
      ]),
    },
  ];
}

export function hostile({ rows }) {
  return [
    {
      title: 'Files made to harm',
      note: 'Milliseconds until they are refused; what the heaviest renderer held before and at most; then how soon the app answers.',
      columns: ['', 'file, MB', 'ms', 'MB before', 'MB at most', 'answers after, ms', 'refused'],
      rows: list(rows).map((row) =>
        row.note
          ? [row.title, '–', '–', '–', '–', '–', row.note]
          : [
              ...[row.title, row.sentMB, row.ms, row.beforeMB ?? '–', row.peakMB ?? '–', row.answersAfterMs],
              row.refused ? 'yes' : 'no',
            ],
      ),
    },
  ];
}
