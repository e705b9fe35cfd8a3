// Which of a module's files are scripts, and which of them train and serve: by their names, or by what they export.

import { isScript, plainPath } from '../../ml/modules/paths';
import type { Files } from './source';

export type ScriptRole = 'trainingScript' | 'servingScript';

const NAMES: Readonly<Record<ScriptRole, RegExp>> = {
  trainingScript: /^train\.m?[jt]s$/,
  servingScript: /^serve\.m?[jt]s$/,
};
/** What one of each exports, and the other need not. */
const EXPORTS: Readonly<Record<ScriptRole, string>> = { trainingScript: 'train', servingScript: 'predict' };

/** Null where no file is one. */
export function scriptsOf(files: Files): Readonly<Record<ScriptRole, string | null>> {
  const scripts = [...files].filter(([path]) => isScript(path));
  const find = (role: ScriptRole) => {
    const named = scripts.find(([path]) => NAMES[role].test(path));
    const found = named ?? scripts.find(([, bytes]) => exportsName(bytes, EXPORTS[role]));
    return found?.[0] ?? null;
  };
  return { trainingScript: find('trainingScript'), servingScript: find('servingScript') };
}

/** What a path is for by its name alone. @param path from the module's folder */
export function roleOf(path: string): ScriptRole | null {
  if (NAMES.trainingScript.test(path)) return 'trainingScript';
  return NAMES.servingScript.test(path) ? 'servingScript' : null;
}

/**
 * A manifest that stays true while files come and go: a script that goes is none any more, a "train.js" or "serve.js" that
 * comes where there was none is one.
 */
export function followed(
  manifest: Record<string, unknown>,
  folder: string,
  changes: ReadonlyMap<string, Uint8Array | null>,
): Record<string, unknown> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const next = { ...manifest };
  for (const [path, bytes] of changes) {
    if (!path.startsWith(prefix)) continue;
    const own = path.slice(prefix.length);
    const role = roleOf(own);
    if (bytes) {
      if (role && !next[role]) next[role] = own;
    } else {
      for (const named of ['trainingScript', 'servingScript'] as const) {
        const script = next[named];
        if (typeof script === 'string' && plainPath(script) === own) next[named] = null;
      }
    }
  }
  return next;
}

/** As far as reading it without running it can tell. */
function exportsName(bytes: Uint8Array, name: string): boolean {
  const text = new TextDecoder().decode(bytes);
  const declared = new RegExp(`\\bexport\\s+(?:async\\s+)?(?:function\\s*\\*?|const|let|var|class)\\s*${name}\\b`);
  return declared.test(text) || new RegExp(`\\bexport\\s*\\{[^}]*\\b${name}\\b[^}]*\\}`).test(text);
}
