// TensorFlow.js's WASM backend with its binaries from beside the app.

import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { env } from '@tensorflow/tfjs-core';

/** To be called before the backend first starts. */
export function prepareWasm(): void {
  // Its threads do not survive minification: workers that die in a loop, and a page that hangs.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    // Never fetched, but the names must be complete.
    'tfjs-backend-wasm-threaded-simd.wasm': simd,
  });
}
