// Makes trainers: from a model's files and data, or from a checkpoint.

import type { NnBackend } from '../compute/nn/types';
import { readEncoder, readTokenizer } from '../text/encoder/files';
import { modelKind } from '../text/kind';
import type { ModelFiles } from '../text/types';
import { type Checkpoint, readCheckpoint } from './checkpoint';
import { CombinedLearner } from './combined-learner';
import { EncoderLearner } from './encoder-learner';
import { EpochTrainer } from './epoch-trainer';
import { TrainError } from './errors';
import type { Learner } from './learner';
import { NgramLearner } from './ngram-learner';
import { checkOptions, defaultOptions } from './options';
import type { TextTrainer, TrainCheckpoint, TrainData, TrainOptions } from './types';

export { TrainError } from './errors';
export { defaultOptions } from './options';

/**
 * A training from a model's files. The backend is used by this trainer until it is disposed of, and may be null
 * for the n-gram model. Throws TrainError, EncoderError or VocabularyError where something does not fit.
 */
export function createTrainer(
  nn: NnBackend | null,
  files: ModelFiles,
  data: TrainData,
  given: Partial<TrainOptions>,
): TextTrainer {
  const options = checkOptions({ ...defaultOptions(modelKind(files)), ...given });
  return start(nn, files, data, options, null);
}

/** A training that goes on where the checkpoint was made. Throws TrainError where the data are others. */
export function resumeTrainer(nn: NnBackend | null, checkpoint: TrainCheckpoint, data: TrainData): TextTrainer {
  const read = readCheckpoint(checkpoint.files);
  return start(nn, read.start, data, checkOptions(read.options), read);
}

function start(
  nn: NnBackend | null,
  files: ModelFiles,
  data: TrainData,
  options: TrainOptions,
  checkpoint: Checkpoint | null,
): TextTrainer {
  if (data.train.length === 0) throw new TrainError('train', 'There are no texts to train on');
  const learner = makeLearner(nn, files, data, options);
  try {
    return new EpochTrainer({ learner, start: files, data, options, checkpoint });
  } catch (error) {
    learner.dispose();
    throw error;
  }
}

function makeLearner(nn: NnBackend | null, files: ModelFiles, data: TrainData, options: TrainOptions): Learner {
  const kind = modelKind(files);
  if (kind === 'ngram') return new NgramLearner(files, data, options);
  if (!nn) throw new TrainError('backend', 'An encoder needs a backend to train on');
  if (kind === 'combined') return new CombinedLearner(nn, files, data, options);
  const tokenizer = readTokenizer(files, readEncoder(files).config);
  return new EncoderLearner({ nn, files, tokenizer, data, options });
}
