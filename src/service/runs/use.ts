// Taking a model that a run made to the page that uses its kind.

import { fromNested } from '../../ml/gmm/nested';
import { DEFAULT_OPTIONS, type FitOptions, type Mixture } from '../../ml/gmm/types';
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
  // Its run may have been deleted, and the model kept.
  const run = model.run === '' ? null : book.get(model.run);
  switch (model.kind) {
    case 'mixture':
      await takers.takeMixture(await mixtureOf(files, run));
      return { hash: '#/points' };
    case 'text': {
      const config = run && (await configOf(run));
      const base = config?.kind === 'text' ? config.model.base : null;
      const place = `${model.role} at step ${model.step.toLocaleString('en')}`;
      const description = run ? `Run ${run.id}, ${place}: ${run.data}` : `Model ${model.id}, ${place}`;
      await takers.takeText({ name: book.nameOf(model), files, metrics: model.metrics, description, base });
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

async function mixtureOf(files: TrainedFiles, run: RunRecord | null): Promise<SavedMixture> {
  const [bytes] = files.values();
  if (!bytes) throw damaged();
  const mixture = fromNested(JSON.parse(new TextDecoder().decode(bytes)));
  return { mixture, options: await optionsOf(mixture, run), columns: [], n_points: 0, log_likelihood: null };
}

/** What it was fitted with, as far as that is known. */
async function optionsOf({ n_components, covariance_type }: Mixture, run: RunRecord | null): Promise<FitOptions> {
  if (!run) return { ...DEFAULT_OPTIONS, n_components, covariance_type };
  const [{ fitOptionsOf }, config] = await Promise.all([import('../configs/schema'), configOf(run)]);
  if (config.kind !== 'mixture') throw damaged();
  return fitOptionsOf(config);
}

function damaged(): ServiceError {
  return new ServiceError('internal', 'The files of this model are damaged.');
}
