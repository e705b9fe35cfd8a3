// A device with something in every store, the service over it, and archives made by hand: for tests of back-ups.

import { vi } from 'vitest';
import { putConfig } from '../../storage/configs';
import { putModule } from '../../storage/library';
import { addModel } from '../../storage/models';
import { addReviews, newReviewRecord } from '../../storage/reviews';
import { saveRun } from '../../storage/runs';
import { writeSetting } from '../../storage/settings';
import { saveKept, saveStreamConfig, saveStreamFile, saveStreamRun } from '../../storage/stream';
import { beginTextRun, type FileMap, putTextModel, saveTextRun, type TextModelRecord } from '../../storage/text-models';
import { saveGate, saveProfile } from '../../storage/versions';
import { saveWorkspace } from '../../storage/workspace';
import { createDataService } from '../data';
import { checkDataset } from '../datasets/about';
import { createDatasetHost } from '../datasets/host';
import { checkImageSet } from '../images/about';
import { nodeImagesEnv } from '../images/env.node';
import { asFiles, pictures } from '../images/images.fixture';
import { checkAbout, noAbout } from '../library/about';
import { RunLog } from '../runs/log';
import { blankRecord } from '../runs/plan';
import { checkRun, checkTrained } from '../runs/record';

const checks = {
  workspace: (record: unknown) => {
    if ((record as { ok?: boolean })?.ok !== true) throw new Error('is not ok');
  },
  model: () => {},
  textModel: (_kind: string, files: FileMap) => {
    if (!files.has('config.json')) throw new Error('has no config.json');
  },
  textRun: () => {},
  dataset: checkDataset,
  imageSet: checkImageSet,
  run: checkRun,
  trained: checkTrained,
  about: checkAbout,
  streamRun: (record: unknown) => {
    if ((record as { ok?: boolean })?.ok !== true) throw new Error('is not ok');
  },
};

/** A model that came of a run. */
export const TRAINED = {
  ...{ format: 1, id: 'run-1-best', run: 'run-1', kind: 'mixture', role: 'best', epoch: 0, step: 0, bytes: 2 },
  ...{ created_at: '2026-01-01T00:00:00.000Z', metrics: { val_loss: Number.NaN }, score: null },
};

const TEXT_MODEL: TextModelRecord = {
  id: 'text-1',
  name: 'Mine',
  kind: 'encoder',
  architecture: 'L-2_H-128_A-2',
  parameters: 3,
  bytes: 5,
  untrained: false,
  created_at: '2026-01-01T00:00:00.000Z',
  held_out: { loss: 0.3, accuracy: 0.9, n: 10 },
  parent: null,
  description: '',
};

/** What the service is without the engine around it. */
export function service() {
  const deps = {
    emit: vi.fn(),
    appVersion: '1.2.3',
    checks,
    suspend: vi.fn(async () => {}),
    hold: vi.fn(async () => {}),
    resume: vi.fn(async () => {}),
    reload: vi.fn(async () => {}),
  };
  return { data: createDataService(deps), deps };
}

/** Puts something into every store. */
export async function fill() {
  await writeSetting('seed', 7);
  const lines = ['text,label,split,ref', ...Array(700).fill('bad <b>,0,test,'), '"so\ngood",1,train,T-1'];
  const file = new Blob([lines.join('\n')]);
  await createDatasetHost().run({
    ...{ id: 'data-1', name: 'Table', origin: 't.csv', created_at: '2026-01-01T00:00:00.000Z' },
    ...{ source: { kind: 'file', name: 't.csv', file }, columns: null, keep: true },
  });
  await nodeImagesEnv()
    .spawn()
    .host.take({
      ...{ id: 'images-1', name: 'Shapes', origin: 'shapes', created_at: '2026-01-01T00:00:00.000Z', files: 120 },
      ...{ source: asFiles(pictures('d/', ['a', 'b'], 40)), folder: 'd' },
    });
  await saveStreamConfig({ speed: null });
  await saveStreamRun({ ok: true, weights: Float64Array.of(1, Number.NaN) });
  await saveKept('kept-1', { sums: Float64Array.of(2) }, [{ id: 'kept-1' }]);
  const table = { id: 'table-1', name: 'T', rows: 300, columns: ['a', 'b'], bytes: 9, created_at: '2026-01-01' };
  await saveStreamFile(
    table,
    Array.from({ length: 300 }, (_, i) => (i === 7 ? ['odd'] : [i, i % 2 ? 'x' : null])),
  );
  await saveRun({
    ...{ id: 'run-1', record: blankRecord('run-1', 'Run', new Date(0)), rows: rows() },
    checkpoints: [{ role: 'last', checkpoint: { step: 3, moments: new Map([['w', Float32Array.of(1, 2)]]) } }],
    trained: [{ id: 'run-1-best', record: TRAINED, files: new Map([['a/model.bin', Uint8Array.of(1, 2)]]) }],
  });
  await putConfig({ id: 'config-1', file_name: 'a.yaml', text: 'kind: image # ß', changed_at: '2026-01-01' });
  const points = { data: Float64Array.of(1, 2, 3, 4), n: 2, d: 2 };
  await saveWorkspace(
    { ok: true, change: Number.POSITIVE_INFINITY, m: Float64Array.of(0.1) },
    { matrix: points, fromRow: 0 },
  );
  await addModel({
    id: 'id-1',
    name: 'M',
    kind: 'mixture',
    version: 1,
    created_at: '2026-01-01T00:00:00.000Z',
    bytes: 8,
    description: '',
    payload: { w: Float64Array.of(1) },
  });
  const created_at = '2026-01-01T00:00:00.000Z';
  await putModule(
    'module-1',
    { ...noAbout('module-1'), name: 'Own', module: { created_at, bytes: 1, manifest: {} } },
    new Map([['train.js', Uint8Array.of(59)]]),
  );
  await addReviews([
    newReviewRecord({ text: 'good \ud800 <b>', sentiment: 1, created_at, ref: 'T-2' }),
    newReviewRecord({ text: '', sentiment: null, created_at }),
  ]);
  await putTextModel(
    TEXT_MODEL,
    new Map([
      ['config.json', Uint8Array.of(1, 2)],
      ['w.bin', Uint8Array.of(3, 4, 5)],
    ]),
  );
  await saveProfile('text-1', Uint8Array.of(1, 2, 3));
  await saveGate('text-1', { passed: true, p: Number.NaN });
  await beginTextRun({ step: 0 }, new Map([['data.json', Uint8Array.of(7)]]));
  await saveTextRun({ step: 3 }, new Map([['m.bin', Uint8Array.of(9)]]));
}

function rows() {
  const log = new RunLog();
  log.add({ epoch: 0, step: 0, time: 1, values: { val_loss: Number.NaN }, lasting: true });
  return log.unsaved();
}

export async function gzip(bytes: Uint8Array): Promise<Blob> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).blob();
}
