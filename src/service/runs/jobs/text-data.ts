// The texts of a run, out of a dataset: to train on, and to judge epochs by. Texts that judge are never trained on, nor is
// anything that says the same; those of the test part stay in storage until the end.

import { Rng } from '../../../ml/rng';
import { textKey } from '../../../ml/text/figures';
import { partTexts } from '../../../ml/text/parting';
import type { LabelledText } from '../../../ml/text/types';
import type { TrainData } from '../../../ml/trainer/types';
import type { DatasetRow, SplitName } from '../../../wire/datasets';
import { ServiceError } from '../../../wire/errors';
import { MAX_TRAIN_TEXTS } from '../../../wire/limits';
import type { TextConfig } from '../../configs/schema';
import { openDataset, walkRows } from '../../datasets/reading';
import { invalid } from '../../errors';
import { Breath } from '../../pace';
import type { JobData } from '../job';
import { partsInWords } from './words';

export type TextData = Extract<JobData, { kind: 'texts' }>;

export interface TextParts extends TrainData {
  /** For people. */
  readonly description: string;
}

const SPLIT_OF = { train: 'train', val: 'validation', test: 'test' } as const satisfies Record<string, SplitName>;

/**
 * Without a part to judge epochs by, a share of the training part is held out, equal texts together. A dataset that is not
 * parted is all training part. Objectives without labels take unlabelled texts, too.
 * Rejects ServiceError 'invalid' where there is nothing to learn from, 'too_large' for too much.
 */
export async function textPartsOf(source: TextData, config: TextConfig): Promise<TextParts> {
  const { record } = await openDataset(source.dataset);
  const labels = needsLabels(config);
  const read = await readParts(source, labels);
  const own = read.val.length > 0;
  const judging = new Set(read.judging);
  const teaching = limited(
    read.train.filter(({ text }) => !judging.has(textKey(text))),
    config,
  );
  if (teaching.length === 0) throw invalid('data.dataset', `${record.name} has no texts to train on.`);
  if (teaching.length > MAX_TRAIN_TEXTS) {
    const most = MAX_TRAIN_TEXTS.toLocaleString('en');
    const message = `${record.name} has more than ${most} texts to train on: set data.limit.`;
    throw new ServiceError('too_large', message, [{ field: 'data.limit', message }]);
  }
  const parted = own ? { train: teaching, held_out: read.val } : held(teaching, labels, config);
  if (labels) checkLabels(parted.train);
  const counts = { train: parted.train.length, [own ? 'val' : 'held out']: parted.held_out.length };
  return { ...parted, description: `${record.name}: ${partsInWords({ ...counts, test: read.test })}` };
}

/** The texts of the test part that have a label. */
export async function testTextsOf({ dataset, parts }: TextData): Promise<LabelledText[]> {
  const texts: LabelledText[] = [];
  for await (const row of walkRows(dataset, { split: SPLIT_OF[parts.test ?? 'test'] })) {
    if (row.label !== null) texts.push({ text: row.text, label: row.label });
  }
  return texts;
}

function needsLabels({ trainer }: TextConfig): boolean {
  return trainer.objective === 'classification';
}

interface ReadParts {
  readonly train: LabelledText[];
  readonly val: LabelledText[];
  /** Texts with a label. */
  readonly test: number;
  /** Keys of the texts of both, but for a part that is trained on because the configuration says so. */
  readonly judging: readonly number[];
}

async function readParts({ dataset, parts }: TextData, labels: boolean): Promise<ReadParts> {
  const train = SPLIT_OF[parts.train ?? 'train'];
  const val = SPLIT_OF[parts.val ?? 'val'];
  const testing = SPLIT_OF[parts.test ?? 'test'];
  const found = { train: [] as LabelledText[], val: [] as LabelledText[], rest: [] as LabelledText[] };
  const judging: number[] = [];
  let test = 0;
  const breath = new Breath();
  for await (const row of walkRows(dataset)) {
    await breath.take();
    if (row.split === testing && row.label !== null) test += 1;
    if (row.split !== train && (row.split === val || row.split === testing)) judging.push(textKey(row.text));
    if (row.text.trim() === '' || (labels && row.label === null)) continue;
    if (row.split === train) found.train.push(labelled(row));
    if (row.split === val) found.val.push(labelled(row));
    if (row.split === 'none') found.rest.push(labelled(row));
  }
  // Unlabelled texts stand in no part.
  const all = found.train.length === 0 || !labels ? [...found.train, ...found.rest] : found.train;
  return { train: all, val: found.val, test, judging };
}

/** Objectives without labels do not read them. */
function labelled({ text, label }: DatasetRow): LabelledText {
  return { text, label: label ?? 0 };
}

/** As many as are wanted, by chance, in their order. */
function limited(texts: readonly LabelledText[], { data: { limit }, seed }: TextConfig): readonly LabelledText[] {
  if (limit === null || texts.length <= limit) return texts;
  const order = new Rng(seed).shuffle(Uint32Array.from({ length: texts.length }, (_, i) => i));
  return Array.from(order.slice(0, limit).sort(), (i) => texts[i]);
}

function held(texts: readonly LabelledText[], labels: boolean, { data, seed }: TextConfig): TrainData {
  const { held_out: share } = data;
  if (share === 0) return { train: texts, held_out: [] };
  const places = partTexts({
    keys: Float64Array.from(texts, ({ text }) => textKey(text)),
    labels: Int8Array.from(texts, ({ label }) => (labels ? label : 0)),
    fixed: null,
    shares: [1 - share, share, 0],
    seed,
  });
  return { train: texts.filter((_, i) => places[i] === 0), held_out: texts.filter((_, i) => places[i] === 1) };
}

function checkLabels(texts: readonly LabelledText[]): void {
  const labels = new Set(texts.map(({ label }) => label));
  if (labels.has(0) && labels.has(1)) return;
  throw invalid('data.dataset', 'Training needs at least one positive and one negative text.');
}
