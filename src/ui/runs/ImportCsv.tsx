// Metrics of a run made elsewhere, as Lightning's CSVLogger writes them, to compare with one's own.

import { FileDrop } from '../components/FileDrop';
import { Note, Section } from '../components/Section';
import { importCsv } from './actions';

export function ImportCsv({ onImported }: { readonly onImported?: (id: string) => void }) {
  const take = async (file: File) => {
    const id = await importCsv(file);
    if (id !== undefined) onImported?.(id);
  };
  return (
    <Section title="Runs from elsewhere">
      <FileDrop accept=".csv,text/csv" label="Import metrics.csv" onFile={(file) => void take(file)}>
        or drop it here
      </FileDrop>
      <Note>
        A CSV file with columns <code>epoch</code>, <code>step</code> and a column for each metric, as Lightning writes
        it. Other runs stay as they are.
      </Note>
    </Section>
  );
}
