// A peer: the npm package gaussian-mixture-model, from the same start. It does not tell likelihoods: they are worked out
// from its parameters by our own engine, and only when they are asked for. It needs cholesky-tools and does not say so.

import GaussianMixtureModel from 'gaussian-mixture-model';
import { createEmEngine } from '../../src/ml/compute/em';
import { toEmModel } from '../../src/ml/gmm/params';
import { browserComputeEnv } from '../../src/workers/compute-env';
import type { Problem, ProblemSize } from './problem.mjs';

type Numbers = readonly (number | Numbers)[];

export function openNpmEm({ points, means }: Problem, { n, d, k }: ProblemSize) {
  const unit = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)));
  const start = { weights: means.map(() => 1 / k), means, covariances: means.map(() => unit) };
  const model = new GaussianMixtureModel({ ...start, bufferSize: n });
  for (let i = 0; i < n; i++) model.addPoint(Array.from(points.subarray(i * d, (i + 1) * d)));
  const parameters = () => ({
    ...{ covariance_type: 'full' as const, n_components: k, n_features: d },
    ...{ weights: flat(model.weights), means: flat(model.means), covariances: flat(model.covariances) },
  });
  let before = parameters();
  return {
    async step(): Promise<void> {
      before = parameters();
      model.runEM(1);
    },
    async logLikelihood(): Promise<number> {
      const engine = await createEmEngine('cpu', { data: points, n, d }, browserComputeEnv(1));
      const { logLikelihood } = await engine.pass(toEmModel(before));
      engine.dispose();
      return logLikelihood;
    },
    dispose() {},
  };
}

function flat(values: Numbers): Float64Array<ArrayBuffer> {
  return Float64Array.from(values.flat(2) as number[]);
}
