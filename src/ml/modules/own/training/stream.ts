// Goes on training a model of a stream on rows of one's own, batch after batch, in their order. The twin of
// ../../python/stream/train.py.
//
//   train(modelDir, ['rows.csv', '--batch_size=32', '--learning_rate=0.01', '--epochs=1'])
//
// Networks and linear models learn by plain stochastic gradient descent, and the last column is what is to be predicted; a
// mixture learns as it does from a stream, and all columns are its own.

import { networkOf, parametersOf, readStreamModel, type StreamModel } from '../../../formats/stream/model';
import { writeStreamFiles } from '../../../stream/files';
import { DoubleCore } from '../../../stream/learners/core';
import { MixtureLearner } from '../../../stream/learners/mixture';
import type { LearnerState } from '../../../stream/types';
import type { Rows } from '../rows';
import { streamFilesIn } from '../stream-serving';
import { readArgs, real, whole } from './args';
import { checkFinite, type Training, trainingModule, writeAll } from './module';
import { readRows } from './tables';

const OPTIONS = { batch_size: whole(32), learning_rate: real(0.01), epochs: whole(1) };

/** A batch, scaled as the model takes it, learnt from; its mean loss before that. */
type Learn = (X: Float64Array, y: Float64Array, n: number) => number | Promise<number>;

export const streamTraining = trainingModule(async (training) => {
  const { dir, args } = training;
  const { path, options } = readArgs(args, OPTIONS, 'the rows: a CSV file, what is to be predicted last');
  const model = readStreamModel(await streamFilesIn(dir));
  const rows = await readRows(dir, path);
  checkRows(model, rows);
  const learner = model.about.kind === 'mixture' ? mixtureOf(model) : networkOn(model, options.learning_rate);
  await learnAll(training, model, rows, options, learner.learn);
  const learnt = await learner.save();
  checkFinite(Object.values(learnt.arrays));
  const { about, config } = model;
  const { task, features, classes, scaler, batches, examples } = about;
  const source = { task, features, ...(classes && { classes }) };
  await writeAll(dir, writeStreamFiles(config, source, { learner: learnt, scaler, batches, examples }));
});

async function learnAll(
  { say, board }: Training,
  { about, scaler }: StreamModel,
  rows: Rows,
  { epochs, batch_size }: { readonly epochs: number; readonly batch_size: number },
  learn: Learn,
): Promise<void> {
  const columns = about.features.length;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const losses: number[] = [];
    for (let at = 0; at < rows.n; at += batch_size) {
      const n = Math.min(batch_size, rows.n - at);
      const { X, y } = partOf(rows, at, n, columns);
      const loss = await learn(scaler.transform(X, n), y, n);
      losses.push(loss);
      step += 1;
      await board.scalars(step, { train_loss: loss });
    }
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    say(`epoch ${epoch}: mean loss ${mean.toFixed(9)}`);
  }
}

/** Rows from `at`: their first columns, and the one after those, where there is one. */
function partOf({ data, d }: Rows, at: number, n: number, columns: number): { X: Float64Array; y: Float64Array } {
  const X = new Float64Array(n * columns);
  const y = new Float64Array(d > columns ? n : 0);
  for (let i = 0; i < n; i++) {
    const row = (at + i) * d;
    X.set(data.subarray(row, row + columns), i * columns);
    if (d > columns) y[i] = data[row + columns];
  }
  return { X, y };
}

function checkRows({ about, task }: StreamModel, { data, n, d }: Rows): void {
  const own = about.features.length;
  if (about.kind === 'mixture') {
    if (d !== own) throw new Error(`The rows must have ${own} numbers: the features.`);
    return;
  }
  if (d !== own + 1)
    throw new Error(`The rows must have ${own + 1} numbers: the features, and what is to be predicted.`);
  if (task.kind !== 'classification') return;
  for (let i = 0; i < n; i++) {
    const label = data[i * d + own];
    if (Number.isInteger(label) && label >= 0 && label < task.n_classes) continue;
    throw new Error(`Row ${i + 1} ends with ${label}: classes are 0 to ${task.n_classes - 1}.`);
  }
}

interface Learning {
  readonly learn: Learn;
  save(): Promise<LearnerState>;
}

/** What its own optimiser remembers stays as it was. */
function networkOn(model: StreamModel, learning_rate: number): Learning {
  const core = new DoubleCore(networkOf(model.about), { optimizer: 'sgd', learning_rate });
  core.begin(parametersOf(model));
  return {
    learn(X, y, n) {
      const loss = core.evaluate(X, y, n);
      core.descend();
      return loss;
    },
    save: async () => ({ ...model.state, arrays: { ...model.state.arrays, parameters: core.parameters() } }),
  };
}

function mixtureOf({ config, about, state }: StreamModel): Learning {
  const d = about.features.length;
  const learner = new MixtureLearner(config, d, state);
  return {
    learn: async (X, y, n) => (await learner.learn({ X, y, n, d })).loss,
    save: () => learner.save(),
  };
}
