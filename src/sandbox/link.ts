// A module's scripts made one, so that a worker can run them without loading anything: the sandbox's policy then need not
// let it load a thing. Each file becomes a function, as CommonJS does it (the transformation is sucrase's, which also
// strips types, and keeps lines), and they are run one after the other, those that are imported first.

import { init, parse } from 'es-module-lexer';
import { transform } from 'sucrase';
import { joined } from '../ml/modules/paths';
import { type LinkedScript, SandboxError, type ScriptPart } from '../wire/sandbox';
import { INSIDE, INSIDE_ENTRY } from './inside';
import { SANDBOX_LIMITS } from './limits';

/** Files by path. */
export type Scripts = ReadonlyMap<string, string>;

interface Linked {
  readonly path: string;
  /** Its body as that of a function of `require` and `exports`. */
  readonly code: string;
  /** What it imports, by the words it uses for it. */
  readonly links: Readonly<Record<string, string>>;
}

const ENDINGS = ['.js', '.mjs', '.ts', '.mts'] as const;

export function isScript(path: string): boolean {
  return ENDINGS.some((ending) => path.endsWith(ending)) && !/\.d\.m?ts$/.test(path);
}

let ours: readonly Linked[] | null = null;

/** @throws SandboxError 'script' with file and line */
export async function linkModule(scripts: Scripts, entry: string): Promise<LinkedScript> {
  await init;
  ours ??= linkAll(INSIDE, INSIDE_ENTRY);
  const inside = ours;
  const own = linkAll(scripts, entry);
  const head = `(${RUNNER})(`;
  const text = [head, ...table(inside), ',', ...table(own), ');'];
  return { text: text.join('\n'), parts: partsOf(own, [head, ...table(inside), ',']) };
}

/** The entry and all that it imports, in the order in which they are run. */
function linkAll(scripts: Scripts, entry: string): readonly Linked[] {
  const done = new Map<string, Linked>();
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
    if (source === undefined) throw refused(`There is no script ${path} in the module.`, { file: null, line: null });
    size += source.length;
    if (scripts !== INSIDE && size > SANDBOX_LIMITS.scriptBytes) {
      throw refused(`The scripts have more than ${SANDBOX_LIMITS.scriptBytes} characters.`, { file: path, line: null });
    }
    under.push(path);
    const plain = /\.m?ts$/.test(path) ? transformed(source, path, ['typescript']) : source;
    const links: Record<string, string> = {};
    for (const { words, line, required } of importsOf(plain, path)) {
      const target = resolve(path, words, scripts);
      if (target) {
        visit(target, path, line);
        links[words] = target;
      } else if (required) {
        throw refused(unresolved(path, line, words), { file: path, line });
      }
    }
    under.pop();
    done.set(path, { path, code: transformed(plain, path, ['imports']), links });
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
  /** Whether nothing runs without it: import() may fail when it is called. */
  readonly required: boolean;
}

function importsOf(source: string, path: string): readonly Import[] {
  let found: ReturnType<typeof parse>[0];
  try {
    [found] = parse(source);
  } catch (error) {
    // What the lexer cannot read, the parser can say more of.
    transformed(source, path, ['imports']);
    const line = error instanceof Error && 'idx' in error ? lineAt(source, Number(error.idx)) : null;
    throw refused(`${path}${line ? `, line ${line},` : ''} cannot be read.`, { file: path, line });
  }
  return found.flatMap(({ n, d, s }) =>
    n === undefined ? [] : [{ words: n, line: lineAt(source, s), required: d === -1 }],
  );
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
  const candidates = [path, path.replace(/\.(m?)js$/, '.$1ts'), ...ENDINGS.map((ending) => path + ending)];
  return candidates.find((candidate) => isScript(candidate) && scripts.has(candidate)) ?? null;
}

function transformed(source: string, path: string, transforms: ('typescript' | 'imports')[]): string {
  try {
    return transform(source, { transforms, disableESTransforms: true, keepUnusedImports: false }).code;
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

/** An array of [path, links, function]: two lines before and one after each body, which keeps its own. */
function table(files: readonly Linked[]): readonly string[] {
  return [
    '[',
    ...files.flatMap(({ path, code, links }) => [
      `[${JSON.stringify(path)}, ${JSON.stringify(links)}, async function (require, exports) {`,
      code,
      '}],',
    ]),
    ']',
  ];
}

function partsOf(files: readonly Linked[], before: readonly string[]): readonly ScriptPart[] {
  const count = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.split('\n').length, 0);
  let line = count(before) + 1;
  return files.map(({ path, code }) => {
    const from = line + 2;
    const to = from + count([code]) - 1;
    line = to + 1;
    return { path, from, to };
  });
}

/** Runs files in their order, ours first, which then take commands from outside. In the worker's own words. */
const RUNNER = `function (inside, own) {
  'use strict';
  const scope = self;
  const post = scope.postMessage.bind(scope);
  const run = async (files) => {
    const done = new Map();
    for (const [path, links, body] of files) {
      const exports = {};
      const require = (words) => {
        if (Object.hasOwn(links, words)) return done.get(links[words]);
        throw new TypeError('“' + words + '” cannot be imported: scripts can import only each other, by paths that are written out.');
      };
      await body.call(undefined, require, exports);
      done.set(path, exports);
    }
    return done.get(files.at(-1)[0]);
  };
  const commands = [];
  let take = (command) => commands.push(command);
  scope.addEventListener('message', ({ data }) => take(data));
  run(inside).then(({ start }) => start({
    post,
    onCommand: (listener) => { take = listener; commands.forEach(listener); },
    onUncaught: (listener) => {
      scope.addEventListener('error', (event) => { event.preventDefault(); listener(event.error ?? event.message); });
      scope.addEventListener('unhandledrejection', (event) => { event.preventDefault(); listener(event.reason); });
    },
    evaluate: () => run(own),
    replaceConsole: (logger) => {
      const write = (level) => (...values) => logger.log(values.map(String).join(' '), level ? { level } : {});
      scope.console = { log: write(), info: write(), debug: write('DEBUG'), warn: write('WARNING'), error: write('ERROR') };
    },
  }));
}`;
