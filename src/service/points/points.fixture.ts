// For tests: the points service on a real engine in this thread, with events collected and faults on request.

import { IDBFactory } from 'fake-indexeddb';
import { createEmEngine } from '../../ml/compute/em';
import { localShardPort } from '../../ml/compute/em/shard';
import type { ComputeEnv } from '../../ml/compute/env';
import { type EmEngine, EngineLostError } from '../../ml/gmm/engine';
import { sampleMixture } from '../../ml/gmm/sample';
import type { Matrix, Mixture } from '../../ml/gmm/types';
import { closeDatabase } from '../../storage/db';
import type { ServiceEvent } from '../../wire/events';
import type { FitStatus, PointsState } from '../../wire/service';
import type { EngineProvider } from './engines';
import { openPoints, type PointsHandle } from './index';

export const THREE: Mixture = {
  covariance_type: 'full',
  n_components: 3,
  n_features: 2,
  weights: Float64Array.of(0.5, 0.3, 0.2),
  means: Float64Array.of(0, 0, 6, 1, -2, 7),
  covariances: Float64Array.of(1, 0.2, 0.2, 2, 1.5, -0.6, -0.6, 0.7, 0.5, 0, 0, 0.5),
};

/** Overlapping, so that a fit takes tens of iterations. */
export const OVERLAPPING: Mixture = { ...THREE, means: Float64Array.of(0, 0, 2, 1, -1, 2) };

export function draw(n: number, seed = 1, mixture: Mixture = OVERLAPPING): Matrix {
  return sampleMixture(mixture, n, seed).points;
}

export function matrix(...rows: number[][]): Matrix {
  return { data: Float64Array.from(rows.flat()), n: rows.length, d: rows[0]?.length ?? 2 };
}

export function rowsOf({ data, n, d }: Matrix): number[][] {
  return Array.from({ length: n }, (_, i) => [...data.subarray(i * d, (i + 1) * d)]);
}

const ENV: ComputeEnv = {
  threads: 1,
  spawnShard: localShardPort,
  kernelBytes: () => Promise.reject(new Error('The plain engine needs no kernels.')),
};

export class TestCompute implements EngineProvider {
  readonly started: EmEngine[] = [];
  passes = 0;
  switches = 0;
  /** The passes, counted from 1 over all engines, at which the engine is lost. */
  lostAt = new Set<number>();
  /** Milliseconds that each pass takes at least. */
  delay = 0;
  /** Awaited before each pass. */
  gate: Promise<void> | null = null;

  epoch(): number {
    return this.switches;
  }

  async startEngine(points: Matrix): Promise<EmEngine> {
    const engine = await createEmEngine('cpu', points, ENV);
    const pass = engine.pass.bind(engine);
    engine.pass = async (model) => {
      // Node lets messages go before timers, and a fit breathes by messages: without a timer of its own now and
      // then, a long fit would be over before the test that polls it had its turn.
      if (this.delay > 0 || this.passes % 20 === 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
      await this.gate;
      if (this.lostAt.has(++this.passes)) throw new EngineLostError('The device went away.');
      return pass(model);
    };
    this.started.push(engine);
    return engine;
  }
}

export interface Opened extends PointsHandle {
  readonly events: ServiceEvent[];
  readonly compute: TestCompute;
  notices(): string[];
}

const alive: Opened[] = [];

/** A page over what is stored. */
export async function open(compute = new TestCompute()): Promise<Opened> {
  const events: ServiceEvent[] = [];
  const handle = await openPoints({ emit: (event) => events.push(event), compute });
  const notices = () => events.flatMap((event) => (event.type === 'notice' ? [event.notice.title] : []));
  const page = { ...handle, events, compute, notices };
  alive.push(page);
  // As a tab does.
  await page.service.state();
  return page;
}

/** A page over empty storage. Pages opened before are put to rest. */
export async function openFresh(compute = new TestCompute()): Promise<Opened> {
  await rest();
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  return open(compute);
}

/** A fresh one with `n` points. */
export async function openWith(n = 200): Promise<Opened> {
  const page = await openFresh();
  await page.service.add(draw(n));
  return page;
}

/** Lets every page save and keeps it still from then on. */
export async function rest(): Promise<void> {
  for (const page of alive.splice(0)) await page.suspend();
}

/** As if the browser had ended the worker: nothing is computed or saved any more. */
export function kill(page: Opened): void {
  alive.splice(alive.indexOf(page), 1);
  page.compute.gate = new Promise(() => {});
}

/** Polls until the state is as wanted. */
export async function until(
  { service }: Pick<PointsHandle, 'service'>,
  wanted: FitStatus['phase'] | ((state: PointsState) => boolean),
): Promise<PointsState> {
  const holds = typeof wanted === 'function' ? wanted : (state: PointsState) => state.fit.phase === wanted;
  for (let i = 0; i < 5000; i++) {
    const state = await service.state();
    if (holds(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`Waited in vain; the fit is ${JSON.stringify((await service.state()).fit)}`);
}

export function iterationOf(state: PointsState): number {
  return 'iteration' in state.fit ? state.fit.iteration : 0;
}
