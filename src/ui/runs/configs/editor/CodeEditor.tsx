// The editor as a component. It is loaded when a configuration is first opened.

import type { EditorView } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { service } from '../../../../client';
import type { ConfigProblem } from '../../../../wire/configs';
import classes from '../../../components/editor/Editor.module.css';
import { putText } from '../../../components/editor/editor';
import { goToPlace, openConfigEditor, showProblems } from './setup';

export interface EditorHandle {
  /** From 1. */
  goTo(line: number, column: number): void;
}

interface CodeEditorProps {
  readonly describedBy: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSave: () => void;
  /** What is wrong, and of which text it was said; null before it is known. */
  readonly problems: { readonly of: string; readonly list: readonly ConfigProblem[] } | null;
  readonly ref: Ref<EditorHandle>;
}

export default function CodeEditor({ describedBy, text, problems, ref, ...on }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const latest = useRef({ ...on, text });
  useEffect(() => {
    latest.current = { ...on, text };
  });
  useEffect(() => {
    if (!place.current) return;
    const view = openConfigEditor(place.current, latest.current.text, {
      describedBy,
      complete: (...at) => service.configs.complete(...at),
      onText: (typed) => latest.current.onText(typed),
      onSave: () => latest.current.onSave(),
    });
    editor.current = view;
    return () => {
      editor.current = null;
      view.destroy();
    };
  }, [describedBy]);
  useEffect(() => {
    if (editor.current) putText(editor.current, text);
  }, [text]);
  useEffect(() => {
    const view = editor.current;
    // What was typed since moves the marks along until there is word of it.
    if (view && problems && view.state.doc.toString() === problems.of) showProblems(view, problems.list);
  }, [problems]);
  useImperativeHandle(ref, () => ({
    goTo: (line, column) => {
      if (editor.current) goToPlace(editor.current, line, column);
    },
  }));
  return <div ref={place} className={classes.code} data-tall data-testid="config-editor" />;
}
