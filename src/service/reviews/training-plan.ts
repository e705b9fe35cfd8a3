// What a training is to do, decided before it begins, and its texts as they are stored with it.

import type { LabelledText } from '../../ml/text/types';
import { ServiceError } from '../../wire/errors';
import type { TrainOverrides } from './host';
import type { Made } from './made';
import type { Split } from './split';

export interface TrainingData extends Split {
  /** Texts that will judge the model afterwards: its training does not see them. */
  readonly judges?: readonly LabelledText[];
}

/** A training with everything decided. */
export interface TrainingPlan {
  /** The model to start from. */
  readonly model: string;
  readonly name: string;
  readonly options: TrainOverrides;
  readonly serve: boolean;
  readonly data: TrainingData;
  /** How the new model will have been made. */
  readonly made: Made;
  /** Numbers of the kept reviews among `data.train`. */
  readonly ids: readonly number[];
}

/** The texts' name among the run's files. */
export const DATA_FILE = 'data.json';

/** A training needs both labels to tell apart. */
export function checkLabels(labelled: readonly LabelledText[]): void {
  const labels = new Set(labelled.map((item) => item.label));
  if (labels.has(0) && labels.has(1)) return;
  const message = 'Training needs at least one positive and one negative review.';
  throw new ServiceError('invalid', message, [
    { field: 'reviews', message: `has ${labelled.length} of one label only` },
  ]);
}

export function encodeData(data: TrainingData): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(data));
}

export function decodeData(bytes: Uint8Array | undefined): TrainingData {
  if (!bytes) throw new ServiceError('internal', 'The texts of the interrupted training are missing.');
  return JSON.parse(new TextDecoder().decode(bytes)) as TrainingData;
}
