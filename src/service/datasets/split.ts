// Parts a dataset anew. Which text goes where: src/ml/text/parting.ts.

import { refigure, textKey } from '../../ml/text/figures';
import { partTexts } from '../../ml/text/parting';
import { rewriteSplits } from '../../storage/datasets';
import { SPLITS, type SplitRequest } from '../../wire/datasets';
import { chunksOf, openDataset } from './reading';

/** All of the texts are gone through once; then splits and figures are written together, or neither. */
export async function splitDataset(id: string, request: SplitRequest): Promise<void> {
  const open = await openDataset(id);
  const { record, about } = open;
  const keys = new Float64Array(record.n);
  const labels = new Int8Array(record.n);
  const came = new Uint8Array(record.n);
  for await (const { from, chunk } of chunksOf(open)) {
    chunk.texts.forEach((text, j) => {
      keys[from + j] = textKey(text);
    });
    labels.set(chunk.labels, from);
    came.set(chunk.splits, from);
  }
  const { train, validation, test, seed, keepTest } = request;
  const fixed = keepTest ? came.map((split) => (split === SPLITS.indexOf('test') ? 1 : 0)) : null;
  const splits = partTexts({ keys, labels, fixed, shares: [train, validation, test], seed });
  const figures = refigure(about.figures, keys, labels, splits);
  await rewriteSplits({ ...record, about: { ...about, figures } }, splits);
}
