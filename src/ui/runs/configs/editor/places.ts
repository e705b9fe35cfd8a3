// Places in a text: lines and columns from 1, as problems and completions tell them, against positions from 0, as the
// editor counts.

import type { Text } from '@codemirror/state';
import type { ConfigProblem } from '../../../../wire/configs';

export function positionOf(text: Text, line: number, column: number): number {
  const at = text.line(Math.min(Math.max(1, line), text.lines));
  return Math.min(at.from + Math.max(0, column - 1), at.to);
}

export function placeOf(text: Text, position: number): { readonly line: number; readonly column: number } {
  const line = text.lineAt(position);
  return { line: line.number, column: position - line.from + 1 };
}

/** What to underline for a problem: the word or value that begins where it is. Null of one that is in no line. */
export function rangeOf(
  text: Text,
  { line, column }: Pick<ConfigProblem, 'line' | 'column'>,
): { readonly from: number; readonly to: number } | null {
  if (line === null || column === null) return null;
  const from = positionOf(text, line, column);
  const rest = text.sliceString(from, text.lineAt(from).to);
  const word =
    /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]#]*\]?|\{[^}#]*\}?|[^\s,#:\]}][^,#:\]}]*|.)/.exec(rest)?.[0].trimEnd() ?? '';
  // At the end of a line there is nothing to underline but what is before it.
  if (word === '') return { from: Math.max(text.lineAt(from).from, from - 1), to: from };
  return { from, to: from + word.length };
}
