// Archives of the product's own kinds name scripts of Python, and have twins of JavaScript beside them. Here the twins run: as
// the product's own code where nobody changed them, and in the sandbox where somebody did.

import type { Manifest } from '../../ml/modules';
import { plainPath } from '../../ml/modules/paths';
import { isTwin, isTwinPath } from '../../ml/modules/twins';
import type { Files } from './source';

const SCRIPT = /\.m?[jt]s$/;
const PYTHON = /\.py$/;

/** What runs here of what a manifest names: of Python its twin, where there is one. */
export function runsHere(script: string, has: (path: string) => boolean): string {
  const twin = script.replace(PYTHON, '.js');
  return has(twin) ? twin : script;
}

/**
 * Scripts that would run here and are none of the product's own, by path.
 * @param module files by path from the module's folder
 */
export async function foreignScripts({ trainingScript, servingScript }: Manifest, module: Files): Promise<string[]> {
  const named = [trainingScript, servingScript].filter((script) => script !== null).map(plainPath);
  const run = named.map((script) => runsHere(script, (path) => module.has(path))).filter((path) => SCRIPT.test(path));
  if (run.length === 0) return [];
  const all = new Set([...run, ...[...module.keys()].filter(isTwinPath)]);
  const foreign: string[] = [];
  for (const path of all) if (!(await isTwin(module.get(path) ?? new Uint8Array(0)))) foreign.push(path);
  return foreign;
}

/** For people. */
export function foreignRemark({ servingScript, trainingScript }: Manifest, foreign: readonly string[]): string | null {
  const named = servingScript ?? trainingScript ?? '';
  if (foreign.length === 0 || !PYTHON.test(named)) return null;
  const were = foreign.length > 1 ? 'were' : 'was';
  return `Somebody changed ${foreign.join(', ')}, which ${were} of the app: it is kept whole, as a module that runs in the sandbox.`;
}
