// Which column of a table is what, which labels mean positive, and what the first rows become by that.

import { Box, Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ImportColumns } from '../../../../wire/datasets';
import { Note, Term } from '../../../components/Section';
import { labelWord, SPLIT_WORDS } from '../words';
import { positiveValues, previewRows, splitOf, type TablePeek, toggled } from './columns';
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
          onChange={(value) => onChange({ ...columns, label: read(value), positive: null })}
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
      {columns.label !== null && <Positive key={columns.label} {...{ peek, columns, onChange }} />}
      <Preview peek={peek} columns={columns} />
    </>
  );
}

function hint(examples: readonly string[]): string {
  const example = examples.find((text) => text.trim() !== '')?.trim() ?? '';
  return example === '' ? '' : ` – ${example.length > 40 ? `${example.slice(0, 40)}…` : example}`;
}

function Positive({ peek, columns, onChange }: Props) {
  const { values } = peek.columns[columns.label ?? 0] ?? { values: [] };
  const positive = positiveValues(peek.columns, columns);
  const [others, setOthers] = useState('');
  const set = (chosen: readonly string[]) => onChange({ ...columns, positive: chosen });
  const setMore = (text: string) => {
    const before = wordsIn(others);
    setOthers(text);
    set([...positive.filter((value) => !before.includes(value)), ...wordsIn(text)]);
  };
  return (
    <fieldset className={classes.positive}>
      <legend>Which of them mean positive?</legend>
      <div className={classes.values}>
        {values
          .filter((value) => value.trim() !== '')
          .map((value) => (
            <Checkbox
              key={value}
              size="xs"
              label={<bdi>{value.length > 40 ? `${value.slice(0, 40)}…` : value}</bdi>}
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
      <Note>All others mean negative; an empty cell means no label.</Note>
    </fieldset>
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
