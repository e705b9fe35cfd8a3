// The open file: its text in an editor, whether it is kept, and what can be done with it.

import { Button, Skeleton } from '@mantine/core';
import { Download } from 'lucide-react';
import { lazy, Suspense, useId } from 'react';
import { ItemTools, Tool } from '../../components/items/ItemTools';
import { deleteFile, downloadFile, renameFile } from './actions';
import classes from './Files.module.css';
import { type Desk, useModule } from './store';

const CodeEditor = lazy(() => import('./editor/CodeEditor'));

export function Bench({ id }: { readonly id: string }) {
  const desk = useModule((ui) => ui.desk);
  if (desk.phase === 'none') return <p className={classes.message}>Choose a file to see what is in it.</p>;
  const { path } = desk;
  return (
    <section className={classes.bench} aria-label="The open file">
      <header className={classes.head}>
        <h3>
          <bdi>{path}</bdi>
        </h3>
        <p className={classes.state} role="status" data-trouble={troubleOf(desk) || undefined} data-testid="file-state">
          {stateOf(desk)}
        </p>
        <ItemTools
          key={path}
          name={path}
          rename={(to) => (to === path ? Promise.resolve(true) : renameFile(id, path, to))}
          remove={() => deleteFile(id, path)}
        >
          <Tool icon={Download} label="Download" of={path} onClick={() => void downloadFile(id, path)} />
        </ItemTools>
      </header>
      <Text id={id} desk={desk} />
    </section>
  );
}

function Text({ id, desk }: { readonly id: string; readonly desk: Exclude<Desk, { phase: 'none' }> }) {
  const goTo = useModule((ui) => ui.goTo);
  const hint = useId();
  switch (desk.phase) {
    case 'loading':
      return <Skeleton height={240} radius={0} />;
    case 'closed':
      return (
        <div className={classes.message}>
          <p>{desk.why}</p>
          <Button size="xs" variant="default" onClick={() => void downloadFile(id, desk.path)}>
            Download it
          </Button>
        </div>
      );
    case 'open':
      return (
        <>
          <Suspense fallback={<Skeleton height={240} radius={0} />}>
            <CodeEditor key={desk.path} path={desk.path} describedBy={hint} text={desk.text} goTo={goTo} />
          </Suspense>
          <p className={classes.hint} id={hint}>
            <kbd>Tab</kbd> indents; <kbd>Esc</kbd>, then <kbd>Tab</kbd> leaves the text.
          </p>
        </>
      );
  }
}

function troubleOf(desk: Desk): boolean {
  return desk.phase === 'open' && desk.trouble !== null;
}

function stateOf(desk: Desk): string {
  if (desk.phase !== 'open') return '';
  if (desk.trouble !== null) return `Not kept: ${desk.trouble}`;
  return desk.text === desk.kept ? 'Kept in this browser' : 'Changed, kept in a moment';
}
