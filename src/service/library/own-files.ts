// The product's own kinds of model by their files: which kind files are, which of them are the model, and whether it is whole.

import { ownModel } from '../../ml/formats';
import { checkMixtureSize } from '../../ml/formats/mixture/read';
import { readImageModel } from '../../ml/image/files';
import { loadStream, MIXTURE_FILE, readMixture } from '../../ml/modules/own';
import { STREAM_MODEL_FILE, STREAM_WEIGHTS_FILE } from '../../ml/stream/files';
import { COMBINED_FILE } from '../../ml/text/combined/files';
import { CONFIG_FILE, VOCABULARY_FILE, WEIGHTS_FILE } from '../../ml/text/encoder/files';
import { modelKind } from '../../ml/text/kind';
import { NGRAM_FILE } from '../../ml/text/ngram/file';
import type { TextModelKind } from '../../ml/text/types';
import type { ModelKind, ModelPreview } from '../../wire/library';
import { checkUsable } from '../models';
import { checkTextModel } from '../reviews/check';
import { checkFiles } from '../reviews/sizes';
import { layersOf, summaryOf } from './look';
import type { Files } from './source';

export interface Recognised {
  readonly preview: ModelPreview;
  /** Of the model itself: what its kind's module reads; of modules, all files of the archive. */
  readonly files: Files;
  readonly architecture: string;
  readonly parameters: number;
  /** Of an archive of the product's own kinds: what its README.md says, which leaves with the model again. */
  readonly readme?: string | undefined;
}

export type OwnKind = Exclude<ModelKind, 'module'>;

/** A module of other people's may have a model.safetensors of its own: an encoder has a configuration beside it. */
export function ownKind(files: Files): OwnKind | null {
  const own = ownModel(files);
  if (own === 'encoder') return files.has(CONFIG_FILE) ? 'text' : null;
  return own === 'ngram' || own === 'combined' ? 'text' : own;
}

const ENCODER_FILES = [CONFIG_FILE, WEIGHTS_FILE, VOCABULARY_FILE];
const TEXT_FILES: Readonly<Record<TextModelKind, readonly string[]>> = {
  ngram: [NGRAM_FILE],
  encoder: ENCODER_FILES,
  combined: [COMBINED_FILE, `ngram/${NGRAM_FILE}`, ...ENCODER_FILES.map((name) => `encoder/${name}`)],
};
const OWN_FILES: Readonly<Record<Exclude<OwnKind, 'text'>, readonly string[]>> = {
  mixture: [MIXTURE_FILE],
  stream: [STREAM_MODEL_FILE, STREAM_WEIGHTS_FILE],
  image: [CONFIG_FILE, WEIGHTS_FILE],
};

/** Without scripts, requirements and whatever else lies beside: it could not be read where the model is looked into. */
export function ownFiles(kind: OwnKind, files: Files): Files {
  const names = kind === 'text' ? TEXT_FILES[modelKind(files)] : OWN_FILES[kind];
  return new Map([...files].filter(([path]) => names.includes(path)));
}

type AboutFile = Omit<ModelPreview, 'kind' | 'description' | 'files'> & { readonly files?: readonly string[] };

/** Rejects, saying what is wrong, where it could not be used. */
export async function ofModel(kind: ModelKind, files: Files, about: AboutFile): Promise<Recognised> {
  checkFiles(files);
  // As large a one as the Points page has, which lists and backs up what is kept.
  if (kind === 'mixture') {
    const json = files.get(MIXTURE_FILE) ?? new Uint8Array(0);
    checkMixtureSize(json.length);
    checkUsable(readMixture(json));
  }
  if (kind === 'text') checkTextModel(modelKind(files), files);
  if (kind === 'image') readImageModel(files);
  if (kind === 'stream') (await loadStream(files)).learner.dispose();
  const { architecture, description } = summaryOf({ kind, files });
  const name = about.name.replace(/\.(tar\.gz|tgz|tar|zip|json|m?[jt]s)$/i, '') || 'Model';
  return {
    preview: { ...about, kind, description, name, files: about.files ?? [...files.keys()] },
    ...{ files, architecture },
    parameters: layersOf({ kind, files }).reduce((sum, layer) => sum + layer.parameters, 0),
  };
}
