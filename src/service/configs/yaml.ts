// YAML text to plain values with the place of each, within limits that hold for hostile text too: size, nesting, and how
// much aliases may multiply ("billion laughs"). YAML 1.2, core schema: no dates, no classes, no merge keys.

import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { MAX_CONFIG_CHARACTERS } from '../../wire/limits';
import { type ConfigProblem, failed, naming, type Outcome, type Path } from './problem';

export const YAML_LIMITS = {
  /** UTF-16 units of text. */
  characters: MAX_CONFIG_CHARACTERS,
  /** Of the lexer; parsing takes time with their square. */
  tokens: 8_000,
  /** Blanks at the beginning of a line. */
  indentation: 200,
  /** Values, those that aliases repeat included. */
  values: 5_000,
  depth: 20,
} as const;

/**
 * Pretty errors quote the text by regular expressions that hostile text makes huge. The schema is named, since a text that
 * says of itself that it is YAML 1.1 would be read by another: "no" as false, 012 as ten.
 */
export const PARSING = { prettyErrors: false, uniqueKeys: false, logLevel: 'error', schema: 'core' } as const;

export type Plain = null | boolean | number | string | Plain[] | PlainObject;
/** Without a prototype, so that any key is a key. */
export interface PlainObject {
  [key: string]: Plain;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface ReadYaml {
  /** null for an empty text. */
  readonly value: Plain;
  /** Of the value at a path, or of what is nearest above it; `key`: of its key. */
  placeOf(path: Path, part?: 'key' | 'value'): Place;
}

export function readYaml(text: string): Outcome<ReadYaml> {
  const lines = new LineCounter();
  const tooMuch = limitBroken(text);
  if (tooMuch) return failed([tooMuch]);
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const document = parseDocument(text, { lineCounter: lines, ...PARSING });
  if (document.errors.length > 0) {
    return failed(document.errors.map((error) => ({ ...at(error.pos[0]), path: [], message: inWords(error) })));
  }
  const walk = new Walk(at, repeatedIn(document));
  const value = document.contents ? walk.plain(document.contents, []) : null;
  return walk.problems.length > 0 ? failed(walk.problems) : { ok: true, value, placeOf: walk.placeOf };
}

function limitBroken(text: string): ConfigProblem | null {
  const broken = (line: number, message: string): ConfigProblem => ({ line, column: 1, path: [], message });
  const most = (n: number) => n.toLocaleString('en');
  if (text.length > YAML_LIMITS.characters) {
    const [has, limit] = [text.length, YAML_LIMITS.characters].map(most);
    return broken(1, `The file has ${has} characters; at most ${limit} are accepted.`);
  }
  const wide = text.split(/\r\n|\r|\n/).findIndex((line) => line.search(/[^ ]|$/) > YAML_LIMITS.indentation);
  if (wide >= 0) return broken(wide + 1, `A line is indented by more than ${YAML_LIMITS.indentation} blanks.`);
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    if (token !== '' && ++tokens > YAML_LIMITS.tokens)
      return broken(1, 'The file has too many parts for a configuration.');
  }
  return null;
}

const WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Lines are indented by blanks, not by tabs.',
  MULTIPLE_DOCS: 'A configuration is one document: “---” may only stand at the beginning.',
  RESOURCE_EXHAUSTION: 'The file is nested too deeply.',
  BLOCK_AS_IMPLICIT_KEY: 'A line has more than one “key: value”; put each on a line of its own, or the text in quotes.',
};

/** Where one code stands for several things. */
const BY_MESSAGE: Readonly<Record<string, string>> = {
  'Implicit map keys need to be followed by map values': 'A key is followed by a colon, then by its value.',
  'Implicit keys need to be on a single line': 'A key and its colon stand on one line.',
};

function inWords({ code, message }: { code: string; message: string }): string {
  return (
    WORDS[code] ??
    BY_MESSAGE[message] ??
    `This is no YAML: ${message.charAt(0).toLowerCase()}${message.slice(1).replace(/\.$/, '')}.`
  );
}

/**
 * What each alias repeats: the nearest node of that name before it in the text. A name may be given again, and what stands in a
 * part that is repeated means what it meant where it was written.
 */
export function repeatedIn(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_, node) {
      if (!isAlias(node)) {
        if (node.anchor) anchors.set(node.anchor, node);
        return;
      }
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
    },
  });
  return targets;
}

/** One walk over a parsed document. */
class Walk {
  readonly problems: ConfigProblem[] = [];
  private values = 0;
  /** Collections that the walk is inside of. */
  private readonly open = new Set<Node>();
  private readonly places = new Map<string, { readonly key: number; readonly value: number }>();

  constructor(
    private readonly at: (offset: number) => Place,
    private readonly targets: ReadonlyMap<Alias, Node>,
  ) {}

  readonly placeOf = (path: Path, part: 'key' | 'value' = 'value'): Place => {
    for (let length = path.length; length > 0; length--) {
      const found = this.places.get(JSON.stringify(path.slice(0, length).map(String)));
      if (found) return this.at(length === path.length ? found[part] : found.key);
    }
    return { line: 1, column: 1 };
  };

  plain(node: Node, path: Path, keyOffset?: number): Plain {
    const offset = node.range?.[0] ?? 0;
    // What an alias repeats has its places where it was written first.
    const id = JSON.stringify(path.map(String));
    this.places.set(id, { key: keyOffset ?? offset, value: offset });
    if (++this.values > YAML_LIMITS.values) {
      // Once is enough.
      return this.values > YAML_LIMITS.values + 1
        ? null
        : this.wrong(offset, path, 'Aliases make more values of this than are accepted.');
    }
    if (path.length > YAML_LIMITS.depth) return this.wrong(offset, path, 'The file is nested too deeply.');
    if (isAlias(node)) return this.repeated(node, path);
    if (isScalar(node)) return scalarOf(node.value);
    this.open.add(node);
    let value: Plain = null;
    if (isSeq(node)) value = node.items.map((item, i) => this.plain(item as Node, [...path, i]));
    else if (isMap(node)) value = this.object(node, path);
    this.open.delete(node);
    return value;
  }

  private repeated(alias: Alias, path: Path): Plain {
    const node = this.targets.get(alias);
    const offset = alias.range?.[0] ?? 0;
    if (!node) return this.wrong(offset, path, `No anchor “&${alias.source}” stands before this alias.`);
    if (this.open.has(node)) return this.wrong(offset, path, `“*${alias.source}” stands inside of what it repeats.`);
    return this.plain(node, path, offset);
  }

  private object(map: YAMLMap, path: Path): PlainObject {
    const object: PlainObject = Object.create(null);
    for (const { key, value } of map.items) {
      const node = key as Node | null;
      const offset = node?.range?.[0] ?? map.range?.[0] ?? 0;
      if (!isScalar(node) || node.value === null) {
        this.wrong(offset, path, 'A key must be a word, followed by a colon.');
        continue;
      }
      const name = String(node.value);
      if (name in object) this.wrong(offset, [...path, name], `The key ${naming(name)} comes twice.`);
      else object[name] = value === null ? null : this.plain(value as Node, [...path, name], offset);
    }
    return object;
  }

  private wrong(offset: number, path: Path, message: string): null {
    if (this.problems.length < 100) this.problems.push({ ...this.at(offset), path, message });
    return null;
  }
}

function scalarOf(value: unknown): Plain {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  return String(value);
}
