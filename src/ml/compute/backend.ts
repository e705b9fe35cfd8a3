// Chooses what computes: by a short trial of the very thing that is wanted, never by name alone.
// GPUs that are emulated in software are left out of the trial; everything else gets a deadline, so
// that a driver that hangs blocks nothing. Whoever has no GPU worth a trial never loads TensorFlow.js.

import type { EmEngineKind } from '../gmm/engine';
import { withDeadline } from './deadline';
import type { ComputeEnv } from './env';
import type { GpuFact, GpuFacts } from './gpu-facts';
import { timeEngine } from './measure';

export interface BackendCandidate {
  readonly backend: EmEngineKind;
  /** measured: usable, with its time · failed: tried, could not start · skipped: not tried, with the reason */
  readonly status: 'measured' | 'failed' | 'skipped';
  /** Median milliseconds of a pass; null unless measured. */
  readonly ms: number | null;
  /** For people; one sentence, or empty. */
  readonly note: string;
}

export interface BackendChoice {
  readonly backend: EmEngineKind;
  /** One sentence for people. */
  readonly reason: string;
  readonly candidates: readonly BackendCandidate[];
}

export const BACKEND_NAMES: Readonly<Record<EmEngineKind, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WASM',
  cpu: 'JavaScript',
};

/** Milliseconds of passes per candidate, and seconds until one counts as hanging. */
const TRIAL_MS = 80;
const PATIENCE = 1.5;

export type TimeEngine = typeof timeEngine;

/** Tries what may be worth it, one after the other, and picks the fastest. Never rejects. */
export async function measureBackends(
  env: ComputeEnv,
  facts: GpuFacts,
  time: TimeEngine = timeEngine,
): Promise<BackendChoice> {
  const wasm = await tryBackend('wasm', env, time);
  const webgpu = await tryGpu('webgpu', facts.webgpu, env, time);
  const webgl =
    webgpu.status === 'measured'
      ? skipped('webgl', 'WebGPU does the same on the same hardware.')
      : await tryGpu('webgl', facts.webgl, env, time);
  const cpu =
    wasm.status === 'measured' ? skipped('cpu', 'WASM does the same sums faster.') : await tryBackend('cpu', env, time);
  return choose([webgpu, webgl, wasm, cpu]);
}

/** Starts one backend and times it, with more patience: somebody asked for it. */
export function tryBackend(
  backend: EmEngineKind,
  env: ComputeEnv,
  time: TimeEngine = timeEngine,
  patience = PATIENCE,
): Promise<BackendCandidate> {
  const abort = new AbortController();
  const trial = time(backend, env, TRIAL_MS, abort.signal);
  return withDeadline(trial, patience, `It gave no answer within ${patience} s.`).then(
    (ms): BackendCandidate => ({ backend, status: 'measured', ms, note: '' }),
    (error: unknown) => {
      abort.abort();
      return { backend, status: 'failed', ms: null, note: error instanceof Error ? error.message : String(error) };
    },
  );
}

/** A trial, unless what is known of the GPU makes it pointless. */
async function tryGpu(
  backend: EmEngineKind,
  fact: GpuFact,
  env: ComputeEnv,
  time: TimeEngine,
): Promise<BackendCandidate> {
  if (fact.kind === 'missing') return { backend, status: 'failed', ms: null, note: fact.why };
  if (fact.kind === 'software') {
    return skipped(backend, `${BACKEND_NAMES[backend]} here is emulated in software (${fact.name}).`);
  }
  const candidate = await tryBackend(backend, env, time);
  return candidate.status === 'measured' ? { ...candidate, note: fact.name } : candidate;
}

function skipped(backend: EmEngineKind, note: string): BackendCandidate {
  return { backend, status: 'skipped', ms: null, note };
}

/** The fastest of those measured; plain JavaScript where nothing could be. */
export function choose(candidates: readonly BackendCandidate[]): BackendChoice {
  const measured = candidates.filter((candidate) => candidate.ms !== null).sort((a, b) => a.ms! - b.ms!);
  const backend = measured[0]?.backend ?? 'cpu';
  return { backend, reason: explain(backend, measured, candidates), candidates };
}

function explain(
  backend: EmEngineKind,
  measured: readonly BackendCandidate[],
  candidates: readonly BackendCandidate[],
): string {
  const name = BACKEND_NAMES[backend];
  const [first, second] = measured;
  if (!first) return `${name}: nothing else could be started here.`;
  const time = `${formatMs(first.ms!)} a pass over 100,000 points`;
  if (second) {
    const times = `${formatMs(second.ms!)} on ${BACKEND_NAMES[second.backend]}`;
    return `${name}: fastest of ${measured.length} in a short trial, ${time} against ${times}.`;
  }
  return `${name}: ${time}; ${whyNoGpu(candidates)}`;
}

function whyNoGpu(candidates: readonly BackendCandidate[]): string {
  const gpu = candidates.find(({ backend }) => backend === 'webgpu');
  if (gpu?.status === 'skipped') return 'WebGPU here is emulated in software, which is far slower.';
  if (gpu?.status === 'failed') return `WebGPU could not be used: ${lowerFirst(gpu.note)}`;
  return 'nothing else could be started here.';
}

function lowerFirst(text: string): string {
  // Names such as "WebGPU" keep their capital.
  return /^[A-Z][a-z]+ /.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}

function formatMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
