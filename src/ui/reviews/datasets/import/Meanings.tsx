// Which values of the label's column mean positive, which negative, and which are no label.

import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { shortened } from '../../../../ml/text/beginning';
import type { ImportColumns } from '../../../../wire/datasets';
import type { Sentiment } from '../../../../wire/reviews';
import { Note } from '../../../components/Section';
import { labelWord } from '../../verdict/words';
import { type Column, labelOf, withMeaning, withoutMeanings } from './columns';
import classes from './Import.module.css';

interface Props {
  readonly column: Column;
  readonly columns: ImportColumns;
  readonly onChange: (columns: ImportColumns) => void;
}

const MEANINGS: readonly { readonly value: string; readonly label: string; readonly means: Sentiment | null }[] = [
  { value: 'negative', label: labelWord(0), means: 0 },
  { value: 'none', label: labelWord(null), means: null },
  { value: 'positive', label: labelWord(1), means: 1 },
];

export function Meanings({ column, columns, onChange }: Props) {
  /** Grows when all is as it was found again: the fields for others are emptied. */
  const [anew, setAnew] = useState(0);
  const found = () => {
    setAnew(anew + 1);
    onChange(withoutMeanings(columns));
  };
  return (
    <fieldset className={classes.meanings}>
      <legend>What do they mean?</legend>
      <ul className={classes.values}>
        {column.values
          .filter((value) => value.trim() !== '')
          .map((value) => (
            <li key={value}>
              <Value value={value} {...{ column, columns, onChange }} />
            </li>
          ))}
      </ul>
      <div key={anew} className={classes.pickers}>
        <Others means={1} {...{ column, columns, onChange }} />
        <Others means={0} {...{ column, columns, onChange }} />
      </div>
      <MeaningsNote column={column} columns={columns} onFound={found} />
    </fieldset>
  );
}

function Value({ value, column, columns, onChange }: Props & { readonly value: string }) {
  const shown = shortened(value, 40);
  const means = labelOf(column, columns, value);
  return (
    <>
      <bdi>{shown}</bdi>
      <SegmentedControl
        size="xs"
        aria-label={shown}
        value={MEANINGS.find((one) => one.means === means)?.value ?? 'none'}
        data={MEANINGS.map(({ value: name, label }) => ({ value: name, label }))}
        onChange={(name) => {
          const chosen = MEANINGS.find((one) => one.value === name);
          if (chosen) onChange(withMeaning(column, columns, [value], chosen.means));
        }}
      />
    </>
  );
}

/** Values that only come later in the file: nobody has seen them yet. */
function Others({ means, column, columns, onChange }: Props & { readonly means: Sentiment }) {
  const [words, setWords] = useState('');
  const change = (text: string) => {
    const gone = withMeaning(column, columns, unseenIn(words, column), null);
    setWords(text);
    onChange(withMeaning(column, gone, unseenIn(text, column), means));
  };
  return (
    <TextInput
      size="xs"
      label={`Others that mean ${labelWord(means)}, if they come later in the file`}
      placeholder={means === 1 ? 'good, great' : 'bad, poor'}
      value={words}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function MeaningsNote({ column, columns, onFound }: Omit<Props, 'onChange'> & { readonly onFound: () => void }) {
  const { positive, negative } = columns;
  if (positive === null)
    return <Note>Found out by looking at the first rows; the whole file decides. Change what is wrong.</Note>;
  if (positive.length === 0 && !negative?.length) {
    return (
      <p className={classes.warning} role="alert">
        Say what means positive and what negative: as it is, no text would have a label.
      </p>
    );
  }
  return (
    <Note>
      What is not named here, and an empty cell, is no label.{' '}
      {column.meanings !== null && (
        <Button size="compact-xs" variant="subtle" onClick={onFound}>
          As it was found
        </Button>
      )}
    </Note>
  );
}

/** Words with commas between them; those that have a choice of their own keep it. */
function unseenIn(text: string, { values }: Column): string[] {
  const seen = new Set(values.map((value) => value.trim().toLowerCase()));
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && !seen.has(word.toLowerCase()));
}
