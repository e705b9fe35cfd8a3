// A peer: the same weights in onnxruntime-web on WASM, one thread. Scores only: it does not train.

import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { makeBatch, TOKENS } from './problem';
import type { Contestant, Job } from './protocol';

export async function openOnnx(job: Extract<Job, { kind: 'onnx' }>, model: Uint8Array | null): Promise<Contestant> {
  if (!model) throw new Error('no ONNX model was given');
  env.wasm.numThreads = 1;
  env.wasm.wasmPaths = { wasm: new URL(wasmUrl, import.meta.url).href };
  const session = await InferenceSession.create(model, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  const ids = BigInt64Array.from(makeBatch(job.batch).ids, BigInt);
  return {
    engine: `onnxruntime-web ${env.versions.web ?? ''} WASM, 1 thread`,
    async run() {
      const { logits } = await session.run({ ids: new Tensor('int64', ids, [job.batch, TOKENS]) });
      return [...((await logits.getData()) as Float32Array)];
    },
  };
}
