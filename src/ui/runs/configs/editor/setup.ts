// The editor of a configuration: YAML, with what the service knows about it.

import { acceptCompletion } from '@codemirror/autocomplete';
import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';
import type { ConfigProblem } from '../../../../wire/configs';
import { type EditorOptions, goTo, openEditor } from '../../../components/editor/editor';
import { type Complete, completionSource, SPOKEN } from './completion';
import { positionOf, rangeOf } from './places';

interface ConfigOptions extends Pick<EditorOptions, 'describedBy' | 'onText' | 'onSave'> {
  readonly complete: Complete;
}

export function openConfigEditor(parent: HTMLElement, doc: string, options: ConfigOptions): EditorView {
  const { complete, ...others } = options;
  return openEditor(parent, doc, {
    ...others,
    label: 'Text of the configuration',
    language: yaml(),
    gutter: lintGutter(),
    completion: { override: [completionSource(complete)], addToOptions: [SPOKEN] },
    keys: [{ key: 'Tab', run: acceptCompletion }, ...lintKeymap],
  });
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

/** @param line from 1, as is the column */
export function goToPlace(view: EditorView, line: number, column: number): void {
  goTo(view, positionOf(view.state.doc, line, column));
}
