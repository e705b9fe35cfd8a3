// Invariants of reviews, text models and their training, datasets of texts, and what is kept about versions.

import { decodeProfile } from '../../src/ml/drift/profile-file';
import { checkDataset, readAbout } from '../../src/service/datasets/about';
import { readStoredImport } from '../../src/service/datasets/import-record';
import { readStoredTake } from '../../src/service/images/take-record';
import { gateReportSchema } from '../../src/service/retrain/report-schema';
import { checkTextModel } from '../../src/service/reviews/check';
import { parseRunRecord } from '../../src/service/reviews/run-record';
import { DATA_FILE, decodeData } from '../../src/service/reviews/training-plan';
import { type DatasetRecord, isDatasetRecord, isTextChunk, type TextChunk } from '../../src/storage/datasets';
import { toReviewRecord } from '../../src/storage/reviews';
import { isTextModelRecord } from '../../src/storage/text-models';
import { SPLITS } from '../../src/wire/datasets';
import { type Invariant, inOrder, isMadeHere, type Report, refusal, type Store, totalBytes } from './invariant';

const RUN = '#run';
const RUN_DATA = '#run-data';

export const TEXT_INVARIANTS: readonly Invariant[] = [
  {
    id: 'reviews',
    says: 'Every review is one, under its own number, and says when it was labelled where it is',
    check: (store, report) => {
      for (const { key, value } of store.all('reviews')) {
        const review = toReviewRecord(value);
        const { labelled_at, sentiment } = Object(value) as { labelled_at?: unknown; sentiment?: unknown };
        if (!review || review.id !== key) report(`reviews ${String(key)}`, 'it is no review of that number');
        else if ((labelled_at === null) !== (sentiment === null)) {
          report(`reviews ${String(key)}`, 'it has a label without its time, or a time without a label');
        }
      }
    },
  },
  {
    id: 'text-models',
    says: 'Every text model has its files, as many bytes as it says, and can be opened',
    check: checkModels,
  },
  {
    id: 'text-files',
    says: 'Every file belongs to a text model, or to the training that is under way',
    check: (store, report) => {
      const run = store.get('textRun', 'current') !== undefined;
      const models = store.ids('textModels');
      for (const owner of store.owners('textFiles')) {
        const known = owner === RUN || owner === RUN_DATA ? run : models.has(owner);
        if (!known) report(`textFiles ${owner}`, 'nothing has these files');
      }
    },
  },
  {
    id: 'text-run',
    says: 'The training of a text model can go on: its record, its texts, its checkpoint',
    check: checkRun,
  },
  {
    id: 'datasets',
    says: 'Every dataset has the rows that it says, in whole chunks, counted as they are',
    check: checkDatasets,
  },
  {
    id: 'dataset-rows',
    says: 'Every chunk of rows belongs to a dataset, or to the import that is under way',
    afterStart: true,
    check: (store, report) => {
      const { record } = Object(store.get('imports', 'current')) as { record?: unknown };
      const importing = readStoredImport(record)?.id;
      const datasets = store.ids('datasets');
      for (const owner of store.owners('datasetRows')) {
        if (!datasets.has(owner) && owner !== importing) report(`datasetRows ${owner}`, 'no dataset has these rows');
      }
    },
  },
  {
    id: 'import',
    says: 'There is one import of texts and one of images at most, and each can be taken up again',
    check: (store, report) => {
      for (const { key, value } of store.all('imports')) {
        const { record, file } = Object(value) as { record?: unknown; file?: unknown };
        const known = key === 'current' ? readStoredImport(record) : key === 'images' ? readStoredTake(record) : null;
        if (known === null || !(file === null || file instanceof Blob))
          report(`imports ${String(key)}`, 'it is no import');
      }
    },
  },
  {
    id: 'batch',
    says: 'The latest batch has a label for each of its texts, and no more scores than texts',
    check: (store, report) => {
      for (const { key, value } of store.all('batch')) {
        const { index, label, score } = Object(value) as Record<string, unknown>;
        const sound =
          index instanceof Uint32Array &&
          label instanceof Int8Array &&
          score instanceof Float32Array &&
          index.length === label.length &&
          score.length <= index.length;
        if (!sound) report(`batch ${String(key)}`, 'its columns do not fit each other');
      }
    },
  },
  {
    id: 'review-scores',
    says: 'The scores of reviews are one each',
    check: (store, report) => {
      for (const { key, value } of store.all('reviewScores')) {
        const { ids, logits } = Object(value) as Record<string, unknown>;
        const sound = ids instanceof Float64Array && logits instanceof Float32Array && ids.length === logits.length;
        if (!sound) report(`reviewScores ${String(key)}`, 'numbers and scores do not fit each other');
      }
    },
  },
  {
    id: 'profiles',
    says: 'Every profile of what a model was trained on can be read, its checksum included',
    check: (store, report) => {
      for (const { key, value } of store.all('profiles')) {
        const why = refusal(() => decodeProfile(value as Uint8Array));
        if (why !== null) report(`profiles ${String(key)}`, why);
      }
    },
  },
  {
    id: 'gates',
    says: 'Every report of a gate can be read',
    check: (store, report) => {
      for (const { key, value } of store.all('gates')) {
        if (!gateReportSchema.safeParse(value).success) report(`gates ${String(key)}`, 'it is no report');
      }
    },
  },
  {
    id: 'versions',
    says: 'Profiles and reports are of models that are here, or come with the app',
    check: (store, report) => {
      const models = store.ids('textModels');
      for (const name of ['profiles', 'gates']) {
        for (const id of store.ids(name)) {
          if (isMadeHere(id) && !models.has(id)) report(`${name} ${id}`, 'there is no such model');
        }
      }
    },
  },
];

function checkModels(store: Store, report: Report): void {
  for (const { key, value } of store.all('textModels')) {
    const at = `textModels ${String(key)}`;
    if (!isTextModelRecord(value) || value.id !== key) {
      report(at, 'it is no record of a text model of that id');
      continue;
    }
    const files = filesOf(store, value.id);
    const bytes = totalBytes(files.values());
    if (bytes !== value.bytes) report(at, `its files have ${bytes} bytes, and its record says ${value.bytes}`);
    const why = refusal(() => checkTextModel(value.kind, files));
    if (why !== null) report(at, why);
  }
}

function filesOf(store: Store, owner: string): Map<string, Uint8Array> {
  return new Map([...store.under('textFiles', owner)].map(([name, bytes]) => [String(name), bytes as Uint8Array]));
}

function checkRun(store: Store, report: Report): void {
  for (const { key, value } of store.all('textRun')) {
    const at = `textRun ${String(key)}`;
    if (key !== 'current') report(at, 'there is one training only');
    const why = refusal(() => {
      const { checkpoint, progress } = parseRunRecord(value);
      decodeData(filesOf(store, RUN_DATA).get(DATA_FILE));
      const files = filesOf(store, RUN).size;
      if (checkpoint !== null && files === 0) throw new Error('its checkpoint has no files');
      if (checkpoint === null && files > 0) throw new Error('it has files of a checkpoint that it does not have');
      const { model } = progress;
      if (isMadeHere(model) && !store.ids('textModels').has(model)) throw new Error('its model is not here');
    });
    if (why !== null) report(at, why);
  }
}

function checkDatasets(store: Store, report: Report): void {
  for (const { key, value } of store.all('datasets')) {
    const at = `datasets ${String(key)}`;
    if (!isDatasetRecord(value) || value.id !== key) {
      report(at, 'it is no record of a dataset of that id');
      continue;
    }
    const chunks = inOrder(store.under('datasetRows', value.id));
    if (!chunks?.every(isTextChunk)) report(at, 'a chunk of its rows is missing or damaged');
    else {
      const why = refusal(() => {
        checkDataset({ record: value, chunks });
        checkCounts(value, chunks);
      });
      if (why !== null) report(at, why);
    }
  }
}

/** The record counts rows by part and label; the rows must say the same. */
function checkCounts(record: DatasetRecord, chunks: readonly TextChunk[]): void {
  const figures = readAbout(record.about)?.figures.splits ?? [];
  const counted = new Map<string, number>();
  for (const { labels, splits } of chunks) {
    labels.forEach((label, i) => {
      const place = `${SPLITS[splits[i] ?? 0]} ${label}`;
      counted.set(place, (counted.get(place) ?? 0) + 1);
    });
  }
  for (const { split, positive, negative, unlabelled } of figures) {
    for (const [label, n] of [
      [1, positive],
      [0, negative],
      [-1, unlabelled],
    ] as const) {
      const has = counted.get(`${split} ${label}`) ?? 0;
      if (has !== n) throw new Error(`it says ${n} rows of label ${label} in ${split}, and has ${has}`);
      counted.delete(`${split} ${label}`);
    }
  }
  if (counted.size > 0) throw new Error(`it has rows of ${[...counted.keys()].join(', ')} that it does not count`);
}
