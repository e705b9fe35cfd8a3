// How long encoders of given sizes need for one text of 128 tokens in the product's own engine, on one thread, and what
// they weigh in int8: by it the size that ships is chosen. Processor time, so that other work on the machine counts little.
// node --experimental-wasm-relaxed-simd scripts/run-ts.mjs scripts/base-model/latency.ts [layers,hidden,heads,intermediate …]

import { readFileSync } from 'node:fs';
import { presetConfig } from '../../src/ml/bert/config';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/env.node';
import { WEIGHTS_FILE, withDtype } from '../../src/ml/text/encoder/files';
import { EncoderModel, freshEncoder } from '../../src/ml/text/encoder/model';
import { SHIPPED_CHANGES } from './own-trainer';

const VOCABULARY = 'public/models/small/vocab.txt';
const SIZES = ['2,128,2,512', '3,256,4,768', '4,256,4,768', '4,256,4,1024', '6,256,4,512'];
const RUNS = 40;
/** With [CLS] and [SEP] 128 tokens. */
const TEXT = 'the '.repeat(126);

export default async function main(sizes: string[]): Promise<void> {
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const vocabulary = new Uint8Array(readFileSync(VOCABULARY));
  const pieces = new TextDecoder().decode(vocabulary).trimEnd().split('\n').length;
  for (const size of sizes.length > 0 ? sizes : SIZES) {
    const [layers, hidden, heads, intermediate_size] = size.split(',').map(Number);
    const changes = { ...SHIPPED_CHANGES, intermediate_size };
    const config = presetConfig(`L-${layers}_H-${hidden}_A-${heads}`, pieces, changes);
    const files = freshEncoder(config, vocabulary, 1);
    const model = new EncoderModel(nn, files);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const before = process.cpuUsage();
      await model.score([TEXT]);
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
    }
    model.dispose();
    times.sort((a, b) => a - b);
    const bytes = withDtype(files, 'I8').get(WEIGHTS_FILE)?.length ?? 0;
    console.log(
      `L${layers} H${hidden} A${heads} I${intermediate_size}: median ${times[RUNS / 2].toFixed(1)} ms, least ${times[0].toFixed(1)} ms, ${(bytes / 1e6).toFixed(2)} MB`,
    );
  }
}
