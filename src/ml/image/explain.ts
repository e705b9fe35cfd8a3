// Where in an image a class comes from. A model with convolutions: Grad-CAM (Selvaraju et al. 2017, *Grad-CAM: Visual
// Explanations from Deep Networks via Gradient-based Localization*, eqs. 1 and 2) over what the last convolution's ReLU
// gives. One without: the class's gradient at each pixel, the largest of the channels (Simonyan et al. 2014, *Deep
// Inside Convolutional Networks*, section 3.1).

import { readNumbers } from '../bert/numbers';
import type { ImageNetwork, Workspace } from './network';

export interface Explanation {
  readonly kind: 'grad-cam' | 'saliency';
  /** Of the map: Grad-CAM's is as coarse as the layer it looks at. */
  readonly height: number;
  readonly width: number;
  /** [height, width], 0 or more, in the logit's units; all 0 where nothing speaks for the class. */
  readonly values: Float64Array;
}

/** Of the first image in `work`, whose logits have just been computed. */
export async function explain(network: ImageNetwork, work: Workspace, target: number): Promise<Explanation> {
  const { nn, layers } = network;
  const classes = network.config.classes.length;
  const seed = new Float32Array(work.batch * classes);
  seed[target] = 1;
  nn.write(work.gradients[layers.length], seed);
  const last = layers.findLastIndex(({ kind }) => kind === 'conv');
  const place = last + 1;
  network.trace(work, place);
  const [values, gradients] = await Promise.all([
    readNumbers(nn, work.values[place]),
    readNumbers(nn, work.gradients[place]),
  ]);
  const layer = layers[last];
  if (layer?.kind === 'conv') {
    const { height, width } = layer.input;
    return { kind: 'grad-cam', height, width, values: gradCam(values, gradients, height * width, layer.outputs) };
  }
  const { shape, std } = network.config;
  const { height, width, channels } = shape;
  const largest = Float64Array.from({ length: height * width }, (_, pixel) =>
    std.reduce((top, scale, c) => Math.max(top, Math.abs(gradients[pixel * channels + c]) / scale), 0),
  );
  return { kind: 'saliency', height, width, values: largest };
}

/** ReLU(Σ_k α_k A_k), α_k the mean of map k's gradient; maps are [pixels, count]. */
function gradCam(maps: ArrayLike<number>, gradients: ArrayLike<number>, pixels: number, count: number): Float64Array {
  const alpha = new Float64Array(count);
  for (let i = 0; i < pixels * count; i++) alpha[i % count] += gradients[i] / pixels;
  return Float64Array.from({ length: pixels }, (_, pixel) => {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += alpha[k] * maps[pixel * count + k];
    return Math.max(0, sum);
  });
}

/**
 * The map drawn over an image of another size: [height, width], 0…1 of the map's largest, bilinear between the
 * middles of its cells.
 */
export function heatOver(map: Explanation, height: number, width: number): Float32Array {
  const top = map.values.reduce((most, value) => Math.max(most, value), 0);
  const heat = new Float32Array(height * width);
  if (top === 0) return heat;
  const along = (i: number, to: number, from: number) => {
    const at = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    const low = Math.floor(at);
    return { low, high: Math.min(from - 1, low + 1), share: at - low };
  };
  for (let row = 0; row < height; row++) {
    const y = along(row, height, map.height);
    for (let column = 0; column < width; column++) {
      const x = along(column, width, map.width);
      const line = (at: number) =>
        map.values[at * map.width + x.low] * (1 - x.share) + map.values[at * map.width + x.high] * x.share;
      heat[row * width + column] = (line(y.low) * (1 - y.share) + line(y.high) * y.share) / top;
    }
  }
  return heat;
}
