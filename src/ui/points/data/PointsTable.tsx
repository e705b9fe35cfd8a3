// The points as a table, page by page: for reading, correcting and deleting, and for screen readers.

import { ActionIcon, Box, Button, NativeSelect } from '@mantine/core';
import { ChevronLeft, ChevronRight, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatCount, plural } from '../../components/format';
import { useFocusKept } from '../../components/list/useFocusKept';
import { NumberField } from '../../components/NumberField';
import { whenPossible } from '../../components/possible';
import { useFocusBack } from '../../components/useFocusBack';
import { ComponentMark } from '../ComponentMark';
import { removePoints } from '../plane/editing';
import { numbersOf } from '../plane/numbers';
import { usePoints } from '../store';
import { AddPoint } from './AddPoint';
import { Cell } from './Cell';
import classes from './PointsTable.module.css';
import { type TablePage, useTablePage } from './useTablePage';

const SIZES = ['25', '50', '100'] as const;

export function PointsTable({ onClose }: { readonly onClose: () => void }) {
  const dataset = usePoints((state) => state.state?.dataset);
  const [size, setSize] = useState(25);
  const [wanted, setWanted] = useState(0);
  const n = dataset?.n ?? 0;
  const pages = Math.max(1, Math.ceil(n / size));
  const page = Math.min(wanted, pages - 1);
  const rows = useTablePage(page * size, Math.min(size, n - page * size));
  const focus = useFocusKept(heirOf);
  const root = useFocusBack<HTMLElement>();
  // It opens over the plane, which is far from the button on a phone.
  useEffect(() => {
    root.current?.focus({ preventScroll: true });
    root.current?.scrollIntoView({ block: 'nearest' });
  }, [root]);
  if (!dataset) return null;
  return (
    <section ref={root} tabIndex={-1} className={classes.root} aria-label="Points as a table">
      <div className={classes.head}>
        <strong>{plural(n, 'point')}</strong>
        <Pager page={page} pages={pages} onPage={setWanted} />
        <PageSize
          size={size}
          onSize={(next) => {
            setSize(next);
            // The first row on show stays on show.
            setWanted(Math.floor((page * size) / next));
          }}
        />
        <Button size="xs" variant="default" onClick={onClose}>
          Back to the plane
        </Button>
      </div>
      <Box
        ref={focus.rest}
        className={classes.scroll ?? ''}
        tabIndex={0}
        role="group"
        aria-label="Rows"
        onFocus={focus.took}
      >
        <table className={classes.table}>
          <caption className="visually-hidden">
            Points {formatCount(page * size + 1)} to {formatCount(Math.min(n, (page + 1) * size))} of {formatCount(n)}
          </caption>
          <Heads columns={dataset.columns} />
          <tbody>{rows && <Rows rows={rows} columns={dataset.columns} />}</tbody>
        </table>
        {n === 0 && <p className={classes.empty}>There are no points yet. Add one by its coordinates below.</p>}
      </Box>
      <div className={classes.add}>
        <AddPoint key={dataset.columns.join('\n')} columns={dataset.columns} />
      </div>
    </section>
  );
}

/** Deleting goes on with the point that takes the place; after the last one that is the one before. */
function heirOf(gone: Element, table: HTMLElement): HTMLElement | null {
  return gone.matches('button') ? table.querySelector<HTMLElement>('tr:last-child button') : null;
}

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

function Pager({ page, pages, onPage }: PagerProps) {
  return (
    <nav className={classes.pager} aria-label="Pages of points">
      <ActionIcon aria-label="Previous page" {...whenPossible(page > 0, () => onPage(page - 1))}>
        <ChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <span>Page</span>
      <NumberField
        ariaLabel="Page"
        min={1}
        max={pages}
        value={page + 1}
        className={classes.page}
        onCommit={(value) => onPage(value - 1)}
      />
      <span>of {formatCount(pages)}</span>
      <ActionIcon aria-label="Next page" {...whenPossible(page < pages - 1, () => onPage(page + 1))}>
        <ChevronRight size={18} aria-hidden />
      </ActionIcon>
    </nav>
  );
}

function PageSize({ size, onSize }: { readonly size: number; readonly onSize: (size: number) => void }) {
  return (
    <NativeSelect
      size="xs"
      aria-label="Rows a page"
      data={SIZES.map((value) => ({ value, label: `${value} rows` }))}
      value={String(size)}
      onChange={(event) => onSize(Number(event.currentTarget.value))}
    />
  );
}

function Heads({ columns }: { readonly columns: readonly string[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">Point</th>
        {columns.map((column) => (
          <th key={column} scope="col" className={classes.name}>
            {column}
          </th>
        ))}
        <th scope="col">Group</th>
        <th scope="col">
          <span className="visually-hidden">Delete</span>
        </th>
      </tr>
    </thead>
  );
}

function Rows({ rows, columns }: { readonly rows: TablePage; readonly columns: readonly string[] }) {
  const { first, matrix, rev } = rows;
  const assignment = usePoints((state) => state.assignment);
  const labels = assignment?.rev === rev ? assignment.labels : null;
  const { data, n, d } = matrix;
  return Array.from({ length: n }, (_, i) => first + i).map((index, i) => (
    <tr key={index}>
      <th scope="row">{formatCount(index + 1)}</th>
      {columns.slice(0, d).map((column, j) => (
        <td key={column}>
          <Cell index={index} rev={rev} column={j} name={column} value={data[i * d + j]} />
        </td>
      ))}
      <td>
        {labels ? (
          <>
            <ComponentMark index={labels[index]} /> {labels[index] + 1}
          </>
        ) : (
          '–'
        )}
      </td>
      <td>
        <ActionIcon
          size="sm"
          aria-label={`Delete point ${index + 1}`}
          onClick={() => void removePoints(numbersOf(Uint32Array.of(index), rev))}
        >
          <Trash2 size={14} aria-hidden />
        </ActionIcon>
      </td>
    </tr>
  ));
}
