// Fitting a mixture as a run: a step is an iteration (of EM), a pass (incremental) or a gradient step, and so is an epoch;
// each initialisation is judged at its end. Rows have the likelihood as scikit-learn's lower bound has it: of EM, under the
// parameters before the iteration.

import { createEmEngine } from '../../../ml/compute/em';
import type { EmEngine } from '../../../ml/gmm/engine';
import { exportMixture } from '../../../ml/gmm/export';
import { createLearner } from '../../../ml/gmm/learner';
import { toEmModel } from '../../../ml/gmm/params';
import { aic, bic } from '../../../ml/gmm/score';
import type { Learner, LearnerState, LearnerStep, Matrix, Mixture } from '../../../ml/gmm/types';
import { loadSample } from '../../../ml/samples';
import { fitOptionsOf, type MixtureConfig } from '../../configs/schema';
import { invalid } from '../../errors';
import { Breath } from '../../pace';
import { describeEngine } from '../../points/engines';
import { epochsFor } from '../../points/options';
import type { JobAbout, JobData, JobEvent, JobResult } from '../job';
import { type Saved, savedOf } from './checkpoint';
import { Fingerprint } from './fingerprint';
import { startFirst } from './start';
import { counted } from './words';
import type { DoneEvent, JobDeps, JobRequestOf, Progress, Work } from './work';

/** The best of the initialisations that have ended. */
interface Kept {
  readonly mixture: Mixture;
  readonly log_likelihood: number;
  readonly step: number;
}

interface State extends Saved<'mixture'> {
  /** Of the points, to refuse others; runs saved by earlier versions have none. */
  readonly data?: string;
  /** Iterations of all initialisations. */
  readonly step: number;
  readonly learner: LearnerState;
  readonly kept: Kept | null;
  readonly ended: DoneEvent | null;
}

/** The file of a fitted mixture: JSON as `exportMixture` writes it, which `fromNested` of ml/gmm reads. */
export const MIXTURE_FILE = 'mixture.json';

export async function openMixture(request: JobRequestOf<'mixture'>, deps: JobDeps): Promise<Work> {
  const { config, backend } = request;
  const saved = savedOf<State>(request.checkpoint, 'mixture');
  const points = await pointsOf(request.data, config);
  if (points.n === 0) throw invalid('data', 'There are no points to fit a mixture to.');
  const data = fingerprintOf(points);
  if (saved?.data !== undefined && saved.data !== data) {
    throw invalid('data', 'The points changed since the run was interrupted: it cannot go on with them.');
  }
  const options = fitOptionsOf(config);
  const epochs = epochsFor(options, points.n);
  const env = deps.computeEnv(backend.threads);
  const engine = await startFirst(backend.kind, (kind) => createEmEngine(kind, points, env));
  try {
    const breath = new Breath();
    const pause = () => breath.take();
    const learner = await createLearner({ options, epochs, points, engine, state: saved?.learner, pause });
    return new MixtureWork(config, { ...points, fingerprint: data }, epochs, engine, learner, saved);
  } catch (error) {
    engine.dispose();
    throw error;
  }
}

class MixtureWork implements Work {
  readonly about: JobAbout;
  step: number;
  ended: DoneEvent | null;
  private kept: Kept | null;

  constructor(
    private readonly config: MixtureConfig,
    private readonly points: Matrix & { readonly fingerprint: string },
    private readonly epochs: number,
    private readonly engine: EmEngine,
    private readonly learner: Learner,
    saved: State | null,
  ) {
    this.step = saved?.step ?? 0;
    this.kept = saved?.kept ?? null;
    this.ended = saved?.ended ?? null;
    const { n_components: k, covariance_type, n_init } = config.model;
    this.about = {
      model: `Gaussian mixture, ${k} ${k === 1 ? 'component' : 'components'}, ${covariance_type}`,
      data: `${counted(points.n, 'point')}, ${counted(points.d, 'dimension')}`,
      engine: describeEngine(engine),
      epochs: epochs * n_init,
      steps: epochs * n_init,
    };
  }

  get epoch(): number {
    return this.step;
  }

  memory(): null {
    return null;
  }

  async next(): Promise<Progress> {
    const report = await this.learner.step();
    const at = this.step;
    this.step += 1;
    const mixture = this.learner.mixture();
    const values = this.figures(mixture, report.log_likelihood);
    const events: JobEvent[] = [{ kind: 'row', epoch: at, step: at, values }];
    const over = report.done || report.converged || report.iteration >= this.epochs;
    if (over) events.push(this.judge(report, at, mixture));
    if (report.done) this.ended = doneOf(report, this.step);
    return { events, examples: this.points.n };
  }

  /** At the end of an initialisation. */
  private judge({ log_likelihood, done }: LearnerStep, step: number, mixture: Mixture): JobEvent {
    const best = this.kept === null || log_likelihood > this.kept.log_likelihood;
    if (best) this.kept = { mixture, log_likelihood, step };
    // Once it is done the learner gives the best alone: what the last came to, where that is less, is not there to be kept.
    const score = done && !best ? Number.NEGATIVE_INFINITY : log_likelihood / this.points.n;
    return { kind: 'epoch', epoch: step, step, score, best };
  }

  async checkpoint(): Promise<State> {
    const { step, kept, ended } = this;
    const { fingerprint: data } = this.points;
    return { format: 1, kind: 'mixture', data, step, learner: this.learner.state(), kept, ended };
  }

  /** Its figures are its own, measured anew: of EM those after the last iteration, which no row has. */
  async result(role: 'best' | 'last'): Promise<JobResult> {
    const now = { mixture: this.learner.mixture(), step: Math.max(0, this.step - 1) };
    const { kept } = this;
    let chosen = now;
    let logLikelihood = await this.measure(now.mixture);
    if (role === 'best' && kept && !this.ended) {
      const before = await this.measure(kept.mixture);
      if (before > logLikelihood) [chosen, logLikelihood] = [kept, before];
    }
    const step = role === 'best' && kept && this.ended ? kept.step : chosen.step;
    const files = new Map([[MIXTURE_FILE, new TextEncoder().encode(exportMixture(chosen.mixture, 'json'))]]);
    return { files, epoch: step, step, metrics: this.figures(chosen.mixture, logLikelihood) };
  }

  /** A density has nothing to be right or wrong about. */
  async test(): Promise<null> {
    return null;
  }

  dispose(): void {
    this.learner.dispose();
    this.engine.dispose();
  }

  private async measure(mixture: Mixture): Promise<number> {
    return (await this.engine.pass(toEmModel(mixture))).logLikelihood;
  }

  private figures(mixture: Mixture, log_likelihood: number): Record<string, number> {
    const { n } = this.points;
    const all = { log_likelihood, bic: bic(log_likelihood, mixture, n), aic: aic(log_likelihood, mixture) };
    return Object.fromEntries(this.config.trainer.metrics.map((name) => [name, all[name]]));
  }
}

async function pointsOf(data: JobData, { data: { sample, n }, seed }: MixtureConfig): Promise<Matrix> {
  if (data.kind === 'points') return { data: data.data, n: data.data.length / data.d, d: data.d };
  if (data.kind === 'generated') return loadSample(sample, { n, seed });
  throw invalid('data', 'A mixture is fitted to points.');
}

function fingerprintOf({ data, n, d }: Matrix): string {
  const print = new Fingerprint();
  print.add(n);
  print.add(d);
  print.addAll(data);
  return print.toString();
}

function doneOf({ converged }: LearnerStep, steps: number): DoneEvent {
  const iterations = counted(steps, 'iteration');
  const message = converged ? `Converged after ${iterations}.` : `Went through all of its ${iterations}.`;
  return { kind: 'done', reason: 'finished', message };
}
