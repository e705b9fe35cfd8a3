// In which formats a model can be had, by what it is and without reading it: for the list. What src/ml/formats says of its
// files is the same (library.test.ts).

import type { FormatId } from '../../ml/formats';

export type FormatName = 'archive' | FormatId;

/** Null of one of which that is not known: as an archive every model can be had. */
export type Structure = 'mixture' | 'encoder' | 'ngram' | 'combined' | 'image' | 'module' | StreamStructure | null;
type StreamStructure = 'stream of weights' | 'stream of a mixture';

const FORMATS: Readonly<Record<NonNullable<Structure>, readonly FormatName[]>> = {
  mixture: ['archive', 'sklearn', 'sklearn-code', 'numpy', 'onnx'],
  encoder: ['archive', 'safetensors', 'huggingface', 'onnx'],
  combined: ['archive', 'safetensors', 'huggingface', 'onnx'],
  ngram: ['archive', 'files', 'onnx'],
  image: ['archive', 'safetensors', 'onnx', 'tfjs'],
  'stream of weights': ['archive', 'safetensors', 'onnx', 'tfjs'],
  'stream of a mixture': ['archive', 'files', 'onnx'],
  module: ['archive'],
};

export function knownFormats(structure: Structure): readonly FormatName[] {
  return structure === null ? ['archive'] : FORMATS[structure];
}

/** @param learner its id; null where it is not known */
export function streamStructure(learner: string | null): StreamStructure | null {
  if (learner === null) return null;
  return learner === 'mixture' ? 'stream of a mixture' : 'stream of weights';
}

/** Of a text model by its architecture; null for what is none. */
export function textStructure(architecture: unknown): Structure {
  return architecture === 'encoder' || architecture === 'ngram' || architecture === 'combined' ? architecture : null;
}
