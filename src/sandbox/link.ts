// A module's scripts, ready to be run: types stripped (sucrase, which keeps lines), mistakes found, and the paths by which
// they import each other cut out, since in the sandbox each script is a blob with an address of its own.

import { init, parse } from 'es-module-lexer';
import { transform } from 'sucrase';
import { isScript, joined, SCRIPT_ENDINGS } from '../ml/modules/paths';
import { type LinkedFile, type LinkedModule, SandboxError } from '../wire/sandbox';
import { INSIDE, INSIDE_ENTRY } from './inside';
import { SANDBOX_LIMITS } from './limits';

/** Files by path. */
export type Scripts = ReadonlyMap<string, string>;

let ours: readonly LinkedFile[] | null = null;

/** @throws SandboxError 'script' with file and line */
export async function linkModule(scripts: Scripts, entry: string): Promise<LinkedModule> {
  await init;
  ours ??= linkAll(INSIDE, INSIDE_ENTRY);
  return { inside: ours, own: linkAll(scripts, entry) };
}

/** The entry and all that it imports, in the order in which they are run. */
function linkAll(scripts: Scripts, entry: string): readonly LinkedFile[] {
  const done = new Map<string, LinkedFile>();
  const under: string[] = [];
  let size = 0;
  const visit = (path: string, importer: string | null, line: number | null) => {
    if (done.has(path)) return;
    if (under.includes(path)) {
      const circle = [...under.slice(under.indexOf(path)), path].join(' → ');
      throw refused(`Scripts import each other in a circle: ${circle}. Move what they share into a file of its own.`, {
        file: importer,
        line,
      });
    }
    const source = scripts.get(path);
    if (source === undefined) {
      const known = SCRIPT_ENDINGS.join(', ');
      throw refused(`There is no script ${path} in the module; scripts end in ${known}.`, { file: null, line: null });
    }
    size += source.length;
    if (scripts !== INSIDE && size > SANDBOX_LIMITS.scriptBytes) {
      throw refused(`The scripts have more than ${SANDBOX_LIMITS.scriptBytes} characters.`, { file: path, line: null });
    }
    under.push(path);
    const plain = read(source, path);
    const pieces: LinkedFile['pieces'][number][] = [];
    let at = 0;
    for (const { words, line, required, from, to } of importsOf(plain, path)) {
      const target = resolve(path, words, scripts);
      if (target) {
        visit(target, path, line);
        pieces.push(plain.slice(at, from), { target });
        at = to;
      } else if (required) {
        throw refused(unresolved(path, line, words), { file: path, line });
      }
    }
    pieces.push(plain.slice(at));
    under.pop();
    done.set(path, { path, pieces });
  };
  visit(entry, null, null);
  return [...done.values()];
}

function unresolved(path: string, line: number, words: string): string {
  const local = /^\.{1,2}\//.test(words);
  const why = local
    ? 'there is no such script in the module'
    : 'scripts can import only each other, by paths that begin with ./ or ../';
  return `${path}, line ${line}, imports “${words.slice(0, 200)}”: ${why}.`;
}

interface Import {
  readonly words: string;
  readonly line: number;
  /** Where the words stand, without quotes. */
  readonly from: number;
  readonly to: number;
  /** Whether nothing runs without it: import() may fail when it is called. */
  readonly required: boolean;
}

function importsOf(source: string, path: string): readonly Import[] {
  let found: ReturnType<typeof parse>[0];
  try {
    [found] = parse(source);
  } catch (error) {
    const line = error instanceof Error && 'idx' in error ? lineAt(source, Number(error.idx)) : null;
    throw refused(`${path}${line ? `, line ${line},` : ''} cannot be read.`, { file: path, line });
  }
  return found.flatMap(({ s, e, d }) => {
    // The lexer's own reading of the words takes eval, which the policy forbids. Those of import() have their quotes.
    const required = d === -1;
    const [from, to] = required ? [s, e] : [s + 1, e - 1];
    if (!required && !/^(['"])[^'"\\]*\1$/.test(source.slice(s, e))) return [];
    return [{ words: source.slice(from, to), from, to, line: lineAt(source, s), required }];
  });
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}

function resolve(from: string, words: string, scripts: Scripts): string | null {
  if (!/^\.{1,2}\//.test(words)) return null;
  const parts = from.split('/').slice(0, -1);
  for (const part of words.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return null;
      parts.pop();
    } else if (part !== '.') parts.push(part);
  }
  const path = joined('', parts.join('/'));
  // In TypeScript files are imported as what they become.
  const candidates = [path, path.replace(/\.(m?)js$/, '.$1ts'), ...SCRIPT_ENDINGS.map((ending) => path + ending)];
  return candidates.find((candidate) => isScript(candidate) && scripts.has(candidate)) ?? null;
}

/** Without types; lines stay. What is plain JavaScript stays as it is, but is looked through for mistakes. */
function read(source: string, path: string): string {
  const typed = /\.m?ts$/.test(path);
  try {
    const { code } = transform(source, { transforms: typed ? ['typescript'] : [], disableESTransforms: true });
    return typed ? code : source;
  } catch (error) {
    const line = placeOf(error);
    const message = error instanceof Error ? error.message.replace(/\s*\(\d+:\d+\)$/, '') : String(error);
    throw refused(`${path}${line ? `, line ${line}` : ''}: ${message}.`, { file: path, line });
  }
}

function placeOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('loc' in error)) return null;
  const { loc } = error;
  return typeof loc === 'object' && loc !== null && 'line' in loc ? Number(loc.line) : null;
}

function refused(message: string, place: { file: string | null; line: number | null }): SandboxError {
  return new SandboxError({ kind: 'script', ...place }, message);
}
