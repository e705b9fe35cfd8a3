// Which column of a table is what, which labels mean positive, and what the first rows become by that.

import { Box, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ImportColumns } from '../../../../wire/datasets';
import { Note, Term } from '../../../components/Section';
import { labelWord } from '../../verdict/words';
import { SPLIT_WORDS } from '../words';
import {
  type Column,
  labelOf,
  positiveValues,
  previewRows,
  splitOf,
  type TablePeek,
  toggled,
  withLabel,
} from './columns';
import classes from './Import.module.css';

interface Props {
  readonly peek: TablePeek;
  readonly columns: ImportColumns;
  readonly onChange: (columns: ImportColumns) => void;
}

const NONE = 'none';

export function TableChoices({ peek, columns, onChange }: Props) {
  const names = peek.columns.map(({ name, examples }, i) => ({
    value: String(i),
    label: `${name || `Column ${i + 1}`}${hint(examples)}`,
  }));
  const label = columns.label === null ? undefined : peek.columns[columns.label];
  const orNone = [{ value: NONE, label: 'none of them' }, ...names];
  const read = (value: string | null) => (value === null || value === NONE ? null : Number(value));
  const write = (column: number | null) => (column === null ? NONE : String(column));
  return (
    <>
      <div className={classes.pickers}>
        <Select
          size="xs"
          label={<Term word="Texts are in" term="text" />}
          allowDeselect={false}
          data={names}
          value={String(columns.text)}
          onChange={(value) => onChange({ ...columns, text: Number(value) })}
        />
        <Select
          size="xs"
          label={<Term word="Labels are in" term="label" />}
          allowDeselect={false}
          data={orNone}
          value={write(columns.label)}
          onChange={(value) => onChange(withLabel(peek, columns, read(value)))}
        />
        <Select
          size="xs"
          label={<Term word="Parts are in" term="split" />}
          allowDeselect={false}
          data={orNone}
          value={write(columns.split)}
          onChange={(value) => onChange({ ...columns, split: read(value) })}
        />
      </div>
      {label && <Positive key={columns.label} column={label} {...{ columns, onChange }} />}
      <Preview peek={peek} columns={columns} />
    </>
  );
}

function hint(examples: readonly string[]): string {
  const example = examples.find((text) => text.trim() !== '')?.trim() ?? '';
  return example === '' ? '' : ` – ${example.length > 40 ? `${example.slice(0, 40)}…` : example}`;
}

interface PositiveProps {
  readonly column: Column;
  readonly columns: ImportColumns;
  readonly onChange: (columns: ImportColumns) => void;
}

function Positive({ column, columns, onChange }: PositiveProps) {
  const [others, setOthers] = useState('');
  const positive = positiveValues(column, columns.positive);
  const set = (chosen: readonly string[] | null) => onChange({ ...columns, positive: chosen });
  const setMore = (text: string) => {
    const before = wordsIn(others);
    setOthers(text);
    set([...positive.filter((value) => !before.includes(value)), ...wordsIn(text)]);
  };
  const guess = () => {
    setOthers('');
    set(null);
  };
  return (
    <fieldset className={classes.positive}>
      <legend>Which of them mean positive?</legend>
      <div className={classes.values}>
        {column.values
          .filter((value) => value.trim() !== '')
          .map((value) => (
            <Checkbox
              key={value}
              size="xs"
              label={<ValueLabel column={column} columns={columns} value={value} />}
              checked={positive.includes(value)}
              onChange={(event) => set(toggled(positive, value, event.currentTarget.checked))}
            />
          ))}
      </div>
      <TextInput
        size="xs"
        label="Others that do, if they come later in the file"
        placeholder="good, great"
        value={others}
        onChange={(event) => setMore(event.currentTarget.value)}
      />
      <PositiveNote column={column} columns={columns} onGuess={guess} />
    </fieldset>
  );
}

function ValueLabel({ column, columns, value }: Omit<PositiveProps, 'onChange'> & { readonly value: string }) {
  const neither = labelOf(column, columns.positive, value) === null;
  return (
    <>
      <bdi>{value.length > 40 ? `${value.slice(0, 40)}…` : value}</bdi>
      {neither && <span className={classes.quiet}> – neither</span>}
    </>
  );
}

function PositiveNote({
  column,
  columns,
  onGuess,
}: Omit<PositiveProps, 'onChange'> & { readonly onGuess: () => void }) {
  if (columns.positive === null) {
    return <Note>Found out by looking at the first rows. Change it, and all that is not ticked means negative.</Note>;
  }
  if (columns.positive.length === 0) {
    return (
      <p className={classes.warning} role="alert">
        Tick what means positive: as it is, every text would be negative.
      </p>
    );
  }
  return (
    <Note>
      All that is not ticked means negative; an empty cell means no label.{' '}
      {column.meanings !== null && (
        <Button size="compact-xs" variant="subtle" onClick={onGuess}>
          As it was found
        </Button>
      )}
    </Note>
  );
}

function wordsIn(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function Preview({ peek, columns }: Pick<Props, 'peek' | 'columns'>) {
  const rows = previewRows(peek, columns).slice(0, 5);
  return (
    // Focusable, because a region that scrolls must be reachable by keyboard.
    <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="First rows as they would be read">
      <table className={classes.rows}>
        <thead>
          <tr>
            <th scope="col">Text</th>
            <th scope="col">Label</th>
            {columns.split !== null && <th scope="col">Part</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, text, label, split }) => (
            <tr key={row}>
              <td>
                <bdi>{text.length > 120 ? `${text.slice(0, 120)}…` : text || '– empty –'}</bdi>
              </td>
              <td>{labelWord(label)}</td>
              {columns.split !== null && <td>{SPLIT_WORDS[splitOf(split)]}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}
