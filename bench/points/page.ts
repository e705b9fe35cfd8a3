// The contestants that run in the browser, behind four calls for ./run.mjs. Ours is the app's own
// learner and engine, workers and all; an iteration is a whole one, E-step and M-step.

import { createEmEngine } from '../../src/ml/compute/em';
import { createLearner } from '../../src/ml/gmm/learner';
import { DEFAULT_OPTIONS, type FitOptions, type Learner } from '../../src/ml/gmm/types';
import { browserComputeEnv } from '../../src/workers/compute-env';
import { openNpmEm } from './npm-em';
import { makeProblem, type Problem, type ProblemSize } from './problem.mjs';
import { openTfjsEm } from './tfjs-em';

export type Contestant = 'wasm' | 'cpu' | 'webgpu' | 'npm' | 'tfjs-wasm' | 'tfjs-cpu';

export interface Measured {
  /** Milliseconds of each iteration. */
  readonly ms: readonly number[];
  /** Total log-likelihood under the parameters before the last iteration. */
  readonly logLikelihood: number;
}

export interface BenchPage {
  /** Makes a contestant ready, from the problem's start. */
  open(name: string, contestant: Contestant, size: ProblemSize, threads: number): Promise<void>;
  run(name: string, iterations: number): Promise<Measured>;
  close(name: string): void;
  about(): { userAgent: string; cores: number; isolated: boolean };
}

interface Em {
  /** One whole iteration. */
  step(): Promise<void>;
  /** Total, under the parameters before the last iteration. */
  logLikelihood(): Promise<number>;
  dispose(): void;
}

const running = new Map<string, Em>();
const problems = new Map<string, Problem>();

function problemOf(size: ProblemSize): Problem {
  const key = JSON.stringify(size);
  const known = problems.get(key);
  if (known) return known;
  problems.clear();
  const problem = makeProblem(size);
  problems.set(key, problem);
  return problem;
}

function optionsFor({ means }: Problem, { d, k }: ProblemSize): FitOptions {
  const unit = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)));
  return {
    ...DEFAULT_OPTIONS,
    n_components: k,
    tol: 0,
    means_init: means,
    weights_init: means.map(() => 1 / k),
    precisions_init: means.map(() => unit),
  };
}

async function openOurs(kind: 'wasm' | 'cpu' | 'webgpu', size: ProblemSize, threads: number): Promise<Em> {
  const problem = problemOf(size);
  const points = { data: problem.points, n: size.n, d: size.d };
  const engine = await createEmEngine(kind, points, browserComputeEnv(threads));
  const learner: Learner = await createLearner({ options: optionsFor(problem, size), epochs: 1e6, points, engine });
  let before = Number.NaN;
  return {
    async step() {
      before = (await learner.step()).log_likelihood;
    },
    logLikelihood: async () => before,
    dispose() {
      learner.dispose();
      engine.dispose();
    },
  };
}

function openEm(contestant: Contestant, size: ProblemSize, threads: number): Em | Promise<Em> {
  switch (contestant) {
    case 'npm':
      return openNpmEm(problemOf(size), size);
    case 'tfjs-wasm':
    case 'tfjs-cpu':
      return openTfjsEm(contestant === 'tfjs-wasm' ? 'wasm' : 'cpu', problemOf(size), size);
    default:
      return openOurs(contestant, size, threads);
  }
}

const bench: BenchPage = {
  async open(name, contestant, size, threads) {
    running.set(name, await openEm(contestant, size, threads));
  },
  async run(name, iterations) {
    const em = running.get(name);
    if (!em) throw new Error(`${name} was not opened.`);
    const ms: number[] = [];
    for (let i = 0; i < iterations; i++) {
      const start = performance.now();
      await em.step();
      ms.push(performance.now() - start);
    }
    return { ms, logLikelihood: await em.logLikelihood() };
  },
  close(name) {
    running.get(name)?.dispose();
    running.delete(name);
  },
  about: () => ({
    userAgent: navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    isolated: crossOriginIsolated,
  }),
};

Object.assign(globalThis, { bench });
