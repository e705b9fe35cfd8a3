// What a run came to in figures: the best where one way is better, and the final, of every column.

import { better } from '../../../ml/logs/better';
import type { RunSummary } from '../../../wire/runs';
import { FigureTable } from '../../components/facts/FigureTable';
import { formatValue, plainWords } from '../../components/metrics/words';
import { Note, Section } from '../../components/Section';
import { bestOf, finalOf } from '../words';

export function Metrics({ run }: { readonly run: RunSummary }) {
  const rows = Object.keys(run.final_metrics).map((name) => ({
    name,
    plain: plainWords(name),
    values: [better(name) === null ? '' : formatValue(bestOf(run, name), name), formatValue(finalOf(run, name), name)],
  }));
  return (
    <Section title="Metrics">
      {rows.length === 0 ? (
        <Note>None.</Note>
      ) : (
        <FigureTable testId="metrics" heads={['Metric', 'Best', 'Final']} rows={rows} />
      )}
    </Section>
  );
}
