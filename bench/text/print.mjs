// The text rows in words: tables, and the goals beside what was measured.

import { round, table } from '../report.mjs';

export function printGroup({ rows, ceilingGflops }) {
  const ours = rows[0].msPerText?.median;
  const body = rows.map(({ name, batch, msPerText: ms, gflops, shareOfCeiling, difference, remark, note }) =>
    note
      ? [`${name} *`, batch, '–', '–', '–', '–', '–', '–']
      : [
          remark ? `${name} *` : name,
          batch,
          ms.median.toFixed(2),
          `${ms.p25.toFixed(2)}–${ms.p75.toFixed(2)}`,
          ours ? (ms.median / ours).toFixed(2) : '–',
          gflops.toFixed(1),
          shareOfCeiling ? `${Math.round(100 * shareOfCeiling)} %` : '–',
          difference === null ? '–' : difference.toExponential(0),
        ],
  );
  const heading = ['', 'batch', 'ms a text', 'quartiles', 'times ours', 'GFLOP/s', 'of the ceiling', 'difference'];
  console.log(`\n${table([heading, ...body])}`);
  if (ceilingGflops) console.log(`Ceiling of one thread: ${ceilingGflops.max.toFixed(1)} GFLOP/s`);
  printRemarks(rows);
}

function printRemarks(rows) {
  for (const { name, note, remark } of rows) if (note ?? remark) console.log(`* ${name}: ${note ?? remark}`);
}

export function printShipped(rows) {
  const body = rows.map(({ model, title, name, ms, textsPerSecond, remark, note }) =>
    note
      ? [`${model}: ${title}, ${name} *`, '–', '–', '–']
      : [
          `${model}: ${title}, ${name}${remark ? ' *' : ''}`,
          ms.median.toFixed(2),
          `${ms.p25.toFixed(2)}–${ms.p75.toFixed(2)}`,
          textsPerSecond?.toFixed(0) ?? '–',
        ],
  );
  console.log(`\n${table([['', 'ms', 'quartiles', 'texts/s'], ...body])}`);
  printRemarks(rows.map((row) => ({ ...row, name: `${row.title}, ${row.name}` })));
}

/**
 * Each goal with what was measured, by medians and by the quickest runs (which a busy machine spoils less);
 * `met` is by medians, and null where something is missing for it.
 */
export function judge(groups, goals) {
  return groups.flatMap(({ architecture, pass, flopsPerText, rows }) => {
    const ours = rows.find(({ id }) => id === 'ours-1').msPerText;
    const of = (peer) => rows.find(({ id }) => id === peer)?.msPerText;
    if (pass === 'training') {
      const stock = rows.filter(({ id, msPerText }) => id.startsWith('tfjs-') && msPerText);
      const quickest = stock.toSorted((a, b) => a.msPerText.median - b.msPerText.median)[0]?.msPerText;
      return [
        ...trainingGoals(architecture, flopsPerText, ours, goals),
        ...peerGoals(architecture, { ours, quickest, torch: of('torch') }, goals),
      ];
    }
    const peer = of('onnx');
    const goal = `${architecture}: forward at ${goals.forward} times onnxruntime-web, 1 thread`;
    const ratio = (kind) => peer[kind] / ours[kind];
    return [toGoal(goal, 'times', ours && peer ? ratio : null, (value) => value >= goals.forward)];
  });
}

function trainingGoals(architecture, operations, ours, { training, trainingMs }) {
  const rate = (kind) => operations / ours[kind] / 1e6;
  const goal = `${architecture}: training at ${training} GFLOP/s or more, 1 thread`;
  const speed = toGoal(goal, 'GFLOP/s', ours ? rate : null, (value) => value >= training);
  if (architecture !== trainingMs.architecture) return [speed];
  const other = `${architecture}: training in ${trainingMs.most} ms a text or less, 1 thread`;
  return [speed, toGoal(other, 'ms', ours ? (kind) => ours[kind] : null, (value) => value <= trainingMs.most)];
}

/** Beside those who train, too. */
function peerGoals(architecture, { ours, quickest, torch }, goals) {
  const faster = `${architecture}: a training step at ${goals.stock} times the quickest stock tfjs, 1 thread`;
  const near = `${architecture}: a training step in ${goals.torch} times PyTorch's time or less, 1 thread`;
  const times = (a, b) => (a && b ? (kind) => a[kind] / b[kind] : null);
  return [
    toGoal(faster, 'times', times(quickest, ours), (value) => value >= goals.stock),
    toGoal(near, 'times', times(ours, torch), (value) => value <= goals.torch),
  ];
}

/** `figure(kind)`: of the medians or of the minima; null where there is none. */
function toGoal(goal, unit, figure, reached) {
  if (!figure) return { goal, unit, value: null, ofMinima: null, met: null };
  const value = round(figure('median'), 3);
  return { goal, unit, value, ofMinima: round(figure('min'), 3), met: reached(value) };
}

export function printScoring(rows) {
  const body = rows.map(({ name, batch, tokens, p50, p95, reviewsPerSecond, timesOurs, remark, note }) => [
    `${name}, ${batch} × ${tokens} tokens${(note ?? remark) ? ' *' : ''}`,
    ...(note ? ['–', '–', '–', '–'] : [p50, p95, reviewsPerSecond, timesOurs]),
  ]);
  console.log(`\n${table([['', 'p50 ms', 'p95 ms', 'reviews/s', 'times ours'], ...body])}`);
  printRemarks(rows);
}

export function printGoals(goals) {
  const verdict = (met) => (met === null ? 'not measured' : met ? 'met' : 'missed');
  const body = goals.map(({ goal, value, ofMinima, unit, met }) =>
    met === null ? [goal, '–', '–', verdict(met)] : [goal, `${value} ${unit}`, `${ofMinima} ${unit}`, verdict(met)],
  );
  console.log(`\n${table([['goal', 'by medians', 'by quickest runs', ''], ...body])}`);
}
