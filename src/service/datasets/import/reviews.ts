// The reviews kept, as a dataset: whole or not at all, like any other.

import { putDataset } from '../../../storage/datasets';
import { readReviews } from '../../../storage/reviews';
import { ServiceError } from '../../../wire/errors';
import type { ReviewsJob } from '../host';
import type { Limits } from './limits';
import type { DatasetAbout } from './run';
import { Sink } from './sink';

/** Rejects 'invalid' when there are none. */
export async function writeReviews({ unlabelled, ...job }: ReviewsJob, limits: Limits): Promise<void> {
  const sink = new Sink(job.id, limits);
  for (const { id, text, sentiment, rating, ref = '' } of await readReviews()) {
    if (sentiment === null && !unlabelled) continue;
    const folder = sentiment === 1 ? 'pos' : sentiment === 0 ? 'neg' : 'unsup';
    const name = `${folder}/${id}${rating === null ? '' : `_${rating}`}.txt`;
    await sink.add({ text, name, ref, label: sentiment, rating, split: 'none' });
  }
  if (sink.n === 0) throw new ServiceError('invalid', 'There are no labelled reviews yet.');
  await sink.flush();
  const { starts, n, bytes } = sink;
  const about: DatasetAbout = { figures: sink.figures.finish(), skipped: 0, ignored: 0, problems: [], starts };
  const { id, name, origin: source, created_at } = job;
  await putDataset({ id, name, source, created_at, n, bytes, about });
}
