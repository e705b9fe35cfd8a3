// The Python scripts that go into archives beside a model's files, by path from the module's folder.

const SCRIPTS = import.meta.glob<string>('../python/**/*.py', { query: '?raw', import: 'default' });
const ROOT = '../python/';

/** requirements.txt of a module whose scripts need NumPy alone. */
export const NUMPY_REQUIREMENTS = 'numpy\n';

/** Kinds that can be served by Python. */
export function hasPython(kind: string): boolean {
  return `${ROOT}${kind}/serve.py` in SCRIPTS;
}

/** serve.py, train.py where there is one, and what they share. Empty for kinds without scripts. */
export async function pythonScripts(kind: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  if (!hasPython(kind)) return files;
  for (const [path, load] of Object.entries(SCRIPTS)) {
    const inFolder = path.slice(ROOT.length);
    const own = inFolder.startsWith(`${kind}/`) ? inFolder.slice(kind.length + 1) : null;
    const name = own ?? (inFolder.startsWith('millrace/') ? inFolder : null);
    if (name !== null) files.set(name, new TextEncoder().encode(await load()));
  }
  return files;
}
