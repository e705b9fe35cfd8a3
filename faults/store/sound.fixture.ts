// A store with something of everything in it, written as the app writes it, in which all is in order.

import { encodeProfile } from '../../src/ml/drift/profile-file';
import { DEFAULT_OPTIONS } from '../../src/ml/gmm/types';
import { Series } from '../../src/ml/stream/series';
import { SERIES_COLUMNS } from '../../src/ml/stream/session';
import { NGRAM_FILE, writeNgram } from '../../src/ml/text/ngram/file';
import { createDatasetHost } from '../../src/service/datasets/host';
import { newImport } from '../../src/service/datasets/import-record';
import { nodeImagesEnv } from '../../src/service/images/env.node';
import { asFiles, pictures } from '../../src/service/images/images.fixture';
import { noAbout } from '../../src/service/library/about';
import { DATA_FILE, encodeData } from '../../src/service/reviews/training-plan';
import { sizeOf } from '../../src/service/runs/bytes';
import { RunLog } from '../../src/service/runs/log';
import { blankRecord } from '../../src/service/runs/plan';
import { putAside } from '../../src/storage/aside';
import { saveBatch } from '../../src/storage/batch';
import { putConfig } from '../../src/storage/configs';
import { saveImport } from '../../src/storage/datasets';
import { MOST_AS_BYTES } from '../../src/storage/files';
import { putModule } from '../../src/storage/library';
import { addModel } from '../../src/storage/models';
import { saveReviewScores } from '../../src/storage/review-scores';
import { addReviews, newReviewRecord } from '../../src/storage/reviews';
import { saveRun } from '../../src/storage/runs';
import { writeSetting } from '../../src/storage/settings';
import { saveKept, saveStreamFile, saveStreamRun } from '../../src/storage/stream';
import { beginTextRun, putTextModel, saveTextRun } from '../../src/storage/text-models';
import { saveGate, saveProfile } from '../../src/storage/versions';
import { saveWorkspace } from '../../src/storage/workspace';

const AT = '2026-01-01T00:00:00.000Z';
export const TEXT_MODEL = '00000000-0000-4000-8000-000000000001';

export async function fillSound(): Promise<void> {
  await fillPoints();
  await fillTexts();
  await fillRuns();
  await fillStream();
  await putModule(
    'm',
    { ...noAbout('m'), name: 'Mine', module: { created_at: AT, bytes: 3, manifest: {} } },
    new Map([['train.js', Uint8Array.of(1, 2, 3)]]),
  );
  const gone = { format: 2, at: AT, source: 'trained', kind: 'image', bytes: 2, kept: { record: {} } };
  await putAside('gone', gone, new Map([['model.bin', new Uint8Array(MOST_AS_BYTES + 1)]]));
}

async function fillPoints(): Promise<void> {
  await writeSetting('reviews.draft', 'half a sen');
  const n = 40_000;
  const page = { options: DEFAULT_OPTIONS, session: { phase: 'idle', mixture: null }, selection: null, search: null };
  await saveWorkspace(
    { format: 1, columns: ['x', 'y'], source: 'drawn', rev: 3, page: { ...page, speed: null } },
    { matrix: { n, d: 2, data: Float64Array.from({ length: 2 * n }, (_, i) => i % 7) }, fromRow: 0 },
  );
  const mixture = {
    ...{ n_components: 1, n_features: 1, covariance_type: 'full' },
    ...{ weights: Float64Array.of(1), means: Float64Array.of(2), covariances: Float64Array.of(3) },
  } as const;
  await addModel({
    ...{ id: 'id-1', name: 'M', kind: 'mixture', version: 1, created_at: AT, bytes: 24, description: '' },
    payload: { mixture, options: DEFAULT_OPTIONS, columns: ['x'], n_points: 2, log_likelihood: null },
  });
}

async function fillTexts(): Promise<void> {
  await addReviews([
    newReviewRecord({ text: 'Good.', sentiment: 1, created_at: AT }),
    newReviewRecord({ text: 'Or not', sentiment: null, created_at: AT }),
  ]);
  await saveReviewScores({ model: 'nano', ids: Float64Array.of(1), logits: Float32Array.of(0.5) });
  const file = writeNgram({ bias: 0.1, weights: new Map([[5, 0.5]]), order: 2 });
  await putTextModel(
    {
      ...{ id: TEXT_MODEL, name: 'Words', kind: 'ngram', architecture: '', parameters: 2, bytes: file.length },
      ...{ untrained: false, created_at: AT, held_out: null, parent: null, description: '' },
    },
    new Map([[NGRAM_FILE, file]]),
  );
  await saveProfile(TEXT_MODEL, profile());
  await saveGate(TEXT_MODEL, {
    ...{ champion: 'nano', challenger: TEXT_MODEL, at: AT, passed: true, reasons: [] },
    ...{ min_accuracy: 0.5, alpha: 0.05, sets: [], flips: [] },
  });
  const progress = {
    ...{ model: TEXT_MODEL, name: 'Next', step: 1, steps: 2, epoch: 0, epochs: 1, rate: 0, secondsLeft: null },
    ...{ n_train: 2, n_held_out: 0, before: null, loss: [], held_out: [], engine: '' },
  };
  const run = { format: 1, running: true, serve: false, options: {}, progress, checkpoint: null, attempts: 0 };
  await beginTextRun(run, new Map([[DATA_FILE, encodeData({ train: [], held_out: [] })]]));
  await saveTextRun({ ...run, checkpoint: 1 }, new Map([['state.bin', Uint8Array.of(1)]]));
  const lines = ['text,label,split', ...Array.from({ length: 700 }, (_, i) => `bad ${i},0,test`), 'good,1,train'];
  const source = { kind: 'file', name: 't.csv', file: new Blob([lines.join('\n')]) } as const;
  await createDatasetHost().run({
    ...{ id: 'data-1', name: 'Table', origin: 't.csv', created_at: AT, source, columns: null, keep: true },
  });
  await saveImport({
    record: newImport({ source, name: 'Table', into: 'dataset', columns: null }, 'Table'),
    file: source.file,
  });
  await saveBatch({ record: {}, index: Uint32Array.of(0, 1), label: Int8Array.of(0, 1), score: Float32Array.of(0.5) });
}

function profile(): Uint8Array {
  const embeddings = { n: 1, d: 1, data: Float32Array.of(0.5) };
  return encodeProfile({
    sample: {
      ...{ n: 1, scores: Float64Array.of(0.5), lengths: Float64Array.of(2), unknown: Float64Array.of(0) },
      ...{ tokens: Float64Array.of(1, 1), embeddings, labels: Int8Array.of(1) },
    },
    ...{ vocabulary: ['good'], known: Uint32Array.of(3), about: 'two texts' },
  });
}

async function fillRuns(): Promise<void> {
  const log = new RunLog();
  for (let step = 0; step < 1200; step++) {
    log.add({ epoch: 0, step, time: step, values: { train_loss: 1 / (step + 1) }, lasting: false });
  }
  const checkpoint = { step: 3, moments: new Map([['w', Float32Array.of(1, 2)]]) };
  const place = { epoch: 0, step: 1199, bytes: sizeOf(checkpoint), saved_at: AT };
  const trained = {
    ...{ format: 1, id: 'run-1-best', run: 'run-1', kind: 'mixture', role: 'best', epoch: 0, step: 0, bytes: 2 },
    ...{ created_at: AT, metrics: {}, score: null },
  };
  await saveRun({
    id: 'run-1',
    record: {
      ...blankRecord('run-1', 'Run', new Date(0)),
      ...{ phase: 'stopped', figures: log.figures(), checkpoint: place },
    },
    ...{ rows: log.unsaved(), checkpoints: [{ role: 'last', checkpoint }] },
    trained: [{ id: 'run-1-best', record: trained, files: new Map([['a/model.bin', Uint8Array.of(1, 2)]]) }],
  });
  await putConfig({ id: 'config-1', file_name: 'a.yaml', text: 'kind: image', changed_at: AT });
  await putConfig({ id: 'config-2', file_name: 'b.yaml', text: 'kind: image', changed_at: AT });
  await nodeImagesEnv()
    .spawn()
    .host.take({
      ...{ id: 'images-1', name: 'Shapes', origin: 'shapes', created_at: AT, files: 120 },
      ...{ source: asFiles(pictures('d/', ['a', 'b'], 40)), folder: 'd' },
    });
}

async function fillStream(): Promise<void> {
  const series = new Series(SERIES_COLUMNS, 8);
  const memento = { batches: 0, examples: 0, learner: { kind: 'network' }, series: series.save() };
  await saveStreamRun({
    ...{ format: 1, phase: 'stopped', message: '', saved_at: AT, config: {}, about: {}, shown: {}, task: {} },
    ...{ features: [], queue: [], memento },
  });
  await saveKept('kept-1', {}, [{ id: 'kept-1' }]);
  const table = { id: 'table-1', name: 'T', rows: 5000, columns: ['a'], bytes: 9, created_at: AT };
  await saveStreamFile(
    table,
    Array.from({ length: 5000 }, (_, i) => [i]),
  );
}
