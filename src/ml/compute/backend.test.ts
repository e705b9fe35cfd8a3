// The choice of a backend, with trials whose outcome is given: no timings of this machine.

import { describe, expect, it, vi } from 'vitest';
import type { EmEngineKind } from '../gmm/engine';
import { choose, measureBackends, type TimeEngine, tryBackend } from './backend';
import { nodeComputeEnv } from './env.node';
import { factOf, type GpuFacts } from './gpu-facts';
import { timeEngine } from './measure';

const env = nodeComputeEnv();
const HARDWARE: GpuFacts = { webgpu: factOf('nvidia hopper'), webgl: factOf('ANGLE (NVIDIA)') };
const SOFTWARE: GpuFacts = {
  webgpu: factOf('google swiftshader'),
  webgl: factOf('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)'),
};

/** Trials that take as long as said, or fail with what is said. */
function trials(outcomes: Partial<Record<EmEngineKind, number | string>>): TimeEngine {
  return vi.fn(async (kind: EmEngineKind) => {
    const outcome = outcomes[kind];
    if (typeof outcome === 'number') return outcome;
    throw new Error(outcome ?? `no trial of ${kind} was expected`);
  });
}

describe('measureBackends', () => {
  it('picks the fastest', async () => {
    const choice = await measureBackends(env, HARDWARE, trials({ webgpu: 1.25, wasm: 6 }));
    expect(choice.backend).toBe('webgpu');
    expect(choice.reason).toBe(
      'WebGPU: fastest of 2 in a short trial, 1.3 ms a pass over 100,000 points against 6.0 ms on WASM.',
    );
    expect(choice.candidates.map(({ status }) => status)).toEqual(['measured', 'skipped', 'measured', 'skipped']);
  });

  it('stays with WASM where the GPU is slower', async () => {
    const choice = await measureBackends(env, HARDWARE, trials({ webgpu: 40, wasm: 6 }));
    expect(choice.backend).toBe('wasm');
    expect(choice.reason).toContain('40 ms on WebGPU');
  });

  it('does not try a GPU that is emulated, and says so', async () => {
    const time = trials({ wasm: 6 });
    const choice = await measureBackends(env, SOFTWARE, time);
    expect(choice.backend).toBe('wasm');
    expect(choice.reason).toContain('emulated in software');
    expect(time).toHaveBeenCalledTimes(1);
  });

  it('tries WebGL only where WebGPU does not work', async () => {
    const choice = await measureBackends(env, HARDWARE, trials({ webgpu: 'The GPU was lost.', webgl: 3, wasm: 6 }));
    expect(choice.backend).toBe('webgl');
    expect(choice.candidates[0]).toMatchObject({ backend: 'webgpu', status: 'failed', note: 'The GPU was lost.' });
  });

  it('falls back to plain JavaScript', async () => {
    const none: GpuFacts = { webgpu: { kind: 'missing', why: 'None.' }, webgl: { kind: 'missing', why: 'None.' } };
    const some = await measureBackends(env, none, trials({ wasm: 'It does not compile.', cpu: 20 }));
    expect(some.backend).toBe('cpu');
    const nothing = await measureBackends(env, none, trials({ wasm: 'It does not compile.', cpu: 'Nor does this.' }));
    expect(nothing).toMatchObject({ backend: 'cpu', reason: 'JavaScript: nothing else could be started here.' });
  });
});

describe('a trial', () => {
  it('that hangs is given up and told to stop', async () => {
    vi.useFakeTimers();
    try {
      let signal: AbortSignal | undefined;
      const hanging: TimeEngine = (_kind, _env, _ms, given) => {
        signal = given;
        return new Promise(() => {});
      };
      const outcome = tryBackend('webgpu', env, hanging, 2);
      await vi.advanceTimersByTimeAsync(2001);
      expect(await outcome).toMatchObject({ status: 'failed', note: 'It gave no answer within 2 s.' });
      expect(signal?.aborted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('runs the real engines', async () => {
    const signal = new AbortController().signal;
    expect(await timeEngine('wasm', env, 1, signal)).toBeGreaterThan(0);
    await expect(timeEngine('webgpu', env, 1, signal)).rejects.toThrow('This browser has no WebGPU.');
  });
});

it('names no backend that was not measured while another was', () => {
  const candidate = { backend: 'wasm', status: 'measured', ms: 3, note: '' } as const;
  expect(choose([{ backend: 'webgpu', status: 'failed', ms: null, note: 'Gone.' }, candidate])).toMatchObject({
    backend: 'wasm',
    reason: 'WASM: 3.0 ms a pass over 100,000 points; WebGPU could not be used: Gone.',
  });
});

it.each([
  ['Microsoft Basic Render Driver', 'software'],
  ['llvmpipe (LLVM 15.0.7, 256 bits)', 'software'],
  ['apple metal-3', 'hardware'],
  ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2))', 'hardware'],
])('tells hardware from emulation: %s', (name, kind) => {
  expect(factOf(name).kind).toBe(kind);
});
