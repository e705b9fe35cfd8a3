// An image classifier as ONNX: pixels 0…1 to probabilities, with the normalisation inside. Operators (ONNX operator set
// 17): Conv, Div, Flatten, Gemm, Identity, MaxPool, Relu, Sigmoid, Softmax, Sub, Tanh, Transpose, and Cast and Mul
// where matrices are not kept in float32. Images come in as the product, TensorFlow and image decoders have them,
// [batch, height, width, channels]; within they stand channels first, as ONNX's Conv wants them.

import type { ImageActivation, ImageModelConfig } from '../../image/config';
import type { Weights } from '../../image/network';
import { type LinearLayer, layersOf, parametersOf } from '../../image/structure';
import { FormatError } from '../errors';
import type { Precision } from '../files';
import { Graph } from './graph';

const ACTIVATIONS: Readonly<Record<ImageActivation, string>> = { relu: 'Relu', tanh: 'Tanh', sigmoid: 'Sigmoid' };

/**
 * Input `pixels` float [batch, height, width, channels] of values 0…1; output `probabilities` float [batch, classes].
 * Metadata `classes`: their names as a JSON array.
 *
 * @throws FormatError where a parameter is missing
 */
export function imageToOnnx(
  config: ImageModelConfig,
  weights: Weights,
  precision: Precision = 'float32',
): Uint8Array<ArrayBuffer> {
  const { shape, classes, mean, std } = config;
  const layers = layersOf(config);
  checkWeights(layers, weights);
  const graph = new Graph(precision);
  const dims = ['batch', shape.height, shape.width, shape.channels];
  const pixels = graph.input('pixels', 'float', dims, 'Values 0…1, height × width × channels, rows from the top.');
  const centred = graph.add('Sub', [pixels, graph.vector('mean', mean)]);
  const normal = graph.add('Div', [centred, graph.vector('std', std)]);
  const build = new Build(graph, weights);
  let value = config.structure.kind === 'cnn' ? graph.add('Transpose', [normal], { perm: [0, 3, 1, 2] }) : normal;
  let flat = false;
  for (const layer of layers) {
    if (layer.kind === 'conv') value = build.convolve(value, layer);
    else if (layer.kind === 'pool') value = graph.add('MaxPool', [value], { kernel_shape: [2, 2], strides: [2, 2] });
    else if (layer.kind === 'dense') {
      if (!flat) value = build.flatten(value, config.structure.kind === 'cnn');
      flat = true;
      value = build.dense(value, layer);
    }
  }
  const probabilities = graph.add('Softmax', [value], { axis: 1 });
  graph.output(
    probabilities,
    'probabilities',
    'float',
    ['batch', classes.length],
    'One for each class; they add up to 1.',
  );
  const size = `${shape.height}×${shape.width}×${shape.channels}`;
  const doc = `Image classifier (${config.structure.kind.toUpperCase()}) of ${size} images; ${classes.length} classes.`;
  return graph.finish({ name: 'image', doc, metadata: { classes: JSON.stringify(classes) } });
}

class Build {
  constructor(
    private readonly graph: Graph,
    private readonly weights: Weights,
  ) {}

  /** Kernels [outputs, side, side, channels] become [outputs, channels, side, side]. */
  convolve(value: string, { name, outputs, side, input, activation }: LinearLayer & { readonly kind: 'conv' }): string {
    const { channels } = input;
    const from = this.weights.get(`${name}.weight`)!;
    const kernels = new Float32Array(from.length);
    for (let at = 0; at < from.length; at++) {
      const channel = at % channels;
      const place = Math.floor(at / channels);
      const output = Math.floor(place / side ** 2);
      kernels[(output * channels + channel) * side ** 2 + (place % side ** 2)] = from[at];
    }
    const w = this.graph.matrix(`${name}.weight`, kernels, [outputs, channels, side, side]);
    const border = (side - 1) / 2;
    const attributes = { kernel_shape: [side, side], pads: [border, border, border, border] };
    return this.activate(this.graph.add('Conv', [value, w, this.bias(name)], attributes), activation);
  }

  /** Rows as the product has them: height, width, channels. */
  flatten(value: string, channelsFirst: boolean): string {
    const last = channelsFirst ? this.graph.add('Transpose', [value], { perm: [0, 2, 3, 1] }) : value;
    return this.graph.add('Flatten', [last], { axis: 1 });
  }

  dense(value: string, { name, outputs, inputs, activation }: LinearLayer & { readonly kind: 'dense' }): string {
    const w = this.graph.matrix(`${name}.weight`, this.weights.get(`${name}.weight`)!, [outputs, inputs]);
    return this.activate(this.graph.add('Gemm', [value, w, this.bias(name)], { transB: 1 }), activation);
  }

  private bias(name: string): string {
    return this.graph.vector(`${name}.bias`, this.weights.get(`${name}.bias`)!);
  }

  private activate(value: string, activation: ImageActivation | 'none'): string {
    return activation === 'none' ? value : this.graph.add(ACTIVATIONS[activation], [value]);
  }
}

function checkWeights(layers: ReturnType<typeof layersOf>, weights: Weights): void {
  for (const { name, size } of parametersOf(layers)) {
    if (weights.get(name)?.length !== size) throw new FormatError(name, `The model has no fitting “${name}”.`);
  }
}
