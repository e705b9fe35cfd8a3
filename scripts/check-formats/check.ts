// `npm run check:formats`: exports models in every format and precision and has the programs that the formats are for read
// them: the product's own answers are wanted of all. ONNX Runtime and TensorFlow.js are asked here, Python's (onnx,
// onnxruntime, transformers, safetensors, scikit-learn, NumPy) by peers.py; those that are not there are passed over, with a
// word. PYTHON names another python3. Prints a table; fails where anything differs.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bytesOf } from '../../src/ml/formats';
import { exportAs, type FormatId, formatsOf, ONNX_FILE } from '../../src/ml/formats/export';
import type { Files, Precision } from '../../src/ml/formats/files';
import { largestDifference, runOnnx } from '../../src/ml/formats/onnx/run-onnx.fixture';
import { atPrecision } from '../../src/ml/formats/precision/precision';
import { runTfjs } from '../../src/ml/formats/tfjs/run-tfjs.fixture';
import { type Checked, checkedModels } from './models';

interface Row {
  readonly model: string;
  readonly format: FormatId;
  readonly precision: Precision;
  readonly bytes: number;
  readonly peer: string;
  /** Largest, of the answers; null where it was not asked. */
  readonly difference: number | null;
  readonly within: number;
  /** Why it was not asked, or what it refused. */
  readonly why: string;
}

/** What is the same arithmetic differs by rounding alone. */
const WITHIN = 1e-4;
/** TensorFlow.js's int8 has one scale for all of a tensor: it is compared with float32. */
const COARSE = 0.05;

interface Exported {
  readonly model: Checked;
  readonly format: FormatId;
  readonly precision: Precision;
  readonly made: Files;
  readonly want: ArrayLike<number>;
}

export default async function check(): Promise<void> {
  const rows: Row[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'millrace-formats-'));
  try {
    const jobs: object[] = [];
    for (const model of await checkedModels()) {
      for (const { id, precisions } of formatsOf(model.files)) {
        for (const precision of precisions) {
          const one = await exported(model, id, precision);
          rows.push(...(await askHere(one)));
          jobs.push(placed(one, join(folder, String(jobs.length))));
        }
      }
    }
    rows.push(...askPython(jobs));
  } finally {
    rmSync(folder, { recursive: true });
  }
  process.exitCode = told(rows) ? 0 : 1;
}

async function exported(model: Checked, format: FormatId, precision: Precision): Promise<Exported> {
  const { files } = model;
  const coarse = format === 'tfjs' && precision === 'int8';
  const own = precision === 'float32' || coarse ? files : atPrecision(files, precision);
  return { model, format, precision, made: exportAs(files, format, precision), want: await model.answer(own) };
}

async function askHere(one: Exported): Promise<Row[]> {
  const { model, format, precision, made, want } = one;
  const row = (peer: string, got: ArrayLike<number>, within: number): Row => {
    const about = { model: model.name, format, precision, bytes: bytesOf(made), peer, within };
    return { ...about, difference: largestDifference(got, want), why: '' };
  };
  if (format === 'onnx') {
    const { data } = (await runOnnx(made.get(ONNX_FILE)!, model.feeds))[model.output]!;
    const got = model.output === 'logits' ? differences(data) : data;
    return [row('onnxruntime-web', got, WITHIN)];
  }
  if (format === 'tfjs' && model.input) {
    const got = await runTfjs(made, model.input.data, [...model.input.shape]);
    return [row('tfjs', got, precision === 'int8' ? COARSE : WITHIN)];
  }
  return [];
}

function differences(logits: readonly number[]): number[] {
  return logits.flatMap((value, i) => (i % 2 === 1 ? [value - logits[i - 1]!] : []));
}

/** Writes the files, and says to Python what they are. */
function placed({ model, format, precision, made, want }: Exported, folder: string): object {
  for (const [path, bytes] of made) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const feeds = Object.entries(model.feeds).map(([name, given]) => [
    name,
    { ...given, data: [...Array.from(given.data)] },
  ]);
  return {
    ...{ model: model.name, format, precision, bytes: bytesOf(made), folder, output: model.output, texts: model.texts },
    ...{ feeds: Object.fromEntries(feeds), want: Array.from(want), within: WITHIN },
  };
}

function askPython(jobs: readonly object[]): Row[] {
  const python = process.env.PYTHON ?? 'python3';
  const script = join('scripts', 'check-formats', 'peers.py');
  const { status, stdout, stderr } = spawnSync(python, [script], {
    ...{ input: JSON.stringify(jobs), encoding: 'utf8', maxBuffer: 2 ** 28 },
  });
  if (status === 0) return JSON.parse(stdout);
  throw new Error(`${python} with NumPy is needed for half of the peers.\n${stderr}`);
}

/** Whether nothing differs. */
function told(rows: readonly Row[]): boolean {
  const asked = rows.filter(({ difference }) => difference !== null);
  const differing = asked.filter(({ difference, within }) => !(difference! <= within));
  const cells = (row: Row) => [
    ...[row.model, row.format, row.precision, String(row.bytes), row.peer],
    ...[
      row.difference?.toExponential(1) ?? '–',
      `≤ ${row.within}`,
      differing.includes(row) ? `differs ${row.why}` : 'same',
    ],
  ];
  const table = [['model', 'format', 'precision', 'bytes', 'peer', 'difference', 'bound', ''], ...asked.map(cells)];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => line[column]!.length)));
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
  const over = new Set(rows.flatMap(({ peer, difference, why }) => (difference === null ? [`${peer}: ${why}`] : [])));
  for (const line of over) console.log(`Passed over: ${line}`);
  console.log(`${asked.length - differing.length} the same, ${differing.length} differing`);
  return differing.length === 0;
}
