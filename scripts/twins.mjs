// The scripts of JavaScript that model archives carry, made from the product's own sources: `virtual:twins/<kind>` is what
// src/ml/modules/twins/<kind>/{train,serve}.ts come to, by path from a module's folder. They stay readable, import nothing but
// each other, and their first line has a digest of the rest, by which the app knows its own (src/ml/modules/twins/index.ts).

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PREFIX = 'virtual:twins/';
const BASE64 = '?base64';
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** @returns {import('vite').Plugin} */
export function twins() {
  return {
    name: 'twins',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const chunks = await bundled(id.slice(PREFIX.length + 1));
      for (const source of chunks.flatMap(({ moduleIds }) => moduleIds)) {
        if (source.startsWith('/')) this.addWatchFile(source);
      }
      const scripts = chunks.map(({ fileName, code }) => [fileName, marked(code)]);
      return `export default ${JSON.stringify(Object.fromEntries(scripts.sort(([a], [b]) => (a < b ? -1 : 1))))};`;
    },
  };
}

/** @param {string} code */
function marked(code) {
  const digest = createHash('sha256').update(code).digest('hex');
  return `// Millrace ${version}; sha256 of the rest: ${digest}\n${code}`;
}

/** @param {string} kind */
async function bundled(kind) {
  const entry = (script) => `${ROOT}src/ml/modules/twins/${kind}/${script}.ts`;
  // What both scripts share lies in millrace/, and bytes as text apart from code.
  const built = await build({
    ...{ configFile: false, root: ROOT, logLevel: 'warn', publicDir: false },
    plugins: [base64()],
    build: {
      ...{ write: false, minify: false, target: 'es2022' },
      lib: { entry: { train: entry('train'), serve: entry('serve') }, formats: ['es'] },
      rolldownOptions: {
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'millrace/[name].js',
          codeSplitting: {
            groups: [
              { name: 'kernels', test: /\?base64$/, priority: 1 },
              { name: 'shared', minShareCount: 2 },
            ],
          },
        },
      },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !('output' in output)) throw new Error(`The scripts of ${kind} were not built.`);
  return output.output.map((file) => {
    if (file.type === 'chunk') return file;
    throw new Error(`The scripts of ${kind} are not all of code: there is ${file.fileName}.`);
  });
}

/** Files of bytes as text, by `?base64`: scripts that lie in an archive can fetch none. */
function base64() {
  return {
    name: 'base64',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith(BASE64)) return null;
      const bytes = readFileSync(id.slice(0, -BASE64.length));
      return `export default ${JSON.stringify(bytes.toString('base64'))};`;
    },
  };
}
