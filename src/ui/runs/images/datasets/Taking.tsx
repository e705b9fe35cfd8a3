// Datasets being taken, and what came of those taken last.

import { Anchor } from '@mantine/core';
import type { ImageSetSummary, TakeStatus } from '../../../../wire/images';
import { formatCount, plural } from '../../../components/format';
import { ProgressLine } from '../../../components/ProgressLine';
import { Note } from '../../../components/Section';
import { Refused, Taken } from '../../../components/source/Outcome';
import { linkTo } from '../place';
import { useImages } from '../store';
import { cancelTake } from './opening';

export function underWay(status: TakeStatus): status is Extract<TakeStatus, { phase: 'reading' }> {
  return status.phase === 'reading';
}

export function Taking({ status }: { readonly status: TakeStatus }) {
  switch (status.phase) {
    case 'idle':
      return null;
    case 'reading':
      return <Reading status={status} />;
    case 'finished':
      return <Finished status={status} />;
    case 'failed':
      return (
        <Refused>
          <strong>The datasets were not taken</strong>
          <p>{status.message}</p>
          <p>All that was there before is there still.</p>
        </Refused>
      );
  }
}

function Reading({ status }: { readonly status: Extract<TakeStatus, { phase: 'reading' }> }) {
  const { name, share, files, rate, secondsLeft } = status;
  return (
    <div data-testid="take-progress">
      <ProgressLine
        label={`Reading ${name}: ${plural(files, 'file')}`}
        share={share}
        rate={{ perSecond: rate, unit: 'files' }}
        secondsLeft={secondsLeft}
        onCancel={() => void cancelTake()}
      >
        <Note>
          You may leave this page meanwhile. Nothing is added until all of a dataset is in. After a reload an archive
          goes on; a folder has to be chosen again, since browsers let none be kept.
        </Note>
      </ProgressLine>
    </div>
  );
}

function Finished({ status }: { readonly status: Extract<TakeStatus, { phase: 'finished' }> }) {
  const { names, files, unreadable } = status;
  const sets = useImages((ui) => ui.images?.sets) ?? [];
  const texts = useImages((ui) => ui.takenTexts);
  return (
    <Taken testId="taken">
      <p>
        {plural(files, 'file')} came in
        {unreadable > 0 && `; ${formatCount(unreadable)} could not be read, and each dataset says which and why`}.
      </p>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <Where
              name={name}
              set={sets.find((set) => set.name === name && !set.shipped)}
              text={texts.includes(name)}
            />
          </li>
        ))}
      </ul>
    </Taken>
  );
}

interface WhereProps {
  readonly name: string;
  readonly set: ImageSetSummary | undefined;
  readonly text: boolean;
}

function Where({ name, set, text }: WhereProps) {
  if (set) {
    return (
      <Anchor inherit href={linkTo({ view: 'datasets', set: set.id })}>
        <bdi>{name}</bdi>
      </Anchor>
    );
  }
  return (
    <>
      <bdi>{name}</bdi>
      {text && (
        <>
          : texts, in{' '}
          <Anchor inherit href="#/reviews/datasets">
            the datasets of the Reviews page
          </Anchor>
        </>
      )}
    </>
  );
}
