// An import under way, and what came of the last one.

import { Anchor, Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ImportStatus } from '../../../../wire/datasets';
import type { TableProblem } from '../../../../wire/table';
import { BusyButton } from '../../../components/BusyButton';
import { formatCount, plural } from '../../../components/format';
import { ProgressLine } from '../../../components/ProgressLine';
import { Note } from '../../../components/Section';
import { LeftOut } from '../../../components/source/LeftOut';
import { Refused, Taken } from '../../../components/source/Outcome';
import { languageOfImport } from '../../language/sample';
import { linkTo } from '../list/place';
import { type Into, useDatasets } from '../store';
import { cancelImport, chooseAgain, takeBackImport } from './importing';

type Active = Extract<ImportStatus, { phase: 'reading' | 'finishing' }>;

export function underWay(status: ImportStatus): status is Active {
  return status.phase === 'reading' || status.phase === 'finishing';
}

export function ImportProgress({ status }: { readonly status: Active }) {
  const { phase, name, rows, skipped, share, rate, secondsLeft } = status;
  const left = skipped > 0 ? `, ${formatCount(skipped)} left out` : '';
  return (
    <div data-testid="import-progress">
      <ProgressLine
        label={
          phase === 'reading'
            ? `Importing ${name}: ${plural(rows, 'row')}${left}`
            : `Counting words and storing ${plural(rows, 'row')} of ${name}`
        }
        share={share}
        rate={{ perSecond: rate, unit: 'rows' }}
        secondsLeft={secondsLeft}
        onCancel={() => void cancelImport()}
      >
        <Note>You may leave this page meanwhile. Nothing is added until all of it is in.</Note>
      </ProgressLine>
    </div>
  );
}

export function ImportEnd({ status, into }: { readonly status: ImportStatus; readonly into: Into }) {
  if (status.phase === 'failed') return <Failed name={status.name} message={status.message} into={into} />;
  if (status.phase !== 'finished' || status.into !== into) return null;
  const { id, name, rows, skipped, problems } = status;
  return (
    <Taken>
      <p>
        {plural(rows, 'text')} came in from <bdi>{name}</bdi>.{' '}
        {into === 'dataset' && (
          <Anchor inherit href={linkTo(id)}>
            Look at it
          </Anchor>
        )}
      </p>
      {status.into === 'dataset' && <Languages id={id} rows={rows} />}
      <Problems skipped={skipped} problems={problems} />
      {into === 'reviews' && <TakeBack />}
    </Taken>
  );
}

/** Of reviews to label the view says it that has them. */
function Languages({ id, rows }: { readonly id: string; readonly rows: number }) {
  const [words, setWords] = useState<string | null>(null);
  useEffect(() => {
    let over = false;
    void languageOfImport({ id, into: 'dataset', rows }).then((said) => {
      if (!over) setWords(said ?? null);
    });
    return () => {
      over = true;
    };
  }, [id, rows]);
  return words === null ? null : <p data-testid="import-languages">{words}</p>;
}

/** A wrong file among reviews of one's own could not be told from them later. */
function TakeBack() {
  const [busy, setBusy] = useState(false);
  const takeBack = async () => {
    setBusy(true);
    await takeBackImport();
    setBusy(false);
  };
  return (
    <div>
      <BusyButton size="compact-xs" variant="default" busy={busy} onClick={() => void takeBack()}>
        Take them back
      </BusyButton>
    </div>
  );
}

interface FailedProps {
  readonly name: string;
  readonly message: string;
  readonly into: Into;
}

function Failed({ name, message, into }: FailedProps) {
  const again = useDatasets((state) => state.begun[into]?.form.name === name);
  return (
    <Refused>
      <strong>
        <bdi>{name}</bdi> was not imported
      </strong>
      <p>{message}</p>
      <p>Nothing was changed: all that was there before is there still.</p>
      {again && (
        <div>
          <Button size="compact-xs" variant="default" onClick={() => chooseAgain(into)}>
            Choose otherwise
          </Button>
        </div>
      )}
    </Refused>
  );
}

interface ProblemsProps {
  readonly skipped: number;
  readonly problems: readonly TableProblem[];
}

/** Rows left out, and why. */
export function Problems({ skipped, problems }: ProblemsProps) {
  return (
    <LeftOut summary={`${plural(skipped, 'row')} left out. Show why`} total={skipped} listed={problems.length}>
      {problems.map(({ row, column, message }) => (
        <li key={`${row} ${column} ${message}`}>
          Row {formatCount(row)}
          {column !== null && (
            <>
              , <bdi>{column}</bdi>
            </>
          )}
          : {message}
        </li>
      ))}
    </LeftOut>
  );
}
