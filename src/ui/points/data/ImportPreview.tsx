// What was found in a table, before any of it replaces what is there: rows, columns, rows left out and why.

import { Box, Button, MultiSelect, Switch } from '@mantine/core';
import { useState } from 'react';
import { service } from '../../../client';
import { MAX_DIMENSIONS, MAX_POINTS } from '../../../wire/limits';
import type { TableColumn, TableOptions, TableResult } from '../../../wire/table';
import { attempt } from '../../components/attempt';
import { BusyButton } from '../../components/BusyButton';
import { formatCount, plural } from '../../components/format';
import { whenPossible } from '../../components/possible';
import { Note } from '../../components/Section';
import { showDataset } from '../actions';
import { formatValue } from '../numbers';
import { usePoints } from '../store';
import { columnOrder, reordered } from './columns';
import classes from './ImportSection.module.css';
import { closeImport, readAgain, type TableFound } from './importing';
import { forgetPasted } from './pasting';
import { useArrival } from './useArrival';

export function ImportPreview({ at }: { readonly at: TableFound }) {
  const root = useArrival<HTMLElement>(at);
  const { name, result, options } = at;
  const { points, columns, header, skipped, truncated } = result;
  const numeric = columns.filter((column) => column.numeric);
  const facts = [
    plural(points.n, 'row'),
    plural(numeric.length, 'numeric column'),
    header ? 'with a header' : 'without a header',
    result.separator ? `separated by ${result.separator}` : 'JSON',
  ];
  return (
    <section ref={root} tabIndex={-1} className={classes.preview} aria-label={`Found in ${name}`}>
      <strong>{name}</strong>
      <p role="status">{facts.join(', ')}.</p>
      <LeftOut columns={columns} />
      {skipped > 0 && <Problems result={result} />}
      {truncated && (
        <p className={classes.limit} role="alert">
          The table has more than {formatCount(MAX_POINTS)} rows, which is the most that fit. You can take the first{' '}
          {formatCount(MAX_POINTS)}.
        </p>
      )}
      <ColumnChoice columns={columns} options={options} />
      <Switch
        size="xs"
        label="The first row is a header"
        checked={header}
        disabled={result.format === 'json' && options.header === 'auto' && !header}
        onChange={(event) => readAgain({ ...options, header: event.currentTarget.checked })}
      />
      <FirstRows result={result} />
      <Choice name={name} result={result} />
    </section>
  );
}

/** Says what will not come along, and why. */
function LeftOut({ columns }: { readonly columns: readonly TableColumn[] }) {
  const text = columns.filter((column) => !column.numeric && !column.kept).map((column) => column.name);
  const over = columns.filter((column) => column.numeric && !column.kept).map((column) => column.name);
  const list = (names: readonly string[]) =>
    names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
  return (
    <>
      {text.length > 0 && <Note>Left out, not numbers: {list(text)}.</Note>}
      {over.length > 0 && (
        <Note>
          Left out
          {columns.filter((column) => column.kept).length >= MAX_DIMENSIONS ? ` (at most ${MAX_DIMENSIONS} fit)` : ''}:{' '}
          {list(over)}.
        </Note>
      )}
    </>
  );
}

function Problems({ result }: { readonly result: TableResult }) {
  const { skipped, problems } = result;
  return (
    <details className={classes.problems}>
      <summary>
        {plural(skipped, 'row')} skipped: a value missing or not a number. <span>Show</span>
      </summary>
      <ol>
        {problems.map((problem) => (
          <li key={problem.row}>
            Row {formatCount(problem.row)}
            {problem.column ? `, ${problem.column}` : ''}: {problem.message}
          </li>
        ))}
        {skipped > problems.length && <li>and {formatCount(skipped - problems.length)} more</li>}
      </ol>
    </details>
  );
}

function ColumnChoice({
  columns,
  options,
}: {
  readonly columns: readonly TableColumn[];
  readonly options: TableOptions;
}) {
  const numeric = columns.filter((column) => column.numeric || column.kept);
  const [chosen, setChosen] = useState(columns.filter((column) => column.kept).map((column) => String(column.index)));
  if (numeric.length < 2) return null;
  const read = () => {
    const before = columns.filter((column) => column.kept).map((column) => String(column.index));
    if (chosen.length > 0 && chosen.join() !== before.join()) {
      readAgain({ ...options, columns: chosen.map(Number).sort((a, b) => a - b) });
    }
  };
  return (
    <MultiSelect
      size="xs"
      label="Columns to take"
      data={numeric.map((column) => ({ value: String(column.index), label: column.name }))}
      value={chosen}
      maxValues={MAX_DIMENSIONS}
      error={chosen.length === 0 ? 'Take at least one' : null}
      onChange={setChosen}
      onDropdownClose={read}
      onRemove={(value) => {
        const columns = chosen.flatMap((item) => (item === value ? [] : [Number(item)])).sort((a, b) => a - b);
        if (columns.length > 0) readAgain({ ...options, columns });
      }}
    />
  );
}

function FirstRows({ result }: { readonly result: TableResult }) {
  const { points, columns } = result;
  const names = columns.filter((column) => column.kept).map((column) => column.name);
  return (
    // Focusable, because a region that scrolls must be reachable by keyboard.
    <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="First rows">
      <table className={classes.rows}>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.min(3, points.n) }, (_, i) => i).map((i) => (
            <tr key={i}>
              {names.map((name, j) => (
                <td key={name}>{formatValue(points.data[i * points.d + j]!, 5)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}

function Choice({ name, result }: { readonly name: string; readonly result: TableResult }) {
  const dataset = usePoints((state) => state.state?.dataset);
  const [busy, setBusy] = useState(false);
  const { points, columns, truncated } = result;
  const names = columns.filter((column) => column.kept).map((column) => column.name);
  const room = dataset ? MAX_POINTS - dataset.n : 0;
  const canAppend = dataset !== undefined && dataset.n > 0 && dataset.d === points.d && points.n <= room;
  const order = dataset ? columnOrder(names, dataset.columns) : null;
  const finish = async (work: () => Promise<boolean | undefined>) => {
    setBusy(true);
    const done = await work();
    setBusy(false);
    if (!done) return;
    forgetPasted(name);
    closeImport();
  };
  const replace = () => showDataset({ ...points, columns: names, source: name }, `take over ${name}`);
  const append = () =>
    attempt(`append ${name}`, async () => {
      await service.points.add(order ? reordered(points, order) : points);
      return true;
    });
  const first = truncated ? `the first ${formatCount(points.n)}` : plural(points.n, 'row');
  const empty = (dataset?.n ?? 0) === 0;
  return (
    <div className={classes.row}>
      <BusyButton size="xs" busy={busy} onClick={() => void finish(replace)}>
        {empty ? `Use ${first}` : `Replace with ${first}`}
      </BusyButton>
      {canAppend && (
        <Button size="xs" variant="default" {...whenPossible(!busy, () => void finish(append))}>
          {order ? 'Append' : 'Append by position'}
        </Button>
      )}
      <Button size="xs" variant="subtle" color="gray" {...whenPossible(!busy, closeImport)}>
        Cancel
      </Button>
    </div>
  );
}
