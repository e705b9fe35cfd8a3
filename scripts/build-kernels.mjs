// Compiles the AssemblyScript kernels to WebAssembly, twice: with relaxed SIMD (fused multiply-add) and
// without. Does nothing where the results are newer than the sources.

import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = join(ROOT, 'src/ml/compute/kernels/assembly');
const GENERATED = join(ROOT, 'src/ml/compute/kernels/generated');

const BUILDS = [
  { name: 'em.relaxed.wasm', features: 'simd,relaxed-simd' },
  { name: 'em.simd.wasm', features: 'simd' },
];

function newestInput() {
  const sources = readdirSync(SOURCES).map((name) => join(SOURCES, name));
  const inputs = [...sources, fileURLToPath(import.meta.url), join(ROOT, 'node_modules/assemblyscript/package.json')];
  return Math.max(...inputs.map((path) => statSync(path).mtimeMs));
}

function builtAt(name) {
  return statSync(join(GENERATED, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Written under another name first: two builds at once never see half a file. */
async function compile(asc, { name, features }) {
  const unfinished = join(GENERATED, `${name}.${process.pid}.tmp`);
  const { error, stderr } = await asc.main(
    [
      relative(ROOT, join(SOURCES, 'index.ts')),
      ...['--outFile', relative(ROOT, unfinished), '--enable', features],
      ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--runtime', 'stub'],
      // Vectors cross no border to JavaScript; the warning means functions between kernel files.
      ...['--disableWarning', '112', '--baseDir', ROOT],
    ],
    {},
  );
  if (error) {
    console.error(stderr.toString());
    throw error;
  }
  renameSync(unfinished, join(GENERATED, name));
}

const newest = newestInput();
const stale = BUILDS.filter(({ name }) => builtAt(name) <= newest);
if (stale.length > 0) {
  mkdirSync(GENERATED, { recursive: true });
  const asc = await import('assemblyscript/asc');
  for (const build of stale) await compile(asc.default ?? asc, build);
  console.log(`Kernels compiled: ${stale.map(({ name }) => name).join(', ')}`);
}
