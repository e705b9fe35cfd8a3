// An encoder's numbers outside any backend: read from a file and checked against the table, or fresh from a seed.
// Held by the table's names (qkv fused); `toFile` gives Hugging Face's names back.

import { Rng } from '../rng';
import type { EncoderConfig } from './config';
import { EncoderError } from './errors';
import { type HeadKind, type ParameterSpec, parameterTable } from './parameters';
import type { Tensor, Tensors } from './safetensors';

export interface Weights {
  /** Heads there are numbers for: the classifier always. */
  readonly heads: readonly HeadKind[];
  /** By the table's names. */
  readonly values: ReadonlyMap<string, Float32Array>;
}

/** In Hugging Face's checkpoints, but no parameters of ours. */
const IGNORED = /^bert\.embeddings\.position_ids$|^cls\.seq_relationship\.|^cls\.predictions\.decoder\./;

/** Fresh numbers: normal with deviation initializer_range for matrices, 0 for biases, 1 for LayerNorms' scales. */
export function freshWeights(config: EncoderConfig, seed: number, heads: readonly HeadKind[] = []): Weights {
  const all = allHeads(heads);
  const rng = new Rng(seed);
  const values = new Map(parameterTable(config, all).map((spec) => [spec.name, fresh(spec, config, rng)]));
  return { heads: all, values };
}

/** The same weights with heads added that were missing, fresh from the seed. */
export function withHeads(config: EncoderConfig, weights: Weights, heads: readonly HeadKind[], seed: number): Weights {
  const all = allHeads([...weights.heads, ...heads]);
  const rng = new Rng(seed);
  const values = new Map<string, Float32Array>();
  for (const spec of parameterTable(config, all)) {
    values.set(spec.name, weights.values.get(spec.name) ?? fresh(spec, config, rng));
  }
  return { heads: all, values };
}

/** In a fixed order, with the classifier. */
function allHeads(heads: readonly HeadKind[]): HeadKind[] {
  return (['classifier', 'mlm', 'rtd'] as const).filter((head) => head === 'classifier' || heads.includes(head));
}

function fresh(spec: ParameterSpec, config: EncoderConfig, rng: Rng): Float32Array {
  const data = new Float32Array(spec.size);
  if (spec.fresh === 'ones') data.fill(1);
  if (spec.fresh === 'normal') for (let i = 0; i < data.length; i++) data[i] = rng.normal() * config.initializer_range;
  return data;
}

/**
 * The weights of a file that must fit the configuration exactly. Heads that the file lacks altogether are left
 * out, except the classifier: where that is missing it begins fresh from `seed` (a pretrained encoder without a
 * task yet). What stands in one tensor is not copied: weights are read, and learn on a backend. Throws EncoderError naming what is missing, superfluous or of another shape.
 */
export function fromFile(config: EncoderConfig, tensors: Tensors, seed: number): Weights {
  const known = parameterTable(config, ['classifier', 'mlm', 'rtd']);
  const knownNames = new Set(known.flatMap((spec) => spec.files));
  const strange = [...tensors.keys()].filter((name) => !knownNames.has(name) && !IGNORED.test(name));
  if (strange.length > 0) refuse(`it has “${strange[0]}”, which this architecture does not (${strange.length} such)`);
  const heads = (['classifier', 'mlm', 'rtd'] as const).filter((head) => tensors.has(MARK[head]));
  const values = new Map<string, Float32Array>();
  for (const spec of known) {
    const wanted = spec.part.kind !== 'head' || heads.includes(spec.part.head);
    // A pooler may come without a classifier: it was trained with something else.
    if (wanted || spec.files.every((name) => tensors.has(name))) values.set(spec.name, take(spec, tensors));
  }
  const weights = { heads, values };
  return heads.includes('classifier') ? weights : withHeads(config, weights, [], seed);
}

/** The tensor that tells whether a file has a head. */
const MARK: Readonly<Record<HeadKind, string>> = {
  classifier: 'classifier.weight',
  mlm: 'cls.predictions.bias',
  rtd: 'discriminator_predictions.dense.weight',
};

function take(spec: ParameterSpec, tensors: Tensors): Float32Array {
  const slice = [spec.shape[0] / spec.files.length, ...spec.shape.slice(1)];
  // All are checked before there is room made: a configuration may claim any size.
  const parts = spec.files.map((name) => {
    const tensor = tensors.get(name);
    if (!tensor) refuse(`“${name}” is missing`);
    if (tensor.shape.join() !== slice.join()) {
      refuse(`“${name}” is [${tensor.shape.join(', ')}], the configuration asks for [${slice.join(', ')}]`);
    }
    return tensor.data;
  });
  if (parts.length === 1 && parts[0] instanceof Float32Array) return parts[0];
  const data = new Float32Array(spec.size);
  parts.forEach((part, i) => {
    data.set(part, i * part.length);
    // Doubles reach further than what is computed with.
    const beyond = part.findIndex((_, j) => !Number.isFinite(data[i * part.length + j]));
    if (beyond >= 0) refuse(`number ${beyond} of “${spec.files[i]}” is ${part[beyond]}, beyond single precision`);
  });
  return data;
}

function refuse(why: string): never {
  throw new EncoderError('model.safetensors', `The weights do not fit the configuration: ${why}`);
}

/** Tensors by the names of files: views of the weights. */
export function toFile(config: EncoderConfig, weights: Weights): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const { name, files, shape, size } of parameterTable(config, weights.heads)) {
    const data = weights.values.get(name)!;
    const length = size / files.length;
    files.forEach((file, i) => {
      const part = {
        shape: [shape[0] / files.length, ...shape.slice(1)],
        data: data.subarray(i * length, (i + 1) * length),
      };
      tensors.set(file, part);
    });
  }
  return tensors;
}
