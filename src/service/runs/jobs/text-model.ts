// The model that a text run starts from: new weights, or those of a model that is here.

import type { NnBackend } from '../../../ml/compute/nn/types';
import { splitCombined } from '../../../ml/text/combined/files';
import { VOCABULARY_FILE } from '../../../ml/text/encoder/files';
import { modelKind } from '../../../ml/text/kind';
import { freshTextModel, loadTextModel } from '../../../ml/text/load';
import { NgramModel } from '../../../ml/text/ngram/model';
import type { ModelFiles, TextModel } from '../../../ml/text/types';
import type { TextConfig } from '../../configs/schema';
import { invalid } from '../../errors';
import { readShipped, readShippedFile } from '../../reviews/shipped';
import { checkEncoder } from '../../reviews/sizes';

type Asset = (path: string) => Promise<Uint8Array>;

/**
 * @param base files of the model to start from; null: new weights
 * @param asset a file that ships with the app
 */
export async function startFilesOf(config: TextConfig, base: ModelFiles | null, asset: Asset): Promise<ModelFiles> {
  const { model, seed } = config;
  const { architecture: kind, size } = model;
  if (base) return partOf(base, kind);
  if (kind === 'ngram') return freshTextModel({ kind, architecture: '', vocabulary: new Uint8Array(0), seed });
  checkEncoder(size);
  const architecture = `L-${size.layers}_H-${size.hidden}_A-${size.heads}`;
  return freshTextModel({ kind, architecture, vocabulary: await vocabulary(asset), seed });
}

/** Of a combined model either part can be trained alone. */
function partOf(files: ModelFiles, wanted: TextConfig['model']['architecture']): ModelFiles {
  const kind = modelKind(files);
  if (kind === wanted) return files;
  if (kind === 'combined') return splitCombined(files)[wanted === 'ngram' ? 'ngram' : 'encoder'];
  const message = `The base is of architecture ${kind}; the configuration asks for ${wanted}.`;
  throw invalid('model.architecture', message);
}

/** New encoders read the pieces that the shipped one reads. */
async function vocabulary(asset: Asset): Promise<Uint8Array> {
  const models = (path: string) => asset(`models/${path}`);
  const files = (await readShipped(models)).models.flatMap((model) => model.files);
  const file = files.find(({ name }) => name.endsWith(VOCABULARY_FILE));
  if (!file) throw new Error('No model with a vocabulary comes with this version of the app.');
  return readShippedFile(file, models);
}

/** Without a backend only n-grams compute. */
export function loadText(nn: NnBackend | null, files: ModelFiles): TextModel {
  return nn ? loadTextModel(nn, files) : NgramModel.fromFiles(files);
}
