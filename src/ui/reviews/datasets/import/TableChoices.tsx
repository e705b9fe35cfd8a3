// Which column of a table is what, what its labels mean, and what the first rows become by that.

import { Box, Select } from '@mantine/core';
import { shortened } from '../../../../ml/text/beginning';
import type { ImportColumns } from '../../../../wire/datasets';
import { Term } from '../../../components/Section';
import { labelWord } from '../../verdict/words';
import { SPLIT_WORDS } from '../words';
import { previewRows, splitOf, type TablePeek, withLabel } from './columns';
import classes from './Import.module.css';
import { Meanings } from './Meanings';

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
        <Select
          size="xs"
          label={<Term word="Keep this column" term="ref" />}
          description="A ticket’s number, say: it stays with the text and is exported."
          allowDeselect={false}
          data={orNone}
          value={write(columns.ref ?? null)}
          onChange={(value) => onChange({ ...columns, ref: read(value) })}
        />
      </div>
      {label && <Meanings key={columns.label} column={label} {...{ columns, onChange }} />}
      <Preview peek={peek} columns={columns} />
    </>
  );
}

function hint(examples: readonly string[]): string {
  const example = examples.find((text) => text.trim() !== '')?.trim() ?? '';
  return example === '' ? '' : ` – ${shortened(example, 40)}`;
}

function Preview({ peek, columns }: Pick<Props, 'peek' | 'columns'>) {
  const rows = previewRows(peek, columns).slice(0, 5);
  const kept = (columns.ref ?? null) !== null;
  return (
    // Focusable, because a region that scrolls must be reachable by keyboard.
    <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="First rows as they would be read">
      <table className={classes.rows}>
        <thead>
          <tr>
            <th scope="col">Text</th>
            <th scope="col">Label</th>
            {columns.split !== null && <th scope="col">Part</th>}
            {kept && <th scope="col">Kept</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, text, label, split, ref }) => (
            <tr key={row}>
              <td>
                <bdi>{shortened(text, 120) || '– empty –'}</bdi>
              </td>
              <td>{labelWord(label)}</td>
              {columns.split !== null && <td>{SPLIT_WORDS[splitOf(split)]}</td>}
              {kept && (
                <td>
                  <bdi>{shortened(ref, 40)}</bdi>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}
