// For the tests: runs an ONNX model in onnxruntime-web, on WASM in one thread.

import * as ort from 'onnxruntime-web';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

export interface Given {
  readonly type: 'float32' | 'float64' | 'int64';
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}

export interface Got {
  readonly data: number[];
  readonly dims: readonly number[];
}

/** Outputs by name. Rejects where the runtime refuses the model. */
export async function runOnnx(
  model: Uint8Array,
  inputs: Readonly<Record<string, Given>>,
): Promise<Readonly<Record<string, Got>>> {
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  const feeds = Object.fromEntries(Object.entries(inputs).map(([name, given]) => [name, tensorOf(given)]));
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [
      name,
      { data: Array.from(data as Iterable<number | bigint>, Number), dims },
    ]),
  );
}

function tensorOf({ type, data, dims }: Given): ort.Tensor {
  switch (type) {
    case 'float32':
      return new ort.Tensor('float32', Float32Array.from(data), dims);
    case 'float64':
      return new ort.Tensor('float64', Float64Array.from(data), dims);
    case 'int64':
      return new ort.Tensor('int64', BigInt64Array.from(Array.from(data), BigInt), dims);
  }
}

/** Largest difference of two lists of one length; infinite where the lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const apart = Math.abs(a[i] - b[i]);
    largest = Math.max(largest, apart);
  }
  return largest;
}
