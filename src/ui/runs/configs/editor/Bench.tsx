// A configuration at work: its text, what is wrong with it, and what it comes to.

import { Button, Skeleton } from '@mantine/core';
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import type { ConfigFile } from '../../../../wire/configs';
import { edit, revert, save } from '../actions';
import type { Draft } from '../drafts';
import { Result } from '../result/Result';
import { type Override, useConfigs } from '../store';
import { useCheck } from '../useCheck';
import { BenchHead } from './BenchHead';
import type { EditorHandle } from './CodeEditor';
import classes from './Editor.module.css';
import { Problems } from './Problems';

const CodeEditor = lazy(() => import('./CodeEditor'));

interface BenchProps {
  readonly id: string;
  /** Null where it is gone: then there is a draft. */
  readonly file: ConfigFile | null;
  readonly draft: Draft | undefined;
  readonly onOpen: (id: string | null) => void;
  readonly onStart: (config: { readonly id: string }, overrides: readonly string[]) => void;
}

const NONE: readonly Override[] = [];

export function Bench({ id, file, draft, onOpen, onStart }: BenchProps) {
  const text = draft?.text ?? file?.text ?? '';
  const overrides = useConfigs((ui) => ui.overrides[id]) ?? NONE;
  const changes = overrides.map((override) => override.text.trim()).filter((change) => change !== '');
  const checking = useCheck(text, changes);
  const [saving, setSaving] = useState(false);
  const editor = useRef<EditorHandle>(null);
  const hint = useId();
  const keep = async () => {
    setSaving(true);
    const kept = await save(id);
    setSaving(false);
    if (kept !== null && kept !== id) onOpen(kept);
    return kept;
  };
  const start = async () => {
    const kept = draft ? await keep() : id;
    if (kept !== null) onStart({ id: kept }, changes);
  };
  const { checked } = checking;
  const problems = checked && { of: checked.text, list: checked.check.ok ? [] : checked.check.problems };
  return (
    <>
      <section className={classes.bench} aria-label="Text">
        <BenchHead
          {...{ id, file, text, saving, onOpen }}
          name={file?.file_name ?? draft?.file_name ?? ''}
          unsaved={draft !== undefined}
          onSave={() => void keep()}
        />
        <Notices id={id} draft={draft} onOpen={onOpen} />
        <div className={classes.place}>
          <Suspense fallback={<Skeleton height={320} />}>
            <CodeEditor
              ref={editor}
              describedBy={hint}
              text={text}
              onText={(typed) => edit(id, typed)}
              onSave={() => void keep()}
              problems={problems}
            />
          </Suspense>
        </div>
        <p className={classes.hint} id={hint}>
          <kbd>Ctrl</kbd>+<kbd>Space</kbd> says what may stand here. <kbd>Tab</kbd> indents; <kbd>Esc</kbd>, then{' '}
          <kbd>Tab</kbd> leaves the text.
        </p>
        <Problems checking={checking} onGoTo={(line, column) => editor.current?.goTo(line, column)} />
      </section>
      <Result
        id={id}
        checking={checking}
        overrides={overrides}
        unsaved={draft !== undefined}
        onStart={() => void start()}
      />
    </>
  );
}

interface NoticesProps {
  readonly id: string;
  readonly draft: Draft | undefined;
  readonly onOpen: (id: string | null) => void;
}

/** What stands in the way of what was typed. */
function Notices({ id, draft, onOpen }: NoticesProps) {
  const clash = useConfigs((ui) => ui.clash === id);
  const kept = useConfigs((ui) => ui.draftsKept);
  const unsafe = draft !== undefined && !kept;
  useWarningAtExit(unsafe);
  const over = async () => {
    const saved = await save(id, true);
    if (saved !== null && saved !== id) onOpen(saved);
  };
  return (
    <>
      {clash && draft && (
        <div className={classes.notice} role="alert">
          <p>
            This file was saved elsewhere, in another tab or by the API, since you began. Your changes are still here.
          </p>
          <Button size="compact-sm" variant="default" onClick={() => void over()}>
            Save over it
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => revert(id)}>
            Take the saved one
          </Button>
        </div>
      )}
      {unsafe && (
        <div className={classes.notice} role="status">
          <p>This browser has no room to keep your unsaved changes over a reload: save them.</p>
        </div>
      )}
    </>
  );
}

/** The browser asks before it leaves the page. */
function useWarningAtExit(unsafe: boolean): void {
  useEffect(() => {
    if (!unsafe) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsafe]);
}
