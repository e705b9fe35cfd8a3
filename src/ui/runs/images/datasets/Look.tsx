// One dataset of images: what it is, what can be done with it, its parts and classes, and its images.

import { Anchor } from '@mantine/core';
import { GraduationCap } from 'lucide-react';
import { memo, useState } from 'react';
import { service } from '../../../../client';
import type { ImageSetSummary } from '../../../../wire/images';
import { attempt, attempted } from '../../../components/attempt';
import { BusyButton } from '../../../components/BusyButton';
import { NumberTable } from '../../../components/facts/NumberTable';
import { formatBytes, formatCount, formatDate, plural } from '../../../components/format';
import { ItemTools } from '../../../components/items/ItemTools';
import { LeftOut } from '../../../components/source/LeftOut';
import { hashOf } from '../../views';
import { trainOn } from '../training';
import classes from './Datasets.module.css';
import { Grid } from './Grid';
import { PART_WORDS } from './words';

interface LookProps {
  readonly set: ImageSetSummary;
}

export const Look = memo(function Look({ set }: LookProps) {
  const { name, source, created_at, shipped } = set;
  return (
    <article className={classes.look} aria-label={name}>
      <header className={classes.head}>
        <h2 className={classes.title}>
          <bdi>{name}</bdi>
        </h2>
        <p className={classes.origin}>
          {shipped ? (
            source
          ) : (
            <>
              from <bdi>{source}</bdi>, {formatDate(created_at)}
            </>
          )}{' '}
          · {sizeWords(set)} · {formatBytes(set.bytes)}
        </p>
        <Actions set={set} />
        <Unreadable set={set} />
      </header>
      <Parts set={set} />
      <Grid set={set} />
    </article>
  );
});

function sizeWords({ size }: ImageSetSummary): string {
  if (size === null) return 'sizes not known';
  const pixels = `${size.width} × ${size.height} pixels`;
  return size.same ? pixels : `most of them ${pixels}`;
}

function Actions({ set }: LookProps) {
  const { id, name, shipped } = set;
  const [busy, setBusy] = useState(false);
  const [run, setRun] = useState<string | null>(null);
  const train = async () => {
    setBusy(true);
    setRun((await trainOn(set)) ?? null);
    setBusy(false);
  };
  return (
    <>
      <div className={classes.row}>
        <BusyButton
          size="xs"
          busy={busy}
          leftSection={<GraduationCap size={15} aria-hidden />}
          onClick={() => void train()}
        >
          Train a CNN on this
        </BusyButton>
        {!shipped && (
          <ItemTools
            name={name}
            rename={(wanted) => attempted('rename the dataset', () => service.images.rename(id, wanted))}
            remove={() => attempt('delete the dataset', () => service.images.remove(id))}
          />
        )}
      </div>
      {run !== null && (
        <p className={classes.trained} role="status">
          A model of it was started, or waits for the run that is on:{' '}
          <Anchor inherit href={hashOf({ view: 'run', id: run })}>
            see its run
          </Anchor>
        </p>
      )}
    </>
  );
}

function Unreadable({ set: { unreadable, unreadable_count } }: LookProps) {
  return (
    <LeftOut
      summary={`${plural(unreadable_count, 'file')} could not be read. Show which and why`}
      total={unreadable_count}
      listed={unreadable.length}
    >
      {unreadable.map(({ path, reason }) => (
        <li key={path}>
          <bdi>{path}</bdi>: {reason}
        </li>
      ))}
    </LeftOut>
  );
}

/** Columns of classes that a table is still read with. */
const WIDE = 24;

function Parts({ set: { classes: names, parts } }: LookProps) {
  const shown = names.length <= WIDE ? names : [];
  return (
    <NumberTable label="Images by part and class">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">all</th>
          {shown.map((name) => (
            <th key={name} scope="col">
              <bdi>{name}</bdi>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {parts.map(({ part, n, counts }) => (
          <tr key={part}>
            <th scope="row">{PART_WORDS[part]}</th>
            <td>{formatCount(n)}</td>
            {shown.map((name, label) => (
              <td key={name}>{formatCount(counts[label] ?? 0)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </NumberTable>
  );
}
