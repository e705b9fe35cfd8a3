// Fits a mixture to points of one's own by expectation-maximisation, from the mixture in the model's folder. The twin of
// ../../python/mixture/train.py.
//
//   train(modelDir, ['points.csv', '--epochs=200', '--tol=1e-3', '--reg_covar=1e-6'])

import { ShardPool } from '../../../compute/em/pool';
import { localShardPort } from '../../../compute/em/shard';
import type { ComputeEnv } from '../../../compute/env';
import { createEmLearner } from '../../../gmm/em';
import { DEFAULT_OPTIONS } from '../../../gmm/types';
import { MIXTURE_FILE, mixtureFiles, readMixture } from '../mixture';
import { readArgs, real, whole } from './args';
import { trainingModule, writeAll } from './module';
import { readRows } from './tables';

const OPTIONS = { epochs: whole(200), tol: real(1e-3), reg_covar: real(1e-6) };

/** Points stay in this thread, in double precision: the same bits anywhere. */
const HERE: ComputeEnv = {
  threads: 1,
  spawnShard: localShardPort,
  kernelBytes: () => Promise.reject(new Error('There are no compiled kernels here.')),
};

export const mixtureTraining = trainingModule(async ({ dir, args, say, board }) => {
  const { path, options } = readArgs(args, OPTIONS, 'the points: a CSV file');
  const points = await readRows(dir, path);
  const warmStart = readMixture(await dir.read(MIXTURE_FILE));
  const { n_components, covariance_type, n_features } = warmStart;
  if (points.d !== n_features) {
    throw new Error(`The model takes points of ${n_features} numbers, not of ${points.d}.`);
  }
  const engine = await ShardPool.create('cpu', points, HERE, null);
  try {
    const given = { ...DEFAULT_OPTIONS, ...options, n_components, covariance_type };
    const learner = await createEmLearner({ engine, points, warmStart, options: given, epochs: options.epochs });
    let last = 0;
    for (let done = false; !done; ) {
      const step = await learner.step();
      const mean = step.log_likelihood / points.n;
      say(`iteration ${step.iteration - 1}: mean log-likelihood ${mean.toFixed(9)}`);
      await board.scalars(step.iteration, { log_likelihood: mean });
      last = mean;
      done = step.done;
    }
    // What comes of points without a density lies nowhere near them.
    if (!Number.isFinite(last)) {
      throw new Error('The points lie so far apart that they have no density, and nothing was written.');
    }
    await writeAll(dir, mixtureFiles(learner.mixture()));
  } finally {
    engine.dispose();
  }
});
