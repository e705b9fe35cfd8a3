// Taking a model that a run made to the page that uses its kind.

import { fromNested } from '../../ml/gmm/nested';
import { ServiceError } from '../../wire/errors';
import type { SavedMixture } from '../models';
import type { Book } from './book';
import type { TrainedFiles } from './job';
import { configOf } from './plan';
import type { RunRecord, TrainedRecord } from './record';

/** The pages that take models. */
export interface ModelTakers {
  /** Makes it the Points page's model. */
  takeMixture(saved: SavedMixture): Promise<void>;
  /** Keeps it among the text models, to score with. */
  takeText(model: TextModelTaken): Promise<void>;
}

export interface TextModelTaken {
  readonly name: string;
  readonly files: TrainedFiles;
  readonly metrics: TrainedRecord['metrics'];
  readonly description: string;
  /** What it was trained from: a model's id or name; null for new weights. */
  readonly base: string | null;
}

export async function useModel(
  model: TrainedRecord,
  book: Book,
  files: TrainedFiles,
  takers: ModelTakers,
): Promise<{ readonly hash: string }> {
  switch (model.kind) {
    case 'mixture':
      await takers.takeMixture(await mixtureOf(files, book.get(model.run)));
      return { hash: '#/points' };
    case 'text': {
      const run = book.get(model.run);
      const config = await configOf(run);
      const base = config.kind === 'text' ? config.model.base : null;
      const description = `Run ${run.id}, ${model.role} at step ${model.step.toLocaleString('en')}: ${run.data}`;
      await takers.takeText({ name: run.name, files, metrics: model.metrics, description, base });
      return { hash: '#/reviews' };
    }
    case 'image':
      return { hash: `#/runs/images/${model.id}` };
    case 'stream':
      throw new ServiceError(
        'conflict',
        'The Stream page goes on with its own run. This model can be downloaded, and its run be resumed or repeated.',
      );
  }
}

async function mixtureOf(files: TrainedFiles, run: RunRecord): Promise<SavedMixture> {
  const [bytes] = files.values();
  const [{ fitOptionsOf }, config] = await Promise.all([import('../configs/schema'), configOf(run)]);
  if (!bytes || config.kind !== 'mixture') throw new ServiceError('internal', 'The files of this model are damaged.');
  const mixture = fromNested(JSON.parse(new TextDecoder().decode(bytes)));
  return { mixture, options: fitOptionsOf(config), columns: [], n_points: 0, log_likelihood: null };
}
