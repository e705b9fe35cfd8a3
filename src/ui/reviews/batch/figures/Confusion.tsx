// What is confused with what: a cell lists its texts.

import { formatCount, formatPercent } from '../../../components/format';
import { type Cell, look, useBatch } from '../store';
import { CELL_WORDS } from '../words';
import classes from './Figures.module.css';

const ROWS: readonly { readonly label: string; readonly cells: readonly [Cell, Cell] }[] = [
  { label: 'Are negative', cells: ['tn', 'fp'] },
  { label: 'Are positive', cells: ['fn', 'tp'] },
];

export function Confusion({ confusion }: { readonly confusion: Readonly<Record<Cell, number>> }) {
  const show = useBatch((all) => all.show);
  const n = confusion.tp + confusion.fp + confusion.tn + confusion.fn;
  return (
    <div>
      <h3 className={classes.title}>What is taken for what</h3>
      <table className={classes.confusion}>
        <thead>
          <tr>
            <td />
            <th scope="col">Called negative</th>
            <th scope="col">Called positive</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ label, cells }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {cells.map((cell) => {
                const share = n > 0 ? confusion[cell] / n : 0;
                return (
                  <td key={cell}>
                    <button
                      type="button"
                      className={classes.cell}
                      data-right={cell === 'tp' || cell === 'tn' || undefined}
                      data-testid={`cell-${cell}`}
                      aria-pressed={show === cell}
                      aria-label={`${CELL_WORDS[cell]}: ${formatCount(confusion[cell])}, list them`}
                      style={{ '--share': share.toFixed(3) } as React.CSSProperties}
                      onClick={() => look({ show: show === cell ? 'wrong' : cell })}
                    >
                      <span className={classes.count}>{formatCount(confusion[cell])}</span>
                      <span className={classes.share}>{formatPercent(share)}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.note}>Choose a field to list its texts.</p>
    </div>
  );
}
