// The layers of a TensorFlow.js model.json as a plain list with their weights: Sequential models of Keras 2 and 3, saved by
// TensorFlow.js or by its converter. Everything is checked: files come from anywhere.

import { z } from 'zod';
import { FormatError } from '../errors';
import { decodeJson, type Files, isObject, type Json, requireFile, shown } from '../files';
import { manifestSchema, type NamedTensor, readWeights } from './weights';
import { TFJS_FILE } from './write';

const MOST_LAYERS = 200;

export interface SavedLayer {
  readonly kind: string;
  readonly name: string;
  readonly config: Json;
  /** A weight by its last name: kernel, bias, moving_mean … */
  weight(name: string): NamedTensor | null;
}

export interface SavedModel {
  readonly layers: readonly SavedLayer[];
  /** Without the batch. */
  readonly input: readonly number[];
  readonly metadata: Json;
}

const layerSchema = z.object({ class_name: z.string(), config: z.record(z.string(), z.unknown()) });

/** @throws FormatError naming model.json or the shard at fault */
export function readLayers(files: Files): SavedModel {
  const path = [...files.keys()].find((name) => name === TFJS_FILE || name.endsWith(`/${TFJS_FILE}`)) ?? TFJS_FILE;
  const json = decodeJson(requireFile(files, path), TFJS_FILE);
  if (json.format === 'graph-model') {
    throw refused('it is a graph model, which has no layers; save the model as a layers model');
  }
  const listed = layersOf(json);
  const manifest = manifestSchema.safeParse(json.weightsManifest);
  if (!manifest.success) throw refused('its weightsManifest is none');
  const folder = path.slice(0, path.length - TFJS_FILE.length);
  const weights = byLayer(readWeights(manifest.data, files, folder));
  const layers = listed.map(({ class_name, config }): SavedLayer => {
    const name = typeof config.name === 'string' ? config.name : '';
    return { kind: class_name, name, config, weight: (which) => weights.get(`${name}/${which}`) ?? null };
  });
  const metadata = isObject(json.userDefinedMetadata) ? json.userDefinedMetadata : {};
  return { layers: layers.filter(({ kind }) => kind !== 'InputLayer'), input: inputOf(layers), metadata };
}

function layersOf(json: Json): z.infer<typeof layerSchema>[] {
  const topology = json.modelTopology;
  if (!isObject(topology)) throw refused('it has no modelTopology');
  // The converter of Keras's files keeps the model one deeper.
  const model = isObject(topology.model_config) ? topology.model_config : topology;
  if (model.class_name !== 'Sequential') {
    throw refused(`the model is a ${shown(model.class_name)}; Sequential models are read`);
  }
  const config = isObject(model.config) ? model.config.layers : model.config;
  const layers = z.array(layerSchema).min(1).max(MOST_LAYERS).safeParse(config);
  if (!layers.success) throw refused(`it has no list of 1 to ${MOST_LAYERS} layers`);
  return layers.data;
}

/** Weights by "layer/weight": the last two parts of their names, without the ":0" of TensorFlow's. */
function byLayer(tensors: readonly NamedTensor[]): Map<string, NamedTensor> {
  const found = new Map<string, NamedTensor>();
  for (const tensor of tensors) {
    const key = tensor.name.replace(/:0$/, '').split('/').slice(-2).join('/');
    if (found.has(key)) throw refused(`it has two weights “${key}”`);
    found.set(key, tensor);
  }
  return found;
}

function inputOf([first]: readonly SavedLayer[]): number[] {
  const { config } = first;
  const shape = config.batch_input_shape ?? config.batchInputShape ?? config.batch_shape;
  const fits =
    Array.isArray(shape) && shape.length > 1 && shape.slice(1).every((n) => Number.isSafeInteger(n) && n > 0);
  if (!fits) throw refused(`its input must be of a fixed size; batch_input_shape is ${shown(shape)}`);
  return shape.slice(1);
}

export function refused(why: string): FormatError {
  return new FormatError(TFJS_FILE, `This TensorFlow.js model cannot be taken in: ${why}.`);
}

/** Why a layer does not fit. */
export function unfitting({ kind, name }: SavedLayer, why: string): FormatError {
  return refused(`its layer “${name}” (${kind}) ${why}`);
}

/** A weight of a shape; null where the layer has none. */
export function shaped(layer: SavedLayer, name: string, shape: readonly number[]): Float32Array | null {
  const tensor = layer.weight(name);
  if (!tensor) return null;
  if (tensor.shape.join() === shape.join()) return tensor.data;
  throw unfitting(layer, `has “${name}” of shape [${tensor.shape.join(', ')}], not [${shape.join(', ')}]`);
}
