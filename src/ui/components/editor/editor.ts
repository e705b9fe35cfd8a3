// An editor of text as the pages have it: lines that are numbered and wrap, undo, brackets, completion. What is special to
// what is written comes with the options. Only what is loaded when a text is opened imports it: it is large.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { look } from './look';

export interface EditorOptions {
  /** What is written in it, for those who hear it. */
  readonly label: string;
  /** The element that says how the keyboard leaves it. */
  readonly describedBy: string;
  /** The language, and how it looks beside what all have. */
  readonly language: Extension;
  /** Beside the numbers of lines. */
  readonly gutter?: Extension;
  /** Beside icons, which there are none of; by default what the language knows. */
  readonly completion?: Omit<NonNullable<Parameters<typeof autocompletion>[0]>, 'icons'>;
  /** Before those that all have. */
  readonly keys?: readonly KeyBinding[];
  readonly onText: (text: string) => void;
  readonly onSave: () => void;
}

export function openEditor(parent: HTMLElement, doc: string, options: EditorOptions): EditorView {
  return new EditorView({ parent, state: EditorState.create({ doc, extensions: extensionsOf(options) }) });
}

function extensionsOf(options: EditorOptions): Extension {
  const { label, describedBy, language, gutter = [], completion = {}, keys = [], onText } = options;
  return [
    lineNumbers(),
    gutter,
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ ...completion, icons: false }),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    EditorView.lineWrapping,
    look,
    language,
    keymap.of(keysOf(options.onSave, keys)),
    EditorView.contentAttributes.of({
      ...{ 'aria-label': label, 'aria-describedby': describedBy },
      // In reach of the keyboard as it is; said so for those who look for it.
      tabindex: '0',
    }),
    EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      const typed = transactions.some((transaction) => !transaction.isUserEvent('put'));
      if (docChanged && typed) onText(state.doc.toString());
    }),
  ];
}

function keysOf(onSave: () => void, own: readonly KeyBinding[]): readonly KeyBinding[] {
  const save = () => {
    onSave();
    return true;
  };
  return [
    { key: 'Mod-s', preventDefault: true, run: save },
    ...own,
    ...completionKeymap,
    ...closeBracketsKeymap,
    ...historyKeymap,
    ...defaultKeymap,
    indentWithTab,
  ];
}

/** Another text in its place, of which undo knows; where it is the same, nothing. */
export function putText(view: EditorView, text: string): void {
  const { doc } = view.state;
  if (doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, userEvent: 'put' });
}

/** @param anchor a position in its text */
export function goTo(view: EditorView, anchor: number): void {
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
  view.focus();
}
