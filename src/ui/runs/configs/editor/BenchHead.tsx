// Over the text: whose file it is, whether it is saved, and what can be done with it.

import { Button, Tooltip } from '@mantine/core';
import { Copy, Download, Save, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ConfigFile } from '../../../../wire/configs';
import { BusyButton } from '../../../components/BusyButton';
import { formatDate } from '../../../components/format';
import { ItemTools, Tool } from '../../../components/items/ItemTools';
import { useFocusStays } from '../../../components/useFocusStays';
import { download, duplicate, remove, rename, revert } from '../actions';
import classes from './Editor.module.css';

interface BenchHeadProps {
  readonly id: string;
  /** Null where it is gone, and what was typed is all there is. */
  readonly file: ConfigFile | null;
  readonly name: string;
  readonly text: string;
  readonly unsaved: boolean;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly onOpen: (id: string | null) => void;
}

export function BenchHead({ id, file, name, text, unsaved, saving, onSave, onOpen }: BenchHeadProps) {
  const rest = useFocusStays<HTMLDivElement>();
  const copies = file === null || file.shipped;
  const discard = () => {
    revert(id);
    if (!file) onOpen(null);
  };
  return (
    <header className={classes.head}>
      <div className={classes.title}>
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p className={classes.state} data-unsaved={unsaved || undefined} data-testid="config-state">
          {stateOf(file, unsaved)}
        </p>
      </div>
      {/* What is saved or discarded takes its buttons away. */}
      <div ref={rest} tabIndex={-1} className={classes.tools}>
        {unsaved && (
          <>
            <Tooltip label="Ctrl S">
              <BusyButton
                size="xs"
                busy={saving}
                leftSection={<Save size={14} aria-hidden />}
                aria-keyshortcuts="Control+S"
                onClick={onSave}
              >
                {copies ? 'Save as my own' : 'Save'}
              </BusyButton>
            </Tooltip>
            <Button
              size="xs"
              variant="default"
              leftSection={<Undo2 size={14} aria-hidden />}
              title={file ? 'Ctrl+Z in the text brings them back' : undefined}
              onClick={discard}
            >
              {file ? 'Discard changes' : 'Discard it'}
            </Button>
          </>
        )}
        <FileTools {...{ id, file, name, text, onOpen }} />
      </div>
    </header>
  );
}

function FileTools({ id, file, name, text, onOpen }: Pick<BenchHeadProps, 'id' | 'file' | 'name' | 'text' | 'onOpen'>) {
  const [copying, setCopying] = useState(false);
  const copy = async () => {
    setCopying(true);
    const made = await duplicate(id);
    setCopying(false);
    if (made !== undefined) onOpen(made);
  };
  const plain = (
    <>
      {file && !copying && <Tool icon={Copy} label="Duplicate" of={name} onClick={() => void copy()} />}
      <Tool icon={Download} label="Download" of={name} onClick={() => download(name, text)} />
    </>
  );
  if (!file || file.shipped) return <span className={classes.tools}>{plain}</span>;
  const leave = async () => {
    if (await remove(id)) onOpen(null);
  };
  return (
    <ItemTools name={name} rename={(wanted) => rename(id, wanted)} remove={leave}>
      {plain}
    </ItemTools>
  );
}

function stateOf(file: ConfigFile | null, unsaved: boolean): string {
  if (file === null) return 'Its file is gone. What you typed is here, unsaved';
  if (unsaved)
    return file.shipped ? 'Changed: saving makes a copy of your own' : 'Unsaved changes, kept in this browser';
  return file.changed_at === null
    ? 'Comes with the app. Change it, and it becomes a copy of your own'
    : `Yours, saved ${formatDate(file.changed_at)}`;
}
