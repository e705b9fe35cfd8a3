// Figures in a side panel: a row each, in one column or several.

import classes from './Facts.module.css';

export interface FigureRow {
  readonly name: string;
  /** What a newcomer may call it, small beside it. */
  readonly plain: string | null;
  /** In words, a column each. */
  readonly values: readonly string[];
}

interface FigureTableProps {
  /** Of the names, then of the values. */
  readonly heads: readonly string[];
  readonly rows: readonly FigureRow[];
  readonly testId: string;
}

export function FigureTable({ heads, rows, testId }: FigureTableProps) {
  return (
    <table className={classes.figures} data-testid={testId}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, plain, values }) => (
          <tr key={name}>
            <th scope="row" title={plain ?? undefined}>
              {name}
              {plain !== null && <small aria-hidden>{plain}</small>}
            </th>
            {values.map((value, i) => (
              <td key={heads[i + 1]}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
