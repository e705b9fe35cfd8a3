// What a mixture is worth on all points of the page: one pass of the engine, which is replaced and
// asked again should it be lost.

import { type EmEngine, EngineLostError } from '../../ml/gmm/engine';
import { toEmModel } from '../../ml/gmm/params';
import type { Mixture } from '../../ml/gmm/types';
import { describeEngine } from './engines';
import type { PointsPage } from './page';

export interface Evaluation {
  /** Total over all points under the mixture, natural log. */
  readonly log_likelihood: number;
  readonly engine: string;
}

export function evaluate(page: PointsPage, mixture: Mixture): Promise<Evaluation> {
  const model = toEmModel(mixture);
  return onEngine(page, async (engine) => ({
    log_likelihood: (await engine.pass(model)).logLikelihood,
    engine: describeEngine(engine),
  }));
}

/** Runs `work` on the engine in turn; once more on another engine if this one is lost meanwhile. */
export function onEngine<T>({ turns, engines }: PointsPage, work: (engine: EmEngine) => Promise<T>): Promise<T> {
  return turns.run(async () => {
    try {
      return await work(await engines.current());
    } catch (error) {
      if (!(error instanceof EngineLostError)) throw error;
      engines.drop();
      return work(await engines.current());
    }
  });
}
