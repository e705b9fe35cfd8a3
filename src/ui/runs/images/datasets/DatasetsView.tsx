// The datasets of images there are, the one on show, and opening others.

import { Button } from '@mantine/core';
import { FolderOpen } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ImageSetSummary, ImagesState } from '../../../../wire/images';
import { formatBytes, plural } from '../../../components/format';
import { LinkFacts, LinkItem, Links } from '../../../components/items/Links';
import { showDone } from '../../../components/notify';
import { LetGo } from '../../../components/source/DropZone';
import { linkTo, NEW } from '../place';
import { useImages } from '../store';
import classes from './Datasets.module.css';
import { Look } from './Look';
import { Open } from './Open';
import { Taking, underWay } from './Taking';
import { useDrop } from './useDrop';

const NONE: readonly ImageSetSummary[] = [];

/** `wanted`: what the address names: a dataset's id, NEW, or nothing. */
export function DatasetsView({ wanted }: { readonly wanted: string | null }) {
  const sets = useImages((ui) => ui.images?.sets) ?? NONE;
  const taking = useImages((ui) => ui.images?.taking);
  const over = useDrop();
  useArrival(wanted);
  const shown = wanted === NEW ? undefined : (sets.find(({ id }) => id === wanted) ?? sets[0]);
  return (
    <div className={classes.datasets}>
      <Links
        label="Datasets of images"
        ways={
          <>
            <Button
              component="a"
              href={linkTo({ view: 'datasets', set: NEW })}
              size="xs"
              variant={shown ? 'filled' : 'light'}
              aria-current={shown ? undefined : 'page'}
              leftSection={<FolderOpen size={14} aria-hidden />}
            >
              Open a folder
            </Button>
            {/* Where others are opened it stands by itself. */}
            {taking && shown && (underWay(taking) || taking.phase === 'failed') && <Taking status={taking} />}
          </>
        }
      >
        {sets.map((set) => (
          <LinkItem
            key={set.id}
            href={linkTo({ view: 'datasets', set: set.id })}
            name={set.name}
            current={set === shown}
          >
            <LinkFacts>
              {plural(countOf(set), 'image')}, {plural(set.classes.length, 'class', 'classes')} ·{' '}
              {set.shipped ? 'comes with the app' : formatBytes(set.bytes)}
            </LinkFacts>
          </LinkItem>
        ))}
      </Links>
      <div className={classes.work}>
        {over && shown && <LetGo>Let go to look through it</LetGo>}
        {shown ? <Look key={shown.id} set={shown} /> : <Open over={over} />}
      </div>
    </div>
  );
}

function countOf({ parts }: Pick<ImageSetSummary, 'parts'>): number {
  return parts.reduce((sum, { n }) => sum + n, 0);
}

/** What has come in is shown, unless people look at another one by then. */
function useArrival(wanted: string | null): void {
  const images = useImages((ui) => ui.images);
  const before = useRef(endOf(images));
  useEffect(() => {
    const end = endOf(images);
    const told = before.current;
    before.current = end;
    if (images?.taking.phase !== 'finished' || end === told) return;
    const { files, names, unreadable } = images.taking;
    const left = unreadable > 0 ? ` ${plural(unreadable, 'file')} could not be read.` : '';
    showDone('The datasets are in', `${plural(files, 'file')} of ${names.join(', ')}.${left}`);
    const found = images.sets.filter(({ name, shipped }) => !shipped && names.includes(name));
    // Where texts came too, the list of all says where each went.
    if (wanted === NEW && found.length === 1 && names.length === 1) {
      location.hash = linkTo({ view: 'datasets', set: found[0]!.id });
    }
  }, [images, wanted]);
}

/** What came of the last import, to be told from that of another; '' before there was one. */
function endOf(images: ImagesState | null): string {
  return images?.taking.phase === 'finished' ? JSON.stringify(images.taking) : '';
}
