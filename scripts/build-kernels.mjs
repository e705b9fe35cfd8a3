// Compiles the AssemblyScript kernels to WebAssembly: each with relaxed SIMD (fused multiply-add) and without,
// the text models' also for a memory shared between threads. Does nothing where the results are newer than
// the sources.

import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const EM = join(ROOT, 'src/ml/compute/kernels');
const NN = join(ROOT, 'src/ml/compute/nn/wasm');

/** Memory is made outside; its first page holds the words that threads agree on, then the kernels' constants. */
const NN_MEMORY = ['--importMemory', '--memoryBase', '4096'];
const SHARED = [...NN_MEMORY, '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];

const BUILDS = [
  { folder: EM, name: 'em.relaxed.wasm', features: 'simd,relaxed-simd', flags: [] },
  { folder: EM, name: 'em.simd.wasm', features: 'simd', flags: [] },
  { folder: NN, name: 'nn.relaxed.wasm', features: 'simd,relaxed-simd', flags: NN_MEMORY },
  { folder: NN, name: 'nn.simd.wasm', features: 'simd', flags: NN_MEMORY },
  { folder: NN, name: 'nn.relaxed.shared.wasm', features: 'simd,relaxed-simd,threads', flags: SHARED },
  { folder: NN, name: 'nn.simd.shared.wasm', features: 'simd,threads', flags: SHARED },
];

function newestInput(folder) {
  const from = join(folder, 'assembly');
  const sources = readdirSync(from).map((name) => join(from, name));
  const inputs = [...sources, fileURLToPath(import.meta.url), join(ROOT, 'node_modules/assemblyscript/package.json')];
  return Math.max(...inputs.map((path) => statSync(path).mtimeMs));
}

function builtAt({ folder, name }) {
  return statSync(join(folder, 'generated', name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Written under another name first: two builds at once never see half a file. */
async function compile(asc, { folder, name, features, flags }) {
  const generated = join(folder, 'generated');
  mkdirSync(generated, { recursive: true });
  const unfinished = join(generated, `${name}.${process.pid}.tmp`);
  const { error, stderr } = await asc.main(
    [
      relative(ROOT, join(folder, 'assembly/index.ts')),
      ...['--outFile', relative(ROOT, unfinished), '--enable', features],
      ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--runtime', 'stub', ...flags],
      // Vectors cross no border to JavaScript; the warning means functions between kernel files.
      ...['--disableWarning', '112', '--baseDir', ROOT],
    ],
    {},
  );
  if (error) {
    console.error(stderr.toString());
    throw error;
  }
  renameSync(unfinished, join(generated, name));
}

const stale = BUILDS.filter((build) => builtAt(build) <= newestInput(build.folder));
if (stale.length > 0) {
  const asc = await import('assemblyscript/asc');
  for (const build of stale) await compile(asc.default ?? asc, build);
  console.log(`Kernels compiled: ${stale.map(({ name }) => name).join(', ')}`);
}
