// What computes: measures the backends in the background, starts engines on the one chosen, and falls
// back with a notice when one does not start or is lost. Nothing waits for the measurement; until it
// is there, WASM serves. Its result is kept, and good for as long as browser, hardware and version are
// the same.

import {
  BACKEND_NAMES,
  type BackendCandidate,
  type BackendChoice,
  measureBackends,
  tryBackend,
} from '../ml/compute/backend';
import { withDeadline } from '../ml/compute/deadline';
import { createEmEngine } from '../ml/compute/em';
import type { ComputeEnv } from '../ml/compute/env';
import { type GpuFacts, gpuFacts } from '../ml/compute/gpu-facts';
import { wasmLevel } from '../ml/compute/kernels/features';
import { forgetTfFailures, onTfFallback } from '../ml/compute/tf-status';
import type { EmEngine, EngineLostError } from '../ml/gmm/engine';
import type { Matrix } from '../ml/gmm/types';
import { DEVICE_SETTINGS, readSetting, writeSetting } from '../storage/settings';
import { ServiceError } from '../wire/errors';
import type { Notice, ServiceEvent } from '../wire/events';
import { BACKENDS, type Backend, type ComputeService, type ComputeState } from '../wire/service';
import { APP_VERSION } from '../wire/version';
import { watchEngine } from './engine-watch';
import { messageOf, toServiceError } from './errors';
import type { EngineProvider } from './points/engines';

/** Below this, a GPU's fixed cost of an answer exceeds what WASM needs for the whole pass. */
const GPU_POINTS = 20_000;
/** Seconds that an engine may take to start, and those more per million values. */
const START_PATIENCE = 15;
const START_PATIENCE_PER_MILLION = 5;
/** Seconds for a backend that somebody asked for. */
const OVERRIDE_PATIENCE = 10;
/** How often a backend may be lost before it is left alone; a worker may die of something that passes. */
const TOLERATED_LOSSES: Readonly<Record<Backend, number>> = { webgpu: 0, webgl: 0, wasm: 1, cpu: 1 };

const OVERRIDE_KEY = 'compute.override';
const MEASUREMENT_KEY = DEVICE_SETTINGS.measurement;

interface Measurement extends BackendChoice {
  /** Browser, hardware and version that it is good for. */
  readonly fingerprint: string;
}

export interface ComputeDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly env: ComputeEnv;
  /** What tests replace. */
  readonly parts?: Partial<ComputeParts>;
}

interface ComputeParts {
  readonly facts: () => Promise<GpuFacts>;
  readonly measure: typeof measureBackends;
  readonly attempt: typeof tryBackend;
  readonly createEngine: typeof createEmEngine;
  readonly readSetting: typeof readSetting;
  readonly writeSetting: typeof writeSetting;
}

export interface ComputeHandle extends EngineProvider {
  readonly service: ComputeService;
  /** Grows when engines that run should be replaced, because another backend was chosen. */
  epoch(): number;
  /** Resolves when the measurement under way is done. */
  settled(): Promise<void>;
}

/** Resolves as soon as the user's choice is known; the measurement goes on by itself. */
export async function createComputeService(dependencies: ComputeDependencies): Promise<ComputeHandle> {
  const compute = new Compute(dependencies);
  await compute.open();
  return compute;
}

class Compute implements ComputeHandle {
  readonly service: ComputeService = {
    state: async () => this.state(),
    setOverride: (backend) => this.setOverride(backend),
    measureAgain: () => this.measureAgain(),
  };

  private readonly parts: ComputeParts;
  private override: Backend | 'auto' = 'auto';
  private choice: BackendChoice = {
    backend: 'wasm',
    reason: 'WASM serves while the backends are being measured.',
    candidates: [],
  };
  private measuring = true;
  private measurement: Promise<void> = Promise.resolve();
  private switches = 0;
  /** Backends out of use, with the reason. */
  private readonly failures = new Map<Backend, string>();
  private readonly losses = new Map<Backend, number>();

  constructor(private readonly dependencies: ComputeDependencies) {
    const own = { facts: gpuFacts, measure: measureBackends, attempt: tryBackend };
    this.parts = { ...own, createEngine: createEmEngine, readSetting, writeSetting, ...dependencies.parts };
    onTfFallback(({ wanted, used, reason }) => {
      this.notify(
        `Computing goes on with ${BACKEND_NAMES[used]}`,
        `${BACKEND_NAMES[wanted]} could not be used: ${sentence(reason)} Nothing is lost.`,
      );
    });
  }

  async open(): Promise<void> {
    // Storage that cannot be read must not keep anything from computing.
    const saved = await this.parts.readSetting<unknown>(OVERRIDE_KEY).catch(() => undefined);
    if (isOverride(saved)) this.override = saved;
    this.measurement = this.settle(false);
  }

  settled(): Promise<void> {
    return this.measurement;
  }

  epoch(): number {
    return this.switches;
  }

  async startEngine(points: Matrix): Promise<EmEngine> {
    const reasons: string[] = [];
    for (const backend of this.order(points.n)) {
      try {
        return await this.start(backend, points);
      } catch (error) {
        const reason = messageOf(error);
        reasons.push(`${BACKEND_NAMES[backend]}: ${reason}`);
        this.giveUp(backend, reason);
      }
    }
    throw new ServiceError('unavailable', `Nothing here can compute. ${reasons.join(' ')}`);
  }

  private async start(backend: Backend, points: Matrix): Promise<EmEngine> {
    const starting = this.parts.createEngine(backend, points, this.dependencies.env);
    const patience = START_PATIENCE + (START_PATIENCE_PER_MILLION * points.data.length) / 1e6;
    try {
      const engine = await withDeadline(starting, patience, `It did not start within ${Math.round(patience)} s.`);
      return watchEngine(engine, (error) => this.lost(backend, error));
    } catch (error) {
      // One that starts after all is not wanted any more.
      starting.then((engine) => engine.dispose()).catch(() => {});
      throw error;
    }
  }

  /** What to try, in turn. */
  private order(n: number): Backend[] {
    const automatic = n < GPU_POINTS ? 'wasm' : this.choice.backend;
    const first = this.override === 'auto' ? automatic : this.override;
    const order = [...new Set<Backend>([first, 'wasm', 'cpu'])].filter((backend) => !this.failures.has(backend));
    return order.length > 0 ? order : ['cpu'];
  }

  private lost(backend: Backend, error: EngineLostError): void {
    const losses = (this.losses.get(backend) ?? 0) + 1;
    this.losses.set(backend, losses);
    if (losses <= TOLERATED_LOSSES[backend]) return;
    // Whoever was using the engine tells people that it was lost, and goes on with the next.
    this.failures.set(backend, error.message);
    this.tell();
  }

  private giveUp(backend: Backend, reason: string): void {
    this.failures.set(backend, reason);
    const next = BACKEND_NAMES[this.backend];
    this.notify(
      `${BACKEND_NAMES[backend]} could not be started`,
      `${sentence(reason)} ${next} is used instead; nothing is lost. You can try again on the page about this device.`,
    );
    this.tell();
  }

  private get backend(): Backend {
    return this.order(Number.POSITIVE_INFINITY)[0]!;
  }

  private state(): ComputeState {
    const { env } = this.dependencies;
    return {
      phase: this.measuring ? 'measuring' : 'ready',
      backend: this.backend,
      reason: this.reason(),
      override: this.override,
      threads: env.threads,
      crossOriginIsolated: globalThis.crossOriginIsolated === true,
      relaxedSimd: wasmLevel() === 'relaxed',
      candidates: this.choice.candidates.map((candidate) => this.withFailure(candidate)),
    };
  }

  private reason(): string {
    const { backend, override } = this;
    const wanted = override === 'auto' ? this.choice.backend : override;
    const name = BACKEND_NAMES[backend];
    if (backend !== wanted) {
      return `${name}, because ${BACKEND_NAMES[wanted]} could not be used: ${sentence(this.failures.get(wanted) ?? '')}`;
    }
    return override === 'auto' ? this.choice.reason : `${name}, because you chose it.`;
  }

  private withFailure(candidate: BackendCandidate): BackendCandidate {
    const failure = this.failures.get(candidate.backend);
    return failure === undefined ? candidate : { ...candidate, status: 'failed', ms: null, note: failure };
  }

  private async setOverride(backend: Backend | 'auto'): Promise<ComputeState> {
    if (!isOverride(backend)) {
      const accepted = ['auto', ...BACKENDS].join(', ');
      throw new ServiceError('invalid', `There is no backend '${String(backend)}'. Choose one of ${accepted}.`);
    }
    await this.parts.writeSetting(OVERRIDE_KEY, backend).catch((error: unknown) => {
      this.notify('The choice could not be saved', `${toServiceError(error).message} It holds until you leave.`);
    });
    this.override = backend;
    this.switches += 1;
    if (backend !== 'auto') {
      this.forgive(backend);
      await this.check(backend);
    }
    this.tell();
    return this.state();
  }

  /** Whether a backend that was asked for works at all; if not, people hear why and what is used instead. */
  private async check(backend: Backend): Promise<void> {
    const { parts, dependencies } = this;
    const result = await parts.attempt(backend, dependencies.env, undefined, OVERRIDE_PATIENCE);
    if (this.override !== backend) return;
    if (result.status === 'failed') this.giveUp(backend, result.note);
    const others = this.choice.candidates.filter((candidate) => candidate.backend !== backend);
    const candidates = BACKENDS.flatMap((one) => (one === backend ? result : others.filter((c) => c.backend === one)));
    this.choice = { ...this.choice, candidates };
  }

  private async measureAgain(): Promise<ComputeState> {
    await this.measurement;
    for (const backend of BACKENDS) this.forgive(backend);
    this.measuring = true;
    this.tell();
    this.measurement = this.settle(true);
    await this.measurement;
    return this.state();
  }

  private forgive(backend: Backend): void {
    this.failures.delete(backend);
    this.losses.delete(backend);
    forgetTfFailures();
  }

  private async settle(force: boolean): Promise<void> {
    const { parts, dependencies } = this;
    const before = this.backend;
    const facts = await parts.facts();
    const fingerprint = fingerprintOf(facts, dependencies.env);
    const saved = await parts.readSetting<Measurement>(MEASUREMENT_KEY).catch(() => undefined);
    if (!force && saved?.fingerprint === fingerprint) {
      this.choice = saved;
    } else {
      const choice = await parts.measure(dependencies.env, facts);
      this.choice = choice;
      // Measured again next time if it cannot be kept.
      await parts.writeSetting(MEASUREMENT_KEY, { ...choice, fingerprint } satisfies Measurement).catch(() => {});
    }
    this.measuring = false;
    if (this.backend !== before) this.switches += 1;
    this.tell();
  }

  private tell(): void {
    this.dependencies.emit({ type: 'compute', state: this.state() });
  }

  private notify(title: string, message: string): void {
    const notice: Notice = { level: 'warning', title, message };
    this.dependencies.emit({ type: 'notice', notice });
  }
}

function isOverride(value: unknown): value is Backend | 'auto' {
  return value === 'auto' || BACKENDS.some((backend) => backend === value);
}

function fingerprintOf(facts: GpuFacts, env: ComputeEnv): string {
  const agent = typeof navigator === 'undefined' ? '' : navigator.userAgent;
  return JSON.stringify([APP_VERSION, agent, facts, env.threads, globalThis.crossOriginIsolated === true]);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
