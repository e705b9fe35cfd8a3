// Check lists in the manner of CheckList (Ribeiro et al. 2020), run on the shipped models by the product's own engine:
// node --experimental-wasm-relaxed-simd scripts/run-ts.mjs scripts/base-model/checklist.ts [folder of models] [--failed] [--unseen]
// checklist.json, whose forms twin/sentences.py knows (not its texts); with --unseen checklist-unseen.json, written by
// somebody who had seen neither: what is right there is not learnt by heart.
//   pairs [better, worse]           the first scores higher, and the two stand on either side of 0.5;
//         [better, worse, "order"]  the first scores higher
//   same  [text, variant]           both stand on one side of 0.5, at most 0.1 apart

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/env.node';
import { loadTextModel } from '../../src/ml/text/load';
import type { TextModel } from '../../src/ml/text/types';
import { readShipped, readShippedFiles } from '../../src/service/reviews/shipped';

const MODELS = 'public/models';
const APART = 0.1;

const groups = <T extends z.ZodType>(item: T) => z.record(z.string(), z.array(item).min(1));
const pair = z.tuple([z.string(), z.string()]);
const checklist = z.object({
  pairs: groups(z.union([pair, z.tuple([z.string(), z.string(), z.literal('order')])])),
  same: groups(pair),
});

interface Check {
  readonly capability: string;
  readonly first: string;
  readonly second: string;
  readonly holds: (first: number, second: number) => boolean;
}

export default async function main(args: string[]): Promise<void> {
  const [folder = MODELS] = args.filter((arg) => !arg.startsWith('--'));
  const checks = readChecks(args.includes('--unseen') ? 'checklist-unseen.json' : 'checklist.json');
  const asset = async (path: string) => new Uint8Array(readFileSync(join(folder, path)));
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  for (const shipped of (await readShipped(asset)).models) {
    const model = loadTextModel(nn, await readShippedFiles(shipped, asset, () => {}));
    const failed = await failures(model, checks);
    model.dispose();
    const capabilities = [...new Set(checks.map(({ capability }) => capability))];
    console.log(`${shipped.name}: ${share(checks, failed)}`);
    for (const name of capabilities) {
      const of = (list: readonly Check[]) => list.filter(({ capability }) => capability === name);
      console.log(`  ${name}: ${share(of(checks), of(failed))}`);
    }
    if (args.includes('--failed')) for (const { first, second } of failed) console.log(`  ✗ ${first} | ${second}`);
  }
}

export function readChecks(file: string): Check[] {
  const list = fileURLToPath(new URL(`./${file}`, import.meta.url));
  const { pairs, same } = checklist.parse(JSON.parse(readFileSync(list, 'utf8')));
  const ordered = Object.entries(pairs).flatMap(([capability, list]) =>
    list.map(([first, second, order]): Check => {
      const holds = (a: number, b: number) => a > b && (order !== undefined || (a > 0.5 && b < 0.5));
      return { capability, first, second, holds };
    }),
  );
  const alike = Object.entries(same).flatMap(([capability, list]) =>
    list.map(([first, second]): Check => {
      const holds = (a: number, b: number) => a > 0.5 === b > 0.5 && Math.abs(a - b) <= APART;
      return { capability, first, second, holds };
    }),
  );
  return [...ordered, ...alike];
}

async function failures(model: TextModel, checks: readonly Check[]): Promise<Check[]> {
  const scores = await model.score(checks.flatMap(({ first, second }) => [first, second]));
  return checks.filter(({ holds }, i) => !holds(scores[2 * i].score, scores[2 * i + 1].score));
}

function share(all: readonly Check[], failed: readonly Check[]): string {
  const passed = all.length - failed.length;
  return `${passed} of ${all.length} (${((100 * passed) / all.length).toFixed(0)} %)`;
}
