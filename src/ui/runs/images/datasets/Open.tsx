// Opening a folder or an archive: hand it over, see which datasets are in it, take them.

import { FileArchive } from 'lucide-react';
import { plural } from '../../../components/format';
import { ChooseFile, ChooseFolder } from '../../../components/source/Choose';
import { DropZone, Steps } from '../../../components/source/DropZone';
import { Looking } from '../../../components/source/Looking';
import { NotUsed } from '../../../components/source/Outcome';
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
    <Steps label="Open a folder of images">
      {taking && (finding.stage === 'choose' || busy) && <Taking status={taking} />}
      {finding.stage === 'choose' && !busy && <Chooser refusal={finding.refusal} over={over} />}
      {(finding.stage === 'gathering' || finding.stage === 'looking') && (
        <Looking onCancel={giveUp}>
          Looking through <bdi>{finding.name}</bdi>
          {finding.stage === 'gathering' && finding.found > 0 && `: ${plural(finding.found, 'file')} so far`}…
        </Looking>
      )}
      {finding.stage === 'found' && <Found finding={finding} busy={busy} />}
    </Steps>
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
        <NotUsed name={refusal.name}>
          <p>{refusal.message}</p>
          <p>Nothing was changed. See below what can be read.</p>
        </NotUsed>
      )}
      <DropZone
        label="A folder or archive"
        over={over}
        invite={over ? 'Let go to look through it' : 'Drop a folder or an archive here'}
        buttons={
          <>
            <ChooseFolder
              label="Open a folder"
              first
              pick={canPickDirectory() ? pick : undefined}
              onFiles={(files) => void look(fileListOffer(files, IMAGE_FOLDERS))}
            />
            <ChooseFile
              label="Choose an archive"
              icon={FileArchive}
              accept=".zip,.tar,.gz,.tgz"
              onFiles={([file]) => file && void look(fileOffer(file))}
            />
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

async function pick(): Promise<void> {
  const found = await pickDirectory();
  if (found) void look(found);
}

const TREE = `digits/
  train/0/a.png  train/1/b.png …
  test/0/…       test/1/…
  val/…          if there is one`;
