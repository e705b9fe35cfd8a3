// Configurations: files that say what is trained, on what, and how. The list of them, the one that is open, and what it
// comes to.

import { Button, Loader, Skeleton } from '@mantine/core';
import { ArrowLeft, FileCog } from 'lucide-react';
import { useEffect } from 'react';
import type { ConfigSummary } from '../../../wire/configs';
import { EmptyState } from '../../components/EmptyState';
import { useFilesOver } from '../../components/useFilesOver';
import { importFiles } from './actions';
import classes from './ConfigsView.module.css';
import { Bench } from './editor/Bench';
import { ConfigList } from './list/ConfigList';
import { type Opened, useConfigs } from './store';
import { followConfigs, openConfig } from './sync';

interface ConfigsViewProps {
  /** The one on show, by its id or its file name. */
  readonly id: string | null;
  readonly onOpen: (id: string | null) => void;
  readonly onStart: (config: { readonly id: string }, overrides: readonly string[]) => void;
}

export function ConfigsView({ id, onOpen, onStart }: ConfigsViewProps) {
  const list = useConfigs((ui) => ui.list);
  useEffect(followConfigs, []);
  useEffect(() => {
    void openConfig(id);
  }, [id]);
  const over = useFilesOver((dropped) => void take([...dropped.files]));
  const take = async (files: readonly File[]) => {
    const last = await importFiles(files);
    if (last !== undefined) onOpen(last);
  };
  const shown = useShownId(id);
  return (
    <div className={`${classes.view} ${over ? classes.over : ''}`} data-open={id !== null || undefined}>
      {list ? <ConfigList list={list} shown={shown} onOpen={onOpen} /> : <Waiting />}
      {id === null ? (
        <div className={classes.wide}>
          <Invitation list={list ?? []} onOpen={onOpen} />
        </div>
      ) : (
        <Open onOpen={onOpen} onStart={onStart} />
      )}
    </div>
  );
}

/** The id of the open file, which may have been asked for by its name. */
function useShownId(asked: string | null): string | null {
  return useConfigs(({ opened }) => (opened.phase === 'open' && opened.id === asked ? opened.file.id : asked));
}

function Waiting() {
  const unreachable = useConfigs((ui) => ui.unreachable);
  return (
    <nav className={classes.waiting} aria-label="Configurations">
      {unreachable === null ? (
        <p className={classes.message} role="status">
          <Loader size="xs" aria-hidden /> Looking for configurations…
        </p>
      ) : (
        <p className={classes.message} role="alert">
          Configurations cannot be listed at present: {unreachable}
        </p>
      )}
    </nav>
  );
}

function Invitation({
  list,
  onOpen,
}: {
  readonly list: readonly ConfigSummary[];
  readonly onOpen: (id: string) => void;
}) {
  const first = ['image-cnn.yaml', 'review-ngram.yaml'].flatMap(
    (name) => list.find((it) => it.file_name === name) ?? [],
  );
  return (
    <EmptyState
      icon={FileCog}
      title="A run begins with a configuration"
      actions={first.map((file) => (
        <Button key={file.id} variant="default" onClick={() => onOpen(file.id)}>
          {file.name}
        </Button>
      ))}
    >
      A small text file says which model is trained, on what data, for how long. Open an example, change a number, start
      it; or drop a .yaml file of yours here.
    </EmptyState>
  );
}

function Open({ onOpen, onStart }: Omit<ConfigsViewProps, 'id'>) {
  const opened = useConfigs((ui) => ui.opened);
  const key = opened.phase === 'open' ? opened.file.id : opened.phase === 'none' ? '' : opened.id;
  const draft = useConfigs((ui) => ui.drafts[key]);
  const ready = opened.phase === 'open' || (opened.phase === 'gone' && draft !== undefined);
  const back = (
    <div className={classes.back}>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<ArrowLeft size={14} aria-hidden />}
        onClick={() => onOpen(null)}
      >
        All configurations
      </Button>
    </div>
  );
  if (!ready) {
    return (
      <div className={classes.wide}>
        {back}
        <Unready opened={opened} />
      </div>
    );
  }
  const file = opened.phase === 'open' ? opened.file : null;
  return (
    <>
      {back}
      <Bench key={key} id={key} file={file} draft={draft} onOpen={onOpen} onStart={onStart} />
    </>
  );
}

function Unready({ opened }: { readonly opened: Opened }) {
  switch (opened.phase) {
    case 'gone':
      return (
        <EmptyState icon={FileCog} title="There is no such configuration">
          It may have been renamed or deleted. The others are in the list.
        </EmptyState>
      );
    case 'failed':
      return (
        <div className={classes.message} role="alert">
          <span>It could not be opened: {opened.message}</span>
          <Button size="xs" variant="default" onClick={() => void openConfig(opened.id)}>
            Try again
          </Button>
        </div>
      );
    default:
      return <Skeleton height={320} />;
  }
}
