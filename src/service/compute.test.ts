// The compute service with given trials and engines: what it chooses, keeps, tells, and falls back to.

import { describe, expect, it, vi } from 'vitest';
import type { BackendCandidate, BackendChoice } from '../ml/compute/backend';
import { createEmEngine } from '../ml/compute/em';
import { nodeComputeEnv } from '../ml/compute/env.node';
import { factOf } from '../ml/compute/gpu-facts';
import { type EmEngine, EngineLostError } from '../ml/gmm/engine';
import { toEmModel } from '../ml/gmm/params';
import type { Matrix } from '../ml/gmm/types';
import type { ServiceEvent } from '../wire/events';
import type { Backend } from '../wire/service';
import { createComputeService } from './compute';

const env = nodeComputeEnv();

function points(n: number): Matrix {
  return { data: Float64Array.from({ length: n }, (_, i) => i % 7), n, d: 1 };
}

const MODEL = toEmModel({
  covariance_type: 'full',
  n_components: 1,
  n_features: 1,
  weights: Float64Array.of(1),
  means: Float64Array.of(3),
  covariances: Float64Array.of(4),
});

const candidate = (backend: Backend, ms: number): BackendCandidate => ({ backend, status: 'measured', ms, note: '' });
const GPU: BackendChoice = {
  backend: 'webgpu',
  reason: 'WebGPU: fastest.',
  candidates: [candidate('webgpu', 1), candidate('wasm', 5)],
};

interface World {
  settings?: Map<string, unknown>;
  choice?: BackendChoice;
  /** Backends whose engines do not start. */
  broken?: readonly Backend[];
  /** Never answers. */
  measure?: () => Promise<BackendChoice>;
}

async function open({ settings = new Map(), choice = GPU, broken = [], measure }: World = {}) {
  const events: ServiceEvent[] = [];
  const measured = vi.fn(measure ?? (async () => choice));
  const started: Backend[] = [];
  let lose: (() => void) | undefined;
  const compute = await createComputeService({
    emit: (event) => events.push(event),
    env,
    parts: {
      facts: async () => ({ webgpu: factOf('nvidia'), webgl: factOf('nvidia') }),
      measure: measured,
      attempt: async (backend) =>
        broken.includes(backend)
          ? { backend, status: 'failed', ms: null, note: 'It is broken.' }
          : candidate(backend, 2),
      createEngine: async (kind, data) => {
        if (broken.includes(kind)) throw new Error('It is broken.');
        started.push(kind);
        const engine = await createEmEngine('cpu', data, env);
        lose = () => engine.dispose();
        return engine;
      },
      readSetting: async <T>(key: string) => settings.get(key) as T | undefined,
      writeSetting: async (key, value) => void settings.set(key, value),
    },
  });
  const notices = () => events.flatMap((event) => (event.type === 'notice' ? [event.notice] : []));
  return { compute, events, notices, measured, started, settings, lose: () => lose?.() };
}

describe('measuring', () => {
  it('goes on in the background, and WASM serves meanwhile', async () => {
    const { compute } = await open({ measure: () => new Promise(() => {}) });
    expect(await compute.service.state()).toMatchObject({ phase: 'measuring', backend: 'wasm' });
    expect((await compute.startEngine(points(30_000))).n).toBe(30_000);
  });

  it('tells the outcome, keeps it, and asks for engines that run to be replaced', async () => {
    const { compute, events, settings } = await open();
    await compute.settled();
    expect(events).toMatchObject([{ type: 'compute', state: { phase: 'ready', backend: 'webgpu' } }]);
    expect(compute.epoch()).toBe(1);
    const again = await open({ settings });
    await again.compute.settled();
    expect(again.measured).not.toHaveBeenCalled();
    expect(await again.compute.service.state()).toMatchObject({ backend: 'webgpu', reason: 'WebGPU: fastest.' });
  });

  it('is repeated when asked for', async () => {
    const { compute, measured } = await open();
    await compute.settled();
    await compute.service.measureAgain();
    expect(measured).toHaveBeenCalledTimes(2);
  });

  it('is repeated on another device', async () => {
    const settings = new Map<string, unknown>([['compute.measurement', { ...GPU, fingerprint: 'another' }]]);
    const { compute, measured } = await open({ settings });
    await compute.settled();
    expect(measured).toHaveBeenCalledTimes(1);
  });
});

describe('starting an engine', () => {
  it('takes the fastest for many points and WASM for few', async () => {
    const { compute, started } = await open();
    await compute.settled();
    await compute.startEngine(points(50_000));
    await compute.startEngine(points(500));
    expect(started).toEqual(['webgpu', 'wasm']);
  });

  it('falls back with a notice, and does not try the broken one again', async () => {
    const { compute, started, notices } = await open({ broken: ['webgpu'] });
    await compute.settled();
    await compute.startEngine(points(50_000));
    await compute.startEngine(points(50_000));
    expect(started).toEqual(['wasm', 'wasm']);
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toMatchObject({ level: 'warning', title: 'WebGPU could not be started' });
    expect(notices()[0]?.message).toContain('It is broken. WASM is used instead; nothing is lost.');
    const state = await compute.service.state();
    expect(state).toMatchObject({ backend: 'wasm', candidates: [{ backend: 'webgpu', status: 'failed' }, {}] });
    expect(state.reason).toBe('WASM, because WebGPU could not be used: It is broken.');
  });

  it('says so when nothing works', async () => {
    const { compute } = await open({ broken: ['webgpu', 'wasm', 'cpu'] });
    await compute.settled();
    await expect(compute.startEngine(points(50_000))).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('leaves a GPU alone once it was lost', async () => {
    const { compute, started, lose } = await open();
    await compute.settled();
    const engine = await compute.startEngine(points(50_000));
    lose();
    await expect(engine.pass(MODEL)).rejects.toBeInstanceOf(EngineLostError);
    expect(await compute.service.state()).toMatchObject({ backend: 'wasm' });
    await compute.startEngine(points(50_000));
    expect(started).toEqual(['webgpu', 'wasm']);
  });

  it('does not take an engine that its user closed for lost', async () => {
    const { compute } = await open();
    await compute.settled();
    const engine: EmEngine = await compute.startEngine(points(50_000));
    engine.dispose();
    await expect(engine.pass(MODEL)).rejects.toBeInstanceOf(EngineLostError);
    expect(await compute.service.state()).toMatchObject({ backend: 'webgpu' });
  });
});

describe('the user’s choice', () => {
  it('holds for few points too, and at the next start', async () => {
    const { compute, started, settings } = await open();
    await compute.settled();
    const before = compute.epoch();
    const state = await compute.service.setOverride('cpu');
    expect(state).toMatchObject({ backend: 'cpu', override: 'cpu', reason: 'JavaScript, because you chose it.' });
    expect(compute.epoch()).toBeGreaterThan(before);
    await compute.startEngine(points(10));
    const again = await open({ settings });
    await again.compute.startEngine(points(10));
    expect([...started, ...again.started]).toEqual(['cpu', 'cpu']);
  });

  it('is overruled with a notice when it does not work', async () => {
    const { compute, notices } = await open({ broken: ['webgl'] });
    await compute.settled();
    const state = await compute.service.setOverride('webgl');
    expect(state).toMatchObject({ override: 'webgl', backend: 'wasm' });
    expect(state.candidates.find(({ backend }) => backend === 'webgl')).toMatchObject({ status: 'failed' });
    expect(notices()).toMatchObject([{ title: 'WebGL could not be started' }]);
  });

  it('is tried again when it is chosen again', async () => {
    const { compute, lose, started } = await open();
    await compute.settled();
    const engine = await compute.startEngine(points(50_000));
    lose();
    await engine.pass(MODEL).catch(() => {});
    await compute.service.setOverride('webgpu');
    await compute.startEngine(points(50_000));
    expect(started).toEqual(['webgpu', 'webgpu']);
  });

  it('must be one that there is', async () => {
    const { compute } = await open();
    const wrong = 'quantum' as Backend;
    await expect(compute.service.setOverride(wrong)).rejects.toMatchObject({ code: 'invalid' });
  });
});
