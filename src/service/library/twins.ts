// Archives of the product's own kinds name scripts of Python, and have twins of JavaScript beside them. Here the twins run: as
// the product's own code where nobody changed anything, and in the sandbox where somebody did.

import { exportAs, formatsOf, ONNX_FILE } from '../../ml/formats';
import { type Manifest, REQUIREMENTS_NAME } from '../../ml/modules';
import { requirementsOf } from '../../ml/modules/own';
import { plainPath } from '../../ml/modules/paths';
import { isTwin, isTwinPath } from '../../ml/modules/twins';
import { type OwnKind, ownFiles } from './own-files';
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

/**
 * What is for Python beside a model and is not as some version of the app writes it, by path: scripts, and what they require.
 * @param module files by path from the module's folder
 */
export async function foreignPython(
  { trainingScript, servingScript }: Manifest,
  module: Files,
  kind: OwnKind,
): Promise<string[]> {
  const named = [trainingScript, servingScript].filter((script) => script !== null).map(plainPath);
  const foreign: string[] = [];
  for (const [path, bytes] of module) {
    if (path === REQUIREMENTS_NAME && !isRequirements(kind, bytes)) foreign.push(path);
    const script = OWN_PYTHON.test(path) || (PYTHON.test(path) && named.includes(path));
    if (script && !(await isTwin(bytes))) foreign.push(path);
  }
  return foreign;
}

const OWN_PYTHON = /^(?:train|serve|millrace\/.+)\.py$/;

/** Empty where the archive was packed without any. */
function isRequirements(kind: OwnKind, bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  return ['', requirementsOf(kind, 'numpy'), requirementsOf(kind, 'onnxruntime')].includes(text);
}

/** Paths of what an archive has beside the model, and would have again. */
export async function madeFiles(module: Files, kind: OwnKind): Promise<ReadonlySet<string>> {
  const made = new Set<string>();
  const requirements = module.get(REQUIREMENTS_NAME);
  if (requirements && isRequirements(kind, requirements)) {
    made.add(REQUIREMENTS_NAME);
    const onnx = new TextDecoder().decode(requirements) === requirementsOf(kind, 'onnxruntime');
    if (onnx && isModelOnceMore(module, kind)) made.add(ONNX_FILE);
  }
  for (const [path, bytes] of module) if (await isTwin(bytes)) made.add(path);
  return made;
}

/** Whether the form that its scripts ask for is the model beside it, in a precision in which it may have been packed. */
function isModelOnceMore(module: Files, kind: OwnKind): boolean {
  const given = module.get(ONNX_FILE);
  const model = ownFiles(kind, module);
  const precisions = formatsOf(model).find(({ id }) => id === 'onnx')?.precisions ?? [];
  return precisions.some((precision) => {
    const made = exportAs(model, 'onnx', precision).get(ONNX_FILE);
    return given?.length === made?.length && given?.every((byte, i) => byte === made?.[i]) === true;
  });
}

/** Why a model's archive is kept as a module, for people; null where its scripts are people's own. */
export function foreignRemark(
  { servingScript, trainingScript }: Manifest,
  twins: readonly string[],
  python: readonly string[],
  module: Files,
): string | null {
  const named = servingScript ?? trainingScript ?? '';
  const [be, them] = python.length > 1 ? ['are', 'them'] : ['is', 'it'];
  const whys = [
    ...(twins.length > 0 && PYTHON.test(named)
      ? [`Somebody changed ${twins.join(', ')}, which ${twins.length > 1 ? 'were' : 'was'} of the app`]
      : []),
    ...(python.length > 0 ? [`${python.join(', ')} ${be} not as the app writes ${them}`] : []),
  ];
  if (whys.length === 0) return null;
  const here = SCRIPT.test(runsHere(plainPath(named), (path) => module.has(path)));
  const where = here ? 'a module that runs in the sandbox, by its JavaScript' : 'a module, and runs elsewhere';
  return `${whys.join('; ')}: it is kept whole, as ${where}.`;
}
