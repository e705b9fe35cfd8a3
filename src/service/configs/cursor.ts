// Where in a configuration the cursor stands, from the lines alone: text that is being typed is seldom whole YAML. It looks
// at indentation, as people write configurations; inside of flow collections ({…}, […]) it knows the outer place only.

import type { Path } from './problem';

export interface Cursor {
  /** Typing a key of this section, or a value of this place. */
  readonly at: 'key' | 'value';
  readonly path: Path;
  /** What stands there before the cursor already. */
  readonly prefix: string;
}

const LINE = /^( *)((?:- +)*)(?:([\w.-]+|"[^"]*"|'[^']*') *:(?= |$))? ?(.*)$/;

interface Parts {
  readonly indent: number;
  readonly dash: boolean;
  readonly key: string | null;
  readonly rest: string;
}

/** `line` and `column` from 1. Null inside of a comment. */
export function cursorAt(text: string, line: number, column: number): Cursor | null {
  const lines = text.split(/\r\n|\r|\n/);
  const before = (lines[line - 1] ?? '').slice(0, Math.max(0, column - 1));
  if (/(^|\s)#/.test(before)) return null;
  const here = partsOf(before);
  if (!here) return null;
  const above = lines.slice(0, line - 1);
  const outer = enclosing(above, here);
  if (here.key !== null) return inFlow([...outer, here.key], here.rest);
  if (here.dash) return { at: 'value', path: outer, prefix: here.rest };
  return { at: 'key', path: outer, prefix: here.rest };
}

function partsOf(line: string): Parts | null {
  const match = LINE.exec(line);
  if (!match) return null;
  const [, blanks, dashes, key, rest] = match;
  const indent = blanks.length + dashes.length;
  return {
    indent,
    dash: dashes !== '',
    key: key === undefined ? null : key.replace(/^["']|["']$/g, ''),
    rest: rest.trimStart(),
  };
}

/** Keys of the sections around a line: above it, each indented by less than the one before. */
function enclosing(above: readonly string[], here: Parts): Path {
  const path: string[] = [];
  // An entry of a list may stand as far left as the key that the list belongs to.
  let within = here.dash ? here.indent - 1 : here.indent;
  for (let i = above.length - 1; i >= 0 && within > 0; i--) {
    if (/^\s*(#|$)/.test(above[i])) continue;
    const parts = partsOf(above[i]);
    if (!parts || parts.key === null || parts.indent >= within) continue;
    path.unshift(parts.key);
    within = parts.indent;
  }
  return path;
}

/** Within what stands after a key: `{ kind: abrupt, po` is at a key of the place, `[acc, f` at a value of it. */
function inFlow(path: Path, rest: string): Cursor {
  const open: { readonly bracket: string; readonly path: Path }[] = [];
  let [here, at, word] = [path, 'value' as Cursor['at'], ''];
  for (const [token] of rest.matchAll(/"(?:[^"\\]|\\.)*"?|'[^']*'?|[[\]{},]|:(?= |$)|[^[\]{},:"']+|./g)) {
    if (token === '{' || token === '[') {
      open.push({ bracket: token, path: here });
      [at, word] = [token === '{' ? 'key' : 'value', ''];
    } else if (token === '}' || token === ']') {
      here = open.pop()?.path ?? path;
      [at, word] = ['value', ''];
    } else if (token === ',' && open.length > 0) {
      const around = open[open.length - 1];
      here = around.path;
      [at, word] = [around.bracket === '{' ? 'key' : 'value', ''];
    } else if (token === ':' && at === 'key') {
      here = [...here, word.trim()];
      [at, word] = ['value', ''];
    } else word += token;
  }
  return { at, path: here, prefix: word.trimStart() };
}
