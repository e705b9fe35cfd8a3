// Changes to the text of a configuration that leave everything else as people wrote it: comments, order, blank lines. For
// duplicates, and for writing overrides into a file.

import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  stringify,
  visit,
} from 'yaml';
import { type Override, readOverrides } from './overrides';
import { type ConfigProblem, failed, type Outcome } from './problem';
import type { ExperimentConfig } from './schema';
import { PARSING, readYaml, repeatedIn } from './yaml';

/** Lines are not broken: what people wrote on one line stays there. */
const STYLE = { lineWidth: 0 } as const;

/** The text with the values of `path=value` changed or added (as overrides are written). */
export function editConfig(text: string, changes: readonly string[]): Outcome<{ readonly text: string }> {
  const read = readYaml(text);
  if (!read.ok) return read;
  const wanted = readOverrides(changes);
  if (!wanted.ok) return wanted;
  const document = parseDocument(text, PARSING);
  if (wanted.overrides.some(({ path }) => meetsAnchor(document, path))) spellOut(document);
  for (const change of wanted.overrides) {
    const problem = set(document, change);
    if (problem) return failed([problem]);
  }
  return { ok: true, text: document.toString(STYLE) };
}

/** A copy under another name, its comments kept. */
export function duplicateConfig(text: string, name: string): Outcome<{ readonly text: string }> {
  return editConfig(text, [`name=${JSON.stringify(name)}`]);
}

/** A whole configuration as a file, every default written out. */
export function writeConfig(config: ExperimentConfig): string {
  return stringify(config, { ...STYLE, aliasDuplicateObjects: false });
}

/** Whether a change there would also change what is repeated elsewhere, or what it repeats. */
function meetsAnchor(document: Document.Parsed, path: Override['path']): boolean {
  for (let length = 1; length < path.length; length++) {
    const around = document.getIn(path.slice(0, length), true);
    if (isAlias(around) || (isNode(around) && 'anchor' in around && around.anchor)) return true;
  }
  let met = false;
  const node = document.getIn(path, true);
  if (isNode(node)) {
    visit(node, {
      Node(_, { anchor }) {
        met ||= Boolean(anchor);
      },
    });
  }
  return met;
}

/** Writes out what aliases repeat: each can then be changed alone. */
function spellOut(document: Document.Parsed): void {
  const targets = repeatedIn(document);
  // What is repeated stands before, spelt out already.
  visit(document, {
    Alias(_, alias) {
      const { comment, commentBefore, spaceBefore } = alias;
      // A copy is of the kind that it is a copy of; comments beside the alias stay.
      const copy = targets.get(alias)?.clone() as Node | undefined;
      return copy && Object.assign(copy, { comment, commentBefore, spaceBefore });
    },
  });
  visit(document, {
    Value(_, node) {
      delete node.anchor;
    },
  });
}

function set(document: Document.Parsed, { path, value }: Override): ConfigProblem | null {
  const steps = [...path];
  for (let length = 0; length < steps.length; length++) {
    const around = length === 0 ? document.contents : document.getIn(steps.slice(0, length), true);
    if (isSeq(around)) {
      const index = Number(steps[length]);
      if (!Number.isInteger(index) || index < 0 || index > around.items.length) return misfit(path);
      steps[length] = index;
    } else if (around !== undefined && around !== null && !isMap(around)) {
      // A bare value, or an alias, gives way to a section.
      if (isCollection(around) || length === 0) return misfit(path);
      document.setIn(steps.slice(0, length), document.createNode({}));
    }
  }
  const node = document.getIn(steps, true);
  const plain = typeof value !== 'object' || value === null;
  // The comment beside a value belongs to the node.
  if (isScalar(node) && plain) node.value = value;
  else document.setIn(steps, document.createNode(value, { flow: Array.isArray(value) }));
  return null;
}

function misfit(path: Override['path']): ConfigProblem {
  return { line: null, column: null, path, message: `${path.join('.')} does not fit into the file.` };
}
