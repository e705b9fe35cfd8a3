// What was set differently, and what came of it: a row a key, a column a run.

import { better } from '../../../ml/logs/better';
import type { RunSummary } from '../../../wire/runs';
import { LineIcon } from '../../components/metrics/LineIcon';
import { formatDuration, formatValue } from '../../components/metrics/words';
import { Part, Quiet } from '../../components/part/Part';
import { ScrollTable } from '../../components/part/ScrollTable';
import { bestOf } from '../words';
import { type Difference, shownValue } from './difference';

interface DifferingProps {
  readonly runs: readonly RunSummary[];
  readonly differences: readonly Difference[];
  /** Why there are none, where that is known. */
  readonly same: string | null;
}

export function Differing({ runs, differences, same }: DifferingProps) {
  const results = bestColumns(runs);
  return (
    <Part id="differing" title="What differs">
      {differences.length === 0 && runs.length > 1 && same !== null && <Quiet>{same}</Quiet>}
      <ScrollTable label="Differences" testId="differences">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            {runs.map((run, style) => (
              <th key={run.id} scope="col">
                <LineIcon style={style} /> {run.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.map(({ path, values }) => (
            <tr key={path}>
              <th scope="row">
                <code>{path}</code>
              </th>
              {runs.map((run, i) => (
                <td key={run.id}>{shownValue(values[i])}</td>
              ))}
            </tr>
          ))}
        </tbody>
        <tbody>
          {results.map((column) => (
            <Result key={column} column={column} runs={runs} />
          ))}
          <tr>
            <th scope="row">Duration</th>
            {runs.map((run) => (
              <td key={run.id}>{run.kind === 'imported' ? '–' : formatDuration(run.duration)}</td>
            ))}
          </tr>
        </tbody>
      </ScrollTable>
    </Part>
  );
}

/** Columns of which one way is better, that at least one run has. */
export function bestColumns(runs: readonly RunSummary[]): readonly string[] {
  const names = runs.flatMap((run) => Object.keys(run.best_metrics).map((name) => name.replace(/^best_/, '')));
  return [...new Set(names)];
}

/** The best of all is set in bold. */
function Result({ column, runs }: { readonly column: string; readonly runs: readonly RunSummary[] }) {
  const values = runs.map((run) => bestOf(run, column));
  const known = values.filter((value) => value !== null);
  const top = better(column) === 'lower' ? Math.min(...known) : Math.max(...known);
  return (
    <tr>
      <th scope="row">best {column}</th>
      {runs.map((run, i) => {
        const value = values[i] ?? null;
        return (
          <td key={run.id}>
            {value !== null && value === top && known.length > 1 ? (
              <strong>{formatValue(value, column)}</strong>
            ) : (
              formatValue(value, column)
            )}
          </td>
        );
      })}
    </tr>
  );
}
