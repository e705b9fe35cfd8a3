// A stream's model as ONNX, with the scaling of its columns inside. Networks: operators (ONNX operator set 17) Cast, Concat,
// Div, Gemm, Identity, Mul, Relu, Sigmoid, Softmax, Squeeze, Sub, Tanh; columns are scaled in double precision, so that large
// values (times, identifiers) keep their differences, and the layers compute in float32. Mixtures: ./mixture.ts.

import { Evidence } from '../../gmm/evidence';
import type { Activation } from '../../stream/learners/config';
import { evidenceOf, isBegun } from '../../stream/learners/mixture';
import { FormatError } from '../errors';
import type { Precision } from '../files';
import { networkOf, parametersOf, type StreamModel } from '../stream/model';
import { Graph } from './graph';
import { mixtureToOnnx } from './mixture';
import { doubles } from './tensor';

const ACTIVATIONS: Readonly<Record<Activation, string>> = { relu: 'Relu', tanh: 'Tanh', sigmoid: 'Sigmoid' };

/**
 * Networks and linear models: input `features` double [batch, d], as they come; output `probabilities` float
 * [batch, n_classes], or of regression `prediction` float [batch]. Mixtures: as `mixtureToOnnx`, of scaled columns.
 *
 * @throws FormatError for a mixture that has not seen enough to begin
 */
export function streamToOnnx(model: StreamModel, precision: Precision = 'float32'): Uint8Array<ArrayBuffer> {
  if (model.config.id === 'mixture') return streamMixture(model);
  const { about, task, scaler } = model;
  const { layers, activation, loss } = networkOf(about);
  const parameters = parametersOf(model);
  const d = about.features.length;
  const graph = new Graph(precision);
  const features = graph.input(
    'features',
    'double',
    ['batch', d],
    'Columns in the order of the metadata “features”, unscaled.',
  );
  const centred = graph.add('Sub', [features, graph.constant('scale.mean', doubles(scaler.mean, [d]))]);
  const scaled = graph.add('Div', [centred, graph.constant('scale.deviation', doubles(scaler.deviation, [d]))]);
  let value = graph.toFloat(scaled);
  layers.forEach(({ inputs, outputs, weightsAt, biasesAt }, i) => {
    // Rows by output, as precisions below float32 keep them.
    const weight = Float32Array.from({ length: inputs * outputs }, (_, at) => {
      return parameters[weightsAt + (at % inputs) * outputs + Math.floor(at / inputs)];
    });
    const w = graph.matrix(`layers.${i}.weight`, weight, [outputs, inputs]);
    const b = graph.vector(`layers.${i}.bias`, parameters.subarray(biasesAt, biasesAt + outputs));
    value = graph.add('Gemm', [value, w, b], { transB: 1 });
    if (i + 1 < layers.length) value = graph.add(ACTIVATIONS[activation], [value]);
  });
  const metadata = {
    features: JSON.stringify(about.features),
    ...(about.classes && { classes: JSON.stringify(about.classes) }),
  };
  if (task.kind === 'classification') {
    const doc = 'One for each class; they add up to 1.';
    graph.output(probabilities(graph, value, loss), 'probabilities', 'float', ['batch', task.n_classes], doc);
  } else {
    graph.output(
      graph.add('Squeeze', [value, graph.whole(1)]),
      'prediction',
      'float',
      ['batch'],
      'The number predicted.',
    );
  }
  const doc = `Network that learnt from a stream: ${d} columns, ${task.kind}.`;
  return graph.finish({ name: 'stream', doc, metadata });
}

/** The logistic loss has one output, the probability of class 1. */
function probabilities(graph: Graph, value: string, loss: 'softmax' | 'logistic' | 'squared'): string {
  if (loss !== 'logistic') return graph.add('Softmax', [value], { axis: 1 });
  const one = graph.add('Sigmoid', [value]);
  return graph.add('Concat', [graph.add('Sub', [graph.scalar(1), one]), one], { axis: 1 });
}

function streamMixture({ state, config, about, scaler }: StreamModel): Uint8Array<ArrayBuffer> {
  if (!isBegun(state))
    throw new FormatError('learner', 'The mixture has not seen enough examples to begin: there is nothing to export.');
  const mixture = Evidence.restore(evidenceOf(state, config.n_components, about.features.length)).mixture();
  return mixtureToOnnx(mixture, { mean: scaler.mean, deviation: scaler.deviation });
}
