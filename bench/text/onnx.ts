// A peer: the same weights in onnxruntime-web on WASM, one thread, by the product's own export. Scores only: it does not train.

import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { encoderToOnnx } from '../../src/ml/formats/onnx/text';
import { makeBatch, makeProblem } from './problem';
import type { Contestant, Job } from './protocol';

export async function openOnnx({ architecture, batch, tokens }: Extract<Job, { kind: 'onnx' }>): Promise<Contestant> {
  const { config, weights } = makeProblem(architecture);
  env.wasm.numThreads = 1;
  env.wasm.wasmPaths = { wasm: new URL(wasmUrl, import.meta.url).href };
  const session = await InferenceSession.create(encoderToOnnx(config, weights), {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  const ids = BigInt64Array.from(makeBatch(batch, tokens).ids, BigInt);
  const mask = new BigInt64Array(batch * tokens).fill(1n);
  const shape = [batch, tokens];
  return {
    engine: `onnxruntime-web ${env.versions.web ?? ''} WASM, 1 thread`,
    async run() {
      const feeds = { input_ids: new Tensor('int64', ids, shape), attention_mask: new Tensor('int64', mask, shape) };
      const { logits } = await session.run(feeds);
      return [...((await logits.getData()) as Float32Array)];
    },
  };
}
