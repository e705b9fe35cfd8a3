// What runs over streams leave is served by the Python scripts of archives with the same answers, and trained on.

import 'fake-indexeddb/auto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../ml/bert/safetensors';
import { atPrecision } from '../../../ml/formats';
import { missing } from '../../../ml/modules/python/testing/host.fixture';
import {
  bodyOf,
  expectClose,
  filesIn,
  moduleOf,
  scalarsIn,
  scratch,
  serve,
  train,
} from '../../../ml/modules/python/testing/run-python.fixture';
import { createLearner } from '../../../ml/stream/learners';
import { Scaler } from '../../../ml/stream/scaler';
import type { Plain } from '../../configs/yaml';
import type { JobRequest, TrainedFiles } from '../job';
import { configOf, runToEnd } from './jobs.fixture';
import { STREAM_MODEL_FILE, STREAM_WEIGHTS_FILE } from './stream-model';

type Section = Record<string, Plain>;

function learnt(model: Section, source: string): Promise<TrainedFiles> {
  const trainer = { batches: 30, batch_size: 32, window: 10, compute: 'cpu' };
  const config = configOf({ kind: 'stream', model, data: { source }, trainer });
  const request: JobRequest = {
    ...{ config, data: { kind: 'generated' }, checkpoint: null },
    backend: { kind: 'cpu', threads: 1 },
  };
  return runToEnd(request).then(({ last }) => last.files);
}

/** The model's own outputs, made anew from its files. */
async function outputsOf(files: TrainedFiles, X: readonly number[][]): Promise<number[]> {
  const about = JSON.parse(new TextDecoder().decode(files.get(STREAM_MODEL_FILE)));
  const tensors = readSafetensors(files.get(STREAM_WEIGHTS_FILE)!);
  const arrays = Object.fromEntries([...tensors].map(([name, { data }]) => [name, Float64Array.from(data)]));
  const d = about.features.length;
  const learner = await createLearner({ ...about.learner, compute: 'cpu' }, d, about.task, {
    ...{ kind: about.kind, header: about.header, arrays },
  });
  const scaler = new Scaler(d, about.scaler);
  return [...(await learner.predict(scaler.transform(Float64Array.from(X.flat()), X.length), X.length))];
}

const rowsOf = (d: number) =>
  Array.from({ length: 25 }, (_, i) => Array.from({ length: d }, (_, j) => ((i * 7 + j * 3) % 11) - 4.5));

describe.skipIf(missing)('streams in Python', () => {
  it('give the same answers: networks of two classes, of several and of a number, linear models, mixtures', async () => {
    const models = await Promise.all([
      learnt({ id: 'network', hidden: [8] }, 'sea'),
      learnt({ id: 'network', hidden: [8, 5], activation: 'tanh' }, 'led'),
      learnt({ id: 'network', hidden: [6], activation: 'sigmoid' }, 'friedman'),
      learnt({ id: 'linear' }, 'hyperplane'),
      learnt({ id: 'mixture', n_components: 3 }, 'random-rbf'),
    ]);
    // Layers in single precision, each apart.
    const wide = models[1]!;
    models.push(atPrecision(wide, 'float32'));
    const inputs = models.map((files) =>
      rowsOf(JSON.parse(new TextDecoder().decode(files.get(STREAM_MODEL_FILE))).features.length),
    );
    const asked = models.map((files, i) => ({ folder: moduleOf('stream', files), body: { X: inputs[i] } }));
    const answers = await serve(asked);
    for (const [i, files] of models.entries()) {
      const { probabilities, predictions, log_density } = JSON.parse(bodyOf(answers[i]));
      const got: number[] = predictions ?? log_density ?? probabilities.flat();
      const [expected, within] = i < 5 ? [files, 1e-9] : [wide, 1e-5];
      expectClose(got, await outputsOf(expected, inputs[i]!), within);
    }
  });

  it('learn on by gradients, and the product reads what they wrote', async () => {
    const files = await learnt({ id: 'network', hidden: [8] }, 'sea');
    const folder = moduleOf('stream', files);
    const rows = rowsOf(3).map((row) => [...row, row[0]! + row[1]! > 0 ? 1 : 0]);
    const [csv, out] = [join(scratch, 'rows.csv'), join(scratch, 'stream-trained')];
    writeFileSync(csv, `a,b,c,label\n${rows.map((row) => row.join()).join('\n')}\n`);
    const [log] = await train([{ folder, args: [out, csv, '--epochs=30', '--learning_rate=0.1'], board: 'logs' }]);
    const losses = [...log!.matchAll(/mean loss ([\d.]+)/g)].map(([, value]) => Number(value));
    expect(losses).toHaveLength(30);
    // One batch holds all rows: each step goes down the slope.
    losses.slice(1).forEach((loss, i) => {
      expect(loss).toBeLessThan(losses[i]!);
    });
    expect(losses.at(-1)!).toBeLessThan(0.8 * losses[0]!);
    const scalars = scalarsIn(join(out, 'logs'));
    expect(scalars).toEqual(losses.map((loss, i) => ['train_loss', i + 1, expect.closeTo(loss, 5)]));
    const trained = filesIn(out);
    const [answer] = await serve([{ folder: moduleOf('stream', trained), body: rowsOf(3) }]);
    const { probabilities } = JSON.parse(bodyOf(answer));
    expectClose(probabilities.flat(), await outputsOf(trained, rowsOf(3)), 1e-9);
  });
});
