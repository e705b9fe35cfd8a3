// An image model as files, for storage and archives: config.json says what it is made of, model.safetensors has its
// parameters. Files come from anywhere, so all is checked before anything is made of it.

import { z } from 'zod';
import type { Numbers } from '../bert/numbers';
import { readSafetensors, type Tensor, writeSafetensors } from '../bert/safetensors';
import { checkConfig, IMAGE_ACTIVATIONS, IMAGE_LIMITS, type ImageModelConfig } from './config';
import { ImageError } from './errors';
import type { Weights } from './network';
import { layersOf, parametersOf } from './structure';

export const IMAGE_CONFIG_FILE = 'config.json';
export const IMAGE_WEIGHTS_FILE = 'model.safetensors';

/** What config.json says first, so that no other model is taken for one. */
const MODEL_TYPE = 'millrace-image-classifier';
const FORMAT = 1;
/** Characters of config.json, and of a class's name. */
const MAX_CONFIG = 2 ** 20;
const MAX_NAME = 1000;

const number = z.number();
const list = z.array(number).max(IMAGE_LIMITS.layers);
const dense = {
  hidden: list,
  activation: z.enum(IMAGE_ACTIVATIONS).optional(),
  dropout: number.optional(),
};
const configSchema = z.object({
  model_type: z.literal(MODEL_TYPE),
  format: z.literal(FORMAT),
  shape: z.object({ height: number, width: number, channels: number }),
  structure: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('cnn'),
      stages: list,
      convolutions: number.optional(),
      kernel_size: number.optional(),
      ...dense,
    }),
    z.object({ kind: z.literal('mlp'), ...dense }),
  ]),
  classes: z.array(z.string().max(MAX_NAME)).max(IMAGE_LIMITS.classes),
  mean: z.array(number).max(IMAGE_LIMITS.channels),
  std: z.array(number).max(IMAGE_LIMITS.channels),
});

export function isImageModel(files: ReadonlyMap<string, Uint8Array>): boolean {
  const bytes = files.get(IMAGE_CONFIG_FILE);
  return bytes !== undefined && bytes.length <= MAX_CONFIG && new TextDecoder().decode(bytes).includes(MODEL_TYPE);
}

/** A network may take any: pictures have these, and what they are brought to for another would be no image of its shape. */
function checkChannels({ shape }: ImageModelConfig): void {
  if ([1, 3, 4].includes(shape.channels)) return;
  const message = 'shape.channels must be 1 (grey), 3 (colour) or 4 (with transparency).';
  throw new ImageError('shape.channels', message);
}

/** The same model gives the same bytes. Weights in float64 stay so. */
export function writeImageModel(config: ImageModelConfig, weights: Weights): Map<string, Uint8Array<ArrayBuffer>> {
  checkChannels(config);
  // Fields in the schema's order, whatever order they came in.
  const json = JSON.stringify(configSchema.parse({ model_type: MODEL_TYPE, format: FORMAT, ...config }), null, 2);
  const tensors = parametersOf(layersOf(config)).map(({ name, shape, size }): [string, Tensor] => {
    const data = weights.get(name);
    if (data?.length !== size) throw new ImageError('weights', `The weights have no fitting “${name}”.`);
    return [name, { shape, data }];
  });
  return new Map([
    [IMAGE_CONFIG_FILE, new TextEncoder().encode(`${json}\n`)],
    [IMAGE_WEIGHTS_FILE, writeSafetensors(new Map(tensors))],
  ]);
}

/**
 * What `writeImageModel` wrote, for `new ImageModel`. Other files beside are passed over.
 *
 * @throws ImageError naming the file at fault, and how.
 */
export function readImageModel(files: ReadonlyMap<string, Uint8Array>): {
  readonly config: ImageModelConfig;
  readonly weights: Weights;
} {
  const config = readConfig(files.get(IMAGE_CONFIG_FILE));
  const bytes = files.get(IMAGE_WEIGHTS_FILE);
  if (!bytes) throw new ImageError(IMAGE_WEIGHTS_FILE, `There is no ${IMAGE_WEIGHTS_FILE} among the files.`);
  return { config, weights: readWeights(config, bytes) };
}

function readConfig(bytes: Uint8Array | undefined): ImageModelConfig {
  if (!bytes) throw new ImageError(IMAGE_CONFIG_FILE, `There is no ${IMAGE_CONFIG_FILE} among the files.`);
  if (bytes.length > MAX_CONFIG) throw unreadable('it is too long');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unreadable('it is not JSON');
  }
  const parsed = configSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unreadable(`${issue?.path.join('.') || 'it'} is not what an image model has there`);
  }
  const { model_type: _type, format: _format, ...config } = parsed.data;
  checkConfig(config);
  checkChannels(config);
  return config;
}

function unreadable(why: string): ImageError {
  return new ImageError(IMAGE_CONFIG_FILE, `${IMAGE_CONFIG_FILE} cannot be read: ${why}.`);
}

/** Each parameter there is, of its shape, and nothing else. */
function readWeights(config: ImageModelConfig, bytes: Uint8Array): Map<string, Numbers> {
  let tensors: Map<string, Tensor>;
  try {
    tensors = readSafetensors(bytes);
  } catch (error) {
    throw new ImageError(IMAGE_WEIGHTS_FILE, error instanceof Error ? error.message : String(error));
  }
  const weights = new Map<string, Numbers>();
  for (const { name, shape } of parametersOf(layersOf(config))) {
    const tensor = tensors.get(name);
    if (!tensor || tensor.shape.length !== shape.length || tensor.shape.some((size, i) => size !== shape[i])) {
      throw new ImageError(IMAGE_WEIGHTS_FILE, `${IMAGE_WEIGHTS_FILE} has no fitting “${name}” (${shape.join('×')}).`);
    }
    weights.set(name, tensor.data);
    tensors.delete(name);
  }
  const [other] = tensors.keys();
  if (other !== undefined) {
    throw new ImageError(IMAGE_WEIGHTS_FILE, `${IMAGE_WEIGHTS_FILE} has “${other}”, which is no part of this model.`);
  }
  return weights;
}
