// Opening a folder or an archive: hand it over, see which datasets are in it, take them.

import { Button } from '@mantine/core';
import { FileArchive, FolderOpen } from 'lucide-react';
import { type ChangeEvent, useRef } from 'react';
import { formatCount } from '../../../components/format';
import { showError } from '../../../components/notify';
import { DropZone } from '../../../components/source/DropZone';
import { Looking } from '../../../components/source/Looking';
import { Refused } from '../../../components/source/Outcome';
import { canPickDirectory, fileListOffer, fileOffer, pickDirectory } from '../../../reviews/datasets/import/sources';
import { useImages } from '../store';
import { Found } from './Found';
import classes from './Open.module.css';
import { giveUp, IMAGE_FOLDERS, look } from './opening';
import { Taking, underWay } from './Taking';

export function Open({ over }: { readonly over: boolean }) {
  const finding = useImages((ui) => ui.finding);
  const taking = useImages((ui) => ui.images?.taking);
  const busy = taking !== undefined && underWay(taking);
  return (
    <section className={classes.form} aria-label="Open a folder of images">
      {taking && (finding.stage === 'choose' || busy) && <Taking status={taking} />}
      {finding.stage === 'choose' && !busy && <Chooser refusal={finding.refusal} over={over} />}
      {(finding.stage === 'gathering' || finding.stage === 'looking') && (
        <Looking onCancel={giveUp}>
          Looking through <bdi>{finding.name}</bdi>
          {finding.stage === 'gathering' && finding.found > 0 && `: ${formatCount(finding.found)} files so far`}…
        </Looking>
      )}
      {finding.stage === 'found' && <Found finding={finding} busy={busy} />}
    </section>
  );
}

interface ChooserProps {
  readonly refusal: { readonly name: string; readonly message: string } | null;
  readonly over: boolean;
}

function Chooser({ refusal, over }: ChooserProps) {
  return (
    <>
      {refusal && (
        <Refused>
          <strong>
            Could not use <bdi>{refusal.name}</bdi>
          </strong>
          <p>{refusal.message}</p>
          <p>Nothing was changed. See below what can be read.</p>
        </Refused>
      )}
      <DropZone
        label="A folder or archive"
        over={over}
        invite={over ? 'Let go to look through it' : 'Drop a folder or an archive here'}
        buttons={
          <>
            <FolderButton />
            <FileButton />
          </>
        }
      >
        <div className={classes.accepted}>
          <p>A folder, .zip or .tar.gz that holds datasets, laid out as MNIST’s images often are:</p>
          <pre className={classes.tree}>{TREE}</pre>
          <p>PNG, JPEG and WebP; or .txt files, which become datasets of the Reviews page.</p>
        </div>
      </DropZone>
    </>
  );
}

const TREE = `digits/
  train/0/a.png  train/1/b.png …
  test/0/…       test/1/…
  val/…          if there is one`;

/** Every browser knows it, React's types do not. */
const FOLDERS = { webkitdirectory: '' };

function FolderButton() {
  const input = useRef<HTMLInputElement>(null);
  const open = async () => {
    if (!canPickDirectory()) {
      // Emptied before and not after: emptying the field empties the list that it gave.
      if (input.current) input.current.value = '';
      input.current?.click();
      return;
    }
    try {
      const found = await pickDirectory();
      if (found) void look(found);
    } catch (error) {
      showError(error, 'open the folder');
    }
  };
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const { files } = event.currentTarget;
    if (files && files.length > 0) void look(fileListOffer(files, IMAGE_FOLDERS));
  };
  return (
    <>
      <input ref={input} type="file" {...FOLDERS} hidden aria-label="Open a folder" onChange={chosen} />
      <Button leftSection={<FolderOpen size={16} aria-hidden />} onClick={() => void open()}>
        Open a folder
      </Button>
    </>
  );
}

function FileButton() {
  const input = useRef<HTMLInputElement>(null);
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0];
    if (file) void look(fileOffer(file));
    // Emptied, so that the same file can be chosen again.
    event.currentTarget.value = '';
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".zip,.tar,.gz,.tgz"
        hidden
        aria-label="Choose an archive"
        onChange={chosen}
      />
      <Button
        variant="default"
        leftSection={<FileArchive size={16} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        Choose an archive
      </Button>
    </>
  );
}
