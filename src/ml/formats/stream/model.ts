// A stream's model as files: stream.json says what it is and how columns are scaled, model.safetensors has the learner's
// numbers, as runs leave them (all of the learner's state, its network in one vector), or as `writeStreamModel` does (the
// network's layers alone, in a chosen precision). Files come from anywhere, so all is checked before anything is made.

import { readSafetensors, type Tensor, type Tensors, type WeightDtype, writeSafetensors } from '../../bert/safetensors';
import type { LearnerConfig } from '../../stream/learners/config';
import { MixtureLearner } from '../../stream/learners/mixture';
import { linearParts, networkParts, shapeOf } from '../../stream/learners/network';
import { networkHeader } from '../../stream/learners/network-state';
import { momentsOf } from '../../stream/learners/optimizer';
import type { NetworkShape } from '../../stream/learners/shape';
import { Scaler } from '../../stream/scaler';
import type { LearnerState, Task } from '../../stream/types';
import { FormatError } from '../errors';
import { decodeJson, encodeJson, type Files, requireFile, type WrittenFiles } from '../files';
import { readAbout, STREAM_FILE, type StreamAbout } from './about';

export { STREAM_FILE, type StreamAbout };

export const STREAM_WEIGHTS_FILE = 'model.safetensors';
const MAX_PARAMETERS = 50e6;

export interface StreamModel {
  readonly about: StreamAbout;
  readonly task: Task;
  readonly config: LearnerConfig;
  /** For `createLearner`. Where a file has the network alone, its optimiser begins anew. */
  readonly state: LearnerState;
  readonly scaler: Scaler;
}

/** @throws FormatError naming the file at fault, and how */
export function readStreamModel(files: Files): StreamModel {
  const about = readAbout(decodeJson(requireFile(files, STREAM_FILE), STREAM_FILE));
  const d = about.features.length;
  if (about.scaler.means.length !== d || about.scaler.squares.length !== d) {
    throw new FormatError(STREAM_FILE, `${STREAM_FILE} cannot be read: scaler has not ${d} columns.`);
  }
  if (about.kind !== about.learner.id)
    throw new FormatError(STREAM_FILE, `kind is ${about.kind}, learner.id ${about.learner.id}.`);
  const tensors = readTensors(requireFile(files, STREAM_WEIGHTS_FILE));
  const arrays = about.kind === 'mixture' ? plainArrays(tensors) : networkArrays(about, tensors);
  const state = { kind: about.kind, header: about.header, arrays };
  checkState(about, state);
  return { about, task: about.task, config: about.learner, state, scaler: new Scaler(d, about.scaler) };
}

/** Whether a learner would go on from it. */
function checkState({ learner, features, task, kind }: StreamAbout, state: LearnerState): void {
  try {
    if (kind === 'mixture') new MixtureLearner(learner, features.length, state);
    else networkHeader(partsOf(learner)(learner, features.length, task), learner, state);
  } catch (error) {
    // A header of other kinds of values than a learner's fails where they are used, in words that tell nobody anything.
    const strange = error instanceof TypeError || error instanceof RangeError;
    const why =
      strange || !(error instanceof Error) ? 'the header holds other values than a learner’s.' : error.message;
    throw new FormatError(STREAM_FILE, `${STREAM_FILE} and ${STREAM_WEIGHTS_FILE} are no state of a learner: ${why}`);
  }
}

function partsOf({ id }: LearnerConfig): typeof networkParts {
  return id === 'network' ? networkParts : linearParts;
}

/** @throws FormatError for a density's model, which has no network */
export function networkOf({ learner, features, task }: StreamAbout): NetworkShape {
  if (learner.id === 'mixture' || task.kind === 'density') {
    throw new FormatError('learner', 'This model is a mixture; it has no layers.');
  }
  const shape = shapeOf(learner, partsOf(learner)(learner, features.length, task));
  if (shape.length > MAX_PARAMETERS)
    throw new FormatError('learner', `${shape.length} parameters: at most ${MAX_PARAMETERS}.`);
  return shape;
}

/** The learnt parameters (stream/learners/shape.ts). */
export function parametersOf({ state }: StreamModel): Float64Array {
  return Float64Array.from(state.arrays.parameters ?? []);
}

/** The files of a network for use, without the state of its training: each layer's weights [outputs, inputs] and biases. */
export function writeNetwork(about: StreamAbout, parameters: ArrayLike<number>, dtype: WeightDtype): WrittenFiles {
  const tensors = new Map<string, Tensor>();
  networkOf(about).layers.forEach(({ inputs, outputs, weightsAt, biasesAt }, i) => {
    const weight = new Float32Array(inputs * outputs);
    for (let at = 0; at < weight.length; at++) {
      weight[(at % outputs) * inputs + Math.floor(at / outputs)] = parameters[weightsAt + at];
    }
    const bias = Float32Array.from({ length: outputs }, (_, o) => parameters[biasesAt + o]);
    tensors.set(`layers.${i}.weight`, { shape: [outputs, inputs], data: weight });
    tensors.set(`layers.${i}.bias`, { shape: [outputs], data: bias });
  });
  return new Map([
    [STREAM_FILE, encodeJson(about)],
    [STREAM_WEIGHTS_FILE, writeSafetensors(tensors, dtype)],
  ]);
}

function readTensors(bytes: Uint8Array): Tensors {
  try {
    return readSafetensors(bytes);
  } catch (error) {
    throw new FormatError(STREAM_WEIGHTS_FILE, error instanceof Error ? error.message : String(error));
  }
}

type Arrays = Record<string, Float64Array | Float32Array>;

function plainArrays(tensors: Tensors): Arrays {
  return Object.fromEntries([...tensors].map(([name, { data }]) => [name, data]));
}

function networkArrays(about: StreamAbout, tensors: Tensors): Arrays {
  const shape = networkOf(about);
  const moments = momentsOf(about.learner.optimizer, shape.length);
  const kept = (name: string, length: number) => {
    const data = tensors.get(name)?.data;
    if (data?.length !== length) throw unfitting(name);
    return data;
  };
  const parameters = tensors.has('parameters') ? kept('parameters', shape.length) : joinLayers(shape, tensors);
  // None are beside layers, nor beside the parameters that train.py has made of layers.
  if (!tensors.has('first') && !tensors.has('second')) {
    return { parameters, first: new Float64Array(moments.first), second: new Float64Array(moments.second) };
  }
  return { parameters, first: kept('first', moments.first), second: kept('second', moments.second) };
}

function joinLayers(shape: NetworkShape, tensors: Tensors): Float64Array {
  const there = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
  // Before there is room made: a description may claim any widths.
  if (there !== shape.length) throw unfitting(`layers of ${shape.length} numbers`);
  const parameters = new Float64Array(shape.length);
  shape.layers.forEach(({ inputs, outputs, weightsAt, biasesAt }, i) => {
    const [weight, bias] = ['weight', 'bias'].map((name) => tensors.get(`layers.${i}.${name}`));
    if (weight?.shape.join() !== `${outputs},${inputs}`) throw unfitting(`layers.${i}.weight`);
    if (bias?.shape.join() !== String(outputs)) throw unfitting(`layers.${i}.bias`);
    for (let at = 0; at < weight.data.length; at++) {
      parameters[weightsAt + (at % inputs) * outputs + Math.floor(at / inputs)] = weight.data[at];
    }
    parameters.set(bias.data, biasesAt);
  });
  return parameters;
}

function unfitting(name: string): FormatError {
  return new FormatError(STREAM_WEIGHTS_FILE, `${STREAM_WEIGHTS_FILE} has no fitting “${name}”.`);
}
