// The editor of a configuration: YAML, with what the service knows about it.

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
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
import type { ConfigProblem } from '../../../../wire/configs';
import { type Complete, completionSource, SPOKEN } from './completion';
import { look } from './look';
import { positionOf, rangeOf } from './places';

interface EditorOptions {
  /** The element that says how the keyboard leaves it. */
  readonly describedBy: string;
  readonly complete: Complete;
  readonly onText: (text: string) => void;
  readonly onSave: () => void;
}

export function openEditor(parent: HTMLElement, doc: string, options: EditorOptions): EditorView {
  return new EditorView({ parent, state: EditorState.create({ doc, extensions: extensionsOf(options) }) });
}

function extensionsOf({ describedBy, complete, onText, onSave }: EditorOptions): Extension {
  const save = () => {
    onSave();
    return true;
  };
  return [
    lineNumbers(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: [completionSource(complete)], icons: false, addToOptions: [SPOKEN] }),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    EditorView.lineWrapping,
    yaml(),
    look,
    keymap.of([
      { key: 'Mod-s', preventDefault: true, run: save },
      { key: 'Tab', run: acceptCompletion },
      ...completionKeymap,
      ...closeBracketsKeymap,
      ...lintKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    EditorView.contentAttributes.of({
      ...{ 'aria-label': 'Text of the configuration', 'aria-describedby': describedBy },
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

/** Marks what is wrong; problems that are in no line are told elsewhere. */
export function showProblems(view: EditorView, problems: readonly ConfigProblem[]): void {
  const { doc } = view.state;
  const diagnostics = problems.flatMap((problem): Diagnostic[] => {
    const range = rangeOf(doc, problem);
    return range ? [{ ...range, severity: 'error', message: problem.message }] : [];
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

export function goTo(view: EditorView, line: number, column: number): void {
  const anchor = positionOf(view.state.doc, line, column);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
  view.focus();
}
