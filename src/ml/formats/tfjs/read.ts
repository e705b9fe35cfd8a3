// Takes in TensorFlow.js layers models that are such networks as the product has: Sequential models of normalisation,
// convolutions with pooling, and dense layers, for images or for columns of numbers. Others are refused, and why is said.

import { checkConfig, type ImageModelConfig, type ImageStructure } from '../../image/config';
import { ImageError } from '../../image/errors';
import { writeImageModel } from '../../image/files';
import type { Weights } from '../../image/network';
import { Rng } from '../../rng';
import type { Files, WrittenFiles } from '../files';
import { networkOf, type StreamAbout, writeNetwork } from '../stream/model';
import { readLayers, refused, type SavedModel } from './layers';
import { type Activation, type LinearPart, type Plan, planOf } from './plan';
import { transposed } from './write';

export interface ImportedNetwork {
  readonly kind: 'image' | 'stream';
  /** As the product keeps such a model. */
  readonly files: WrittenFiles;
  /** What is otherwise than in the file. */
  readonly remarks: readonly string[];
}

/** @throws FormatError where the files are no such model, in words */
export function importTfjs(files: Files): ImportedNetwork {
  const model = readLayers(files);
  if (model.input.length === 3) return imageOf(model, planOf(model));
  if (model.input.length === 1) return networkFrom(model, planOf(model));
  throw refused(
    `its input has the shape [${model.input.join(', ')}]; images of three or columns of one dimension are read`,
  );
}

function imageOf({ input, metadata }: SavedModel, plan: Plan): ImportedNetwork {
  const [height, width, channels] = input;
  const remarks = [...plan.remarks];
  if (plan.leavesOut)
    remarks.push('In training numbers are left out before the last layer alone, wherever Dropout stood.');
  const last = plan.dense[plan.dense.length - 1];
  const [end, loss] = ending(last, remarks);
  if (loss === 'squared') throw refused(`it ends in one number, “${last.name}”; image models tell classes apart`);
  const classes = classNames(metadata.classes, end.bias.length, remarks);
  const hidden = plan.dense.slice(0, -1);
  const activation = sameActivation([...plan.stages.flat(), ...hidden]);
  const common = { hidden: hidden.map(({ outputs }) => outputs), activation, dropout: plan.dropout };
  const structure: ImageStructure =
    plan.stages.length > 0 ? { kind: 'cnn', ...stagesOf(plan.stages), ...common } : { kind: 'mlp', ...common };
  const { mean, std } = normalisation(plan, channels);
  const config: ImageModelConfig = { shape: { height, width, channels }, structure, classes, mean, std };
  try {
    checkConfig(config);
    return { kind: 'image', files: writeImageModel(config, weightsOf(plan, end)), remarks };
  } catch (error) {
    if (error instanceof ImageError) throw refused(`${error.field} does not fit. ${error.message.replace(/\.$/, '')}`);
    throw error;
  }
}

/** Channels of the stages; each must have as many convolutions of one size. */
function stagesOf(stages: Plan['stages']) {
  const [convolutions, kernel_size] = [stages[0].length, stages[0][0].side];
  for (const stage of stages) {
    const outputs = stage[0].outputs;
    const same =
      stage.length === convolutions && stage.every((part) => part.side === kernel_size && part.outputs === outputs);
    if (!same) {
      throw refused('its stages between poolings differ; each must have as many convolutions, of one size and width');
    }
  }
  return { stages: stages.map((stage) => stage[0].outputs), convolutions, kernel_size };
}

function weightsOf({ stages, dense }: Plan, end: Ending): Weights {
  const weights = new Map<string, Float32Array>();
  const keep = (name: string, kernel: Float32Array, bias: Float32Array) => {
    weights.set(`${name}.weight`, transposed(kernel, kernel.length / bias.length));
    weights.set(`${name}.bias`, bias);
  };
  stages.forEach((stage, s) => {
    stage.forEach(({ kernel, bias }, part) => {
      keep(`stages.${s}.${part}`, kernel, bias);
    });
  });
  dense.slice(0, -1).forEach(({ kernel, bias }, i) => {
    keep(`hidden.${i}`, kernel, bias);
  });
  keep('classifier', end.kernel, end.bias);
  return weights;
}

function networkFrom({ input: [d], metadata }: SavedModel, plan: Plan): ImportedNetwork {
  const remarks = [...plan.remarks];
  if (plan.leavesOut) remarks.push('Dropout is left out: it matters in training only.');
  const hidden = plan.dense.slice(0, -1);
  const [end, loss] = ending(plan.dense[plan.dense.length - 1], remarks);
  const task: StreamAbout['task'] =
    loss === 'squared' ? { kind: 'regression' } : { kind: 'classification', n_classes: end.bias.length };
  const features = namesOf(metadata.features, d) ?? Array.from({ length: d }, (_, j) => `x${j + 1}`);
  const { mean, std } = normalisation(plan, d);
  const classes = task.kind === 'classification' ? namesOf(metadata.classes, task.n_classes) : null;
  const about: StreamAbout = {
    ...{ model_type: 'millrace-stream', format: 1, features, task, kind: 'network', header: {} },
    ...(classes && { classes }),
    learner: {
      ...{ id: 'network', hidden: hidden.map(({ outputs }) => outputs), activation: sameActivation(hidden) },
      ...{ optimizer: 'sgd', learning_rate: 0.01, epochs: 1, n_components: 1, seed: 1 },
    },
    // As if one example had been seen: its deviation is √squares.
    scaler: { n: 1, means: mean, squares: std.map((value) => value ** 2) },
    ...{ batches: 0, examples: 0 },
  };
  const shape = networkOf(about);
  const parameters = new Float64Array(shape.length);
  [...hidden, end].forEach(({ kernel, bias }, i) => {
    parameters.set(kernel, shape.layers[i].weightsAt);
    parameters.set(bias, shape.layers[i].biasesAt);
  });
  const widths = [d, ...shape.layers.map(({ outputs }) => outputs)];
  const header = {
    ...{ widths, activation: shape.activation, loss: shape.loss, optimizer: 'sgd' },
    ...{ rng: new Rng(1).state(), steps: 0, powers: [1, 1] },
  };
  return { kind: 'stream', files: writeNetwork({ ...about, header }, parameters, 'F32'), remarks };
}

interface Ending {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** The last layer, with two outputs where it had one of the logistic function. */
function ending(
  { name, activation, outputs, kernel, bias }: LinearPart,
  remarks: string[],
): [Ending, 'softmax' | 'squared'] {
  if (outputs === 1 && activation === 'sigmoid') {
    const both = new Float32Array(2 * kernel.length);
    kernel.forEach((value, i) => {
      both[2 * i + 1] = value;
    });
    remarks.push('Its one logistic output has become two of a softmax, with the same probabilities.');
    return [{ kernel: both, bias: Float32Array.of(0, bias[0]) }, 'softmax'];
  }
  if (outputs === 1 && activation === 'linear') return [{ kernel, bias }, 'squared'];
  if (outputs > 1 && activation === 'softmax') return [{ kernel, bias }, 'softmax'];
  if (outputs > 1 && activation === 'linear') {
    remarks.push('Its last layer gives logits; here they become probabilities by a softmax.');
    return [{ kernel, bias }, 'softmax'];
  }
  throw refused(
    `it ends in “${name}”, ${outputs} × ${activation}; a softmax, one logistic or one linear output are read`,
  );
}

function sameActivation(parts: readonly LinearPart[]): Activation {
  const [first = 'relu', ...others] = new Set(parts.map(({ activation }) => activation));
  if (others.length > 0) throw refused(`its layers have different activations: ${[first, ...others].join(', ')}`);
  if (first === 'relu' || first === 'tanh' || first === 'sigmoid') return first;
  throw refused(`its layers have the activation ${first}; relu, tanh and sigmoid are read`);
}

function normalisation({ normal }: Plan, size: number): { mean: number[]; std: number[] } {
  const { mean, std } = normal ?? { mean: [0], std: [1] };
  const wide = (values: readonly number[]) =>
    values.length === 1 ? new Array<number>(size).fill(values[0]) : [...values];
  return { mean: wide(mean), std: wide(std) };
}

function classNames(given: unknown, count: number, remarks: string[]): string[] {
  const names = namesOf(given, count);
  if (names) return names;
  remarks.push('The file has no names of classes: they are numbered.');
  return Array.from({ length: count }, (_, i) => `class ${i}`);
}

/** As many different texts as there should be; null otherwise. */
function namesOf(given: unknown, count: number): string[] | null {
  const fits = Array.isArray(given) && given.length === count && new Set(given).size === count;
  return fits && given.every((name) => typeof name === 'string' && name.length <= 1000) ? given : null;
}
