// The text rows in words: tables, and the goals beside what was measured.

import { round, table } from '../report.mjs';

export function printGroup({ rows, ceilingGflops }) {
  const ours = rows[0].msPerText?.median;
  const body = rows.map(({ name, batch, msPerText: ms, gflops, shareOfCeiling, difference, remark, note }) =>
    note
      ? [`${name} (${note})`, batch, '–', '–', '–', '–', '–', '–']
      : [
          remark ? `${name} (${remark})` : name,
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
  if (ceilingGflops) console.log(`Ceiling of one thread: ${ceilingGflops.median.toFixed(1)} GFLOP/s`);
}

export function printShipped(rows) {
  const body = rows.map(({ title, name, ms, textsPerSecond, note }) =>
    note
      ? [`${title}, ${name} (${note})`, '–', '–', '–']
      : [
          `${title}, ${name}`,
          ms.median.toFixed(2),
          `${ms.p25.toFixed(2)}–${ms.p75.toFixed(2)}`,
          textsPerSecond?.toFixed(0) ?? '–',
        ],
  );
  console.log(`\n${table([['', 'ms', 'quartiles', 'texts/s'], ...body])}`);
}

/** Each goal with what was measured; `met` is null where something is missing for it. */
export function judge(groups, goals) {
  return groups.flatMap(({ architecture, pass, rows }) => {
    const ours = rows.find(({ id }) => id === 'ours-1');
    if (pass === 'training') return trainingGoals(architecture, ours, goals);
    const peer = rows.find(({ id }) => id === 'onnx');
    const known = ours.msPerText && peer.msPerText;
    const value = known ? round(peer.msPerText.median / ours.msPerText.median, 3) : null;
    const goal = `${architecture}: forward at ${goals.forward} times onnxruntime-web, 1 thread`;
    return [{ goal, value, unit: 'times', met: known ? value >= goals.forward : null }];
  });
}

function trainingGoals(architecture, ours, { training, trainingMs }) {
  const known = Boolean(ours.msPerText);
  const rate = {
    goal: `${architecture}: training at ${training} GFLOP/s or more, 1 thread`,
    value: known ? ours.gflops : null,
    unit: 'GFLOP/s',
    met: known ? ours.gflops >= training : null,
  };
  if (architecture !== trainingMs.architecture) return [rate];
  const goal = `${architecture}: training in ${trainingMs.most} ms a text or less, 1 thread`;
  const value = known ? ours.msPerText.median : null;
  return [rate, { goal, value, unit: 'ms', met: known ? value <= trainingMs.most : null }];
}

export function printGoals(goals) {
  const verdict = (met) => (met === null ? 'not measured' : met ? 'met' : 'missed');
  const body = goals.map(({ goal, value, unit, met }) => [
    goal,
    value === null ? '–' : `${value} ${unit}`,
    verdict(met),
  ]);
  console.log(`\n${table([['goal', 'measured', ''], ...body])}`);
}
