// What graphics this browser offers: real hardware, an emulation in software (far slower than WASM),
// or none. Asked without starting any of it for work.

import { withDeadline } from './deadline';

export type GpuFact =
  | { readonly kind: 'hardware' | 'software'; readonly name: string }
  | { readonly kind: 'missing'; readonly why: string };

export interface GpuFacts {
  readonly webgpu: GpuFact;
  readonly webgl: GpuFact;
}

/** Seconds an adapter may take to be found. */
const PATIENCE = 3;
const SOFTWARE = /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render|warp/i;

/** Never rejects and never hangs. */
export async function gpuFacts(): Promise<GpuFacts> {
  return { webgpu: await webgpuFact(), webgl: webglFact() };
}

/** By the name that a driver gives itself. */
export function factOf(name: string): GpuFact {
  return { kind: SOFTWARE.test(name) ? 'software' : 'hardware', name };
}

async function webgpuFact(): Promise<GpuFact> {
  if (typeof navigator === 'undefined' || !navigator.gpu) return missing('This browser has no WebGPU.');
  try {
    const request = navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    const adapter = await withDeadline(request, PATIENCE, 'No graphics adapter answered.');
    if (!adapter) return missing('WebGPU found no graphics adapter.');
    const { vendor, architecture, device, description } = adapter.info;
    const name = [vendor, architecture, device, description].filter(Boolean).join(' ') || 'unnamed adapter';
    return adapter.info.isFallbackAdapter ? { kind: 'software', name } : factOf(name);
  } catch (error) {
    return missing(error instanceof Error ? error.message : String(error));
  }
}

function webglFact(): GpuFact {
  if (typeof OffscreenCanvas === 'undefined') return missing('This browser has no WebGL in workers.');
  try {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (!gl) return missing('This browser has no WebGL 2.');
    const names = gl.getExtension('WEBGL_debug_renderer_info');
    const fact = factOf(String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER)));
    // Browsers keep few contexts: this one is given back.
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    return fact;
  } catch (error) {
    return missing(error instanceof Error ? error.message : String(error));
  }
}

function missing(why: string): GpuFact {
  return { kind: 'missing', why };
}
