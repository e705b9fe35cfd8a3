// The editor of a module's file: JavaScript and TypeScript with their colours, the rest as text.

import { javascript } from '@codemirror/lang-javascript';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { type EditorOptions, goTo, openEditor } from '../../../components/editor/editor';

interface FileOptions extends Pick<EditorOptions, 'describedBy' | 'onText' | 'onSave'> {
  readonly path: string;
}

export function openFileEditor(parent: HTMLElement, doc: string, { path, ...options }: FileOptions): EditorView {
  const language = [languageOf(path), syntaxHighlighting(COLOURS)];
  return openEditor(parent, doc, { ...options, label: `Text of ${path}`, language });
}

/** Beside those that all editors have. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], fontWeight: '620' },
  { tag: tags.regexp, color: 'var(--good)' },
  { tag: [tags.heading, tags.strong], fontWeight: '620' },
]);

function languageOf(path: string): Extension {
  if (/\.[cm]?[jt]s$/.test(path)) return javascript({ typescript: /\.[cm]?ts$/.test(path) });
  return path.endsWith('.json') ? javascript() : [];
}

/** @param line from 1 */
export function goToLine(view: EditorView, line: number): void {
  const { doc } = view.state;
  goTo(view, doc.line(Math.min(Math.max(1, line), doc.lines)).from);
}
