// The editor of a module's file: JavaScript and TypeScript with their colours, brackets and completion, the rest as text.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { look } from '../../../runs/configs/editor/look';

interface EditorOptions {
  readonly path: string;
  /** The element that says how the keyboard leaves it. */
  readonly describedBy: string;
  readonly onText: (text: string) => void;
  readonly onSave: () => void;
}

export function openEditor(parent: HTMLElement, doc: string, options: EditorOptions): EditorView {
  return new EditorView({ parent, state: EditorState.create({ doc, extensions: extensionsOf(options) }) });
}

/** Beside those that configurations have. */
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

function extensionsOf({ path, describedBy, onText, onSave }: EditorOptions): Extension {
  const save = () => {
    onSave();
    return true;
  };
  return [
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false }),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    EditorView.lineWrapping,
    languageOf(path),
    look,
    syntaxHighlighting(COLOURS),
    keymap.of([
      { key: 'Mod-s', preventDefault: true, run: save },
      ...completionKeymap,
      ...closeBracketsKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    EditorView.contentAttributes.of({
      ...{ 'aria-label': `Text of ${path}`, 'aria-describedby': describedBy },
      // In reach of the keyboard as it is; said so for those who look for it.
      tabindex: '0',
    }),
    EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      const typed = transactions.some((transaction) => !transaction.isUserEvent('put'));
      if (docChanged && typed) onText(state.doc.toString());
    }),
  ];
}

/** Another text in its place, of which undo knows; where it is the same, nothing. */
export function putText(view: EditorView, text: string): void {
  const { doc } = view.state;
  if (doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, userEvent: 'put' });
}

/** @param line from 1 */
export function goToLine(view: EditorView, line: number): void {
  const { doc } = view.state;
  const { from } = doc.line(Math.min(Math.max(1, line), doc.lines));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  view.focus();
}
