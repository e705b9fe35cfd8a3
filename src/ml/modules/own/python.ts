// The Python scripts that go into archives beside a model's files, by path from the module's folder: `../python/<kind>/` by
// NumPy alone, `../python/onnx/<kind>/` by ONNX Runtime, and `../python/millrace/`, what they share. As of their twins of
// JavaScript, the first line tells whether somebody changed them since, whatever version of the app wrote them.

import { sha256 } from '../twins/digest';

const SCRIPTS = import.meta.glob<string>(['../python/**/*.py', '!../python/testing/**'], {
  query: '?raw',
  import: 'default',
});
const ROOT = '../python/';
const SHARED = 'millrace/';

/** What computes: NumPy, from the model's own files, or ONNX Runtime, from model.onnx beside them. */
export type PythonRuntime = 'numpy' | 'onnxruntime';

function folderOf(kind: string, runtime: PythonRuntime): string {
  return runtime === 'numpy' ? `${kind}/` : `onnx/${kind}/`;
}

/** Kinds that can be served by Python. */
export function hasPython(kind: string, runtime: PythonRuntime = 'numpy'): boolean {
  return `${ROOT}${folderOf(kind, runtime)}serve.py` in SCRIPTS;
}

/** requirements.txt of a module with these scripts. */
export function requirementsOf(kind: string, runtime: PythonRuntime = 'numpy'): string {
  const packages = runtime === 'numpy' ? ['numpy'] : ['numpy', 'onnxruntime'];
  // Asked about numbers in JSON it needs none.
  const remarks = kind === 'image' ? ['# pillow: for questions that are picture files (PNG, JPEG …)'] : [];
  return [...packages, ...remarks, ''].join('\n');
}

/** serve.py, train.py where there is one, and what they share. Empty for kinds without scripts. */
export async function pythonScripts(
  kind: string,
  runtime: PythonRuntime = 'numpy',
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  if (!hasPython(kind, runtime)) return files;
  const folder = folderOf(kind, runtime);
  for (const [path, load] of Object.entries(SCRIPTS)) {
    const inRoot = path.slice(ROOT.length);
    const own = inRoot.startsWith(folder) ? inRoot.slice(folder.length) : null;
    const name = own ?? (inRoot.startsWith(SHARED) ? inRoot : null);
    if (name !== null) files.set(name, await marked(await load()));
  }
  return files;
}

async function marked(script: string): Promise<Uint8Array<ArrayBuffer>> {
  const digest = await sha256(new TextEncoder().encode(script));
  return new TextEncoder().encode(`# Millrace script; sha256 of the rest: ${digest}\n${script}`);
}
