// The head of a list's table: a box that chooses all that are shown, and a heading a column by which it can be sorted.

import { ArrowDown, ArrowUp } from 'lucide-react';
import { allToggled } from './choosing';
import classes from './List.module.css';

export interface ColumnHead<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** Figures stand under each other. */
  readonly figures?: boolean;
}

interface Sorting<Sort extends string | null> {
  /** Id of a column; null: as the service lists them. */
  readonly sort: Sort;
  readonly descending: boolean;
}

interface SortProps<Id extends string> {
  readonly sorting: Sorting<Id | null>;
  readonly onSort: (sorting: Sorting<Id>) => void;
}

interface HeadsProps<Id extends string> extends SortProps<Id> {
  /** The name first. */
  readonly columns: readonly ColumnHead<Id>[];
  /** Ids of the rows on show, and of all that are chosen. */
  readonly shown: readonly string[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (ids: ReadonlySet<string>) => void;
}

export function Heads<Id extends string>(props: HeadsProps<Id>) {
  const { columns, sorting, onSort, shown, chosen, onChoose } = props;
  const count = shown.filter((id) => chosen.has(id)).length;
  const every = shown.length > 0 && count === shown.length;
  return (
    <thead>
      <tr>
        <th className={classes.pick} scope="col">
          <input
            type="checkbox"
            aria-label="Choose all that are shown"
            checked={every}
            ref={(box) => {
              if (box) box.indeterminate = count > 0 && !every;
            }}
            onChange={() => onChoose(allToggled(chosen, shown))}
          />
        </th>
        {columns.map((column, i) => (
          <Head key={column.id} column={column} first={i === 0} sorting={sorting} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

interface HeadProps<Id extends string> extends SortProps<Id> {
  readonly column: ColumnHead<Id>;
  readonly first: boolean;
}

function Head<Id extends string>({ column, first, sorting, onSort }: HeadProps<Id>) {
  const { id, label, figures = false } = column;
  const { sort, descending } = sorting;
  const sorted = sort === id;
  const Arrow = descending ? ArrowDown : ArrowUp;
  // Figures are asked for from the largest, words from A.
  const change = () => onSort({ sort: id, descending: sorted ? !descending : figures });
  return (
    <th
      scope="col"
      className={first ? classes.name : undefined}
      data-figures={figures || undefined}
      aria-sort={sorted ? (descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={classes.sort} onClick={change}>
        {label}
        {sorted && <Arrow size={13} aria-hidden />}
      </button>
    </th>
  );
}
