// A Gaussian mixture as ONNX: points to log density, responsibilities and label, in double precision as the product
// computes them. Operators (ONNX operator set 17): Add, ArgMax, Div, Exp, Identity, Log, MatMul, Mul, ReduceMax,
// ReduceSum, Squeeze, Sub, Transpose, Unsqueeze. With P the factor of the precision, x's squared distance from mean m is
// |(x − m) P|² (scikit-learn's `precisions_cholesky_`); log density is the logarithm of the sum of
// exp(logNorm − ½ distance) over components.

import { toEmModel } from '../../gmm/params';
import type { Mixture } from '../../gmm/types';
import { Graph } from './graph';
import { doubles } from './tensor';

/** In place of the logarithm of a weight of 0: finite, so that differences stay numbers, and its exponential is 0. */
const NO_WEIGHT = -1e300;

/**
 * Input `points` double [batch, d]; outputs `log_density` double [batch], natural log, `responsibilities` double
 * [batch, K], `label` int64 [batch]. `scale`: columns are brought to (x − mean) / deviation first, and the density is
 * that of scaled columns.
 *
 * @throws MixtureError where a covariance is not positive definite
 */
export function mixtureToOnnx(
  mixture: Mixture,
  scale?: { readonly mean: ArrayLike<number>; readonly deviation: ArrayLike<number> },
): Uint8Array<ArrayBuffer> {
  const { n_components: k, n_features: d, covariance_type } = mixture;
  const graph = new Graph();
  let points = graph.input('points', 'double', ['batch', d], `${d} coordinates of each point, as they were given.`);
  if (scale) {
    points = graph.add('Sub', [points, graph.constant('scale.mean', doubles(scale.mean, [d]))]);
    points = graph.add('Div', [points, graph.constant('scale.deviation', doubles(scale.deviation, [d]))]);
  }
  const joint = logJoint(graph, mixture, points);
  const largest = graph.add('ReduceMax', [joint], { axes: [1], keepdims: 1 });
  const shares = graph.add('Exp', [graph.add('Sub', [joint, largest])]);
  const sum = graph.add('ReduceSum', [shares, graph.whole(1)], { keepdims: 1 });
  const density = graph.add('Squeeze', [graph.add('Add', [largest, graph.add('Log', [sum])]), graph.whole(1)]);
  const label = graph.add('ArgMax', [joint], { axis: 1, keepdims: 0 });
  const doc = `Gaussian mixture, ${k} components in ${d} dimensions, covariance type '${covariance_type}'.`;
  const space = scale ? ' Of columns scaled by the model to mean 0 and deviation 1.' : '';
  graph.output(density, 'log_density', 'double', ['batch'], `Natural logarithm of the density.${space}`);
  const parts = graph.add('Div', [shares, sum]);
  graph.output(parts, 'responsibilities', 'double', ['batch', k], 'Probability of each component.');
  graph.output(label, 'label', 'int64', ['batch'], 'Number of the most probable component, the first among equals.');
  return graph.finish({ name: 'mixture', doc, metadata: { covariance_type, n_components: String(k) } });
}

/** [batch, K]: ln(weight) + ln N(x | component). */
function logJoint(graph: Graph, mixture: Mixture, points: string): string {
  const { shape, k, d, means, factors, logNorm } = toEmModel(mixture);
  // [1, batch, d] − [K, 1, d]
  const apart = graph.add('Sub', [
    graph.add('Unsqueeze', [points, graph.whole(0)]),
    graph.constant('means', doubles(means, [k, 1, d])),
  ]);
  const scaled =
    shape === 'full'
      ? graph.add('MatMul', [apart, graph.constant('precisions_cholesky', doubles(factors, [k, d, d]))])
      : graph.add('Mul', [apart, graph.constant('precisions_cholesky', doubles(factors, [k, 1, d]))]);
  const squares = graph.add('ReduceSum', [graph.add('Mul', [scaled, scaled]), graph.whole(2)], { keepdims: 0 });
  const half = graph.add('Mul', [
    graph.add('Transpose', [squares], { perm: [1, 0] }),
    graph.constant('half', doubles([0.5], [])),
  ]);
  const norms = logNorm.map((norm) => Math.max(norm, NO_WEIGHT));
  return graph.add('Sub', [graph.constant('log_norm', doubles(norms, [k])), half]);
}
