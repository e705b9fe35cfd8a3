// The editor as a component. It is loaded when a file is first opened.

import type { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import classes from '../../../components/editor/Editor.module.css';
import { putText } from '../../../components/editor/editor';
import { keepText, type } from '../desk';
import type { GoTo } from '../store';
import { goToLine, openFileEditor } from './setup';

interface CodeEditorProps {
  readonly path: string;
  readonly describedBy: string;
  readonly text: string;
  readonly goTo: GoTo | null;
}

/** Another for every path. */
export default function CodeEditor({ path, describedBy, text, goTo }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const first = useRef(text);
  useEffect(() => {
    if (!place.current) return;
    const on = { onText: type, onSave: () => void keepText() };
    const view = openFileEditor(place.current, first.current, { path, describedBy, ...on });
    editor.current = view;
    return () => {
      editor.current = null;
      view.destroy();
    };
  }, [path, describedBy]);
  useEffect(() => {
    if (editor.current) putText(editor.current, text);
  }, [text]);
  useEffect(() => {
    if (editor.current && goTo?.path === path) goToLine(editor.current, goTo.line);
  }, [goTo, path]);
  return <div ref={place} className={classes.code} data-testid="module-editor" />;
}
