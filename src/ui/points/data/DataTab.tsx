// Where points come from: sample sets, a file or a paste, coordinates by hand.

import { Button } from '@mantine/core';
import { Table2 } from 'lucide-react';
import { MAX_POINTS } from '../../../wire/limits';
import { formatCount, plural } from '../../components/format';
import { whenPossible } from '../../components/possible';
import { Note, Section } from '../../components/Section';
import { usePoints } from '../store';
import { AddPoint } from './AddPoint';
import { ImportSection } from './ImportSection';
import { useImporting } from './importing';
import { SampleSets } from './SampleSets';

export function DataTab({ onTable }: { readonly onTable: () => void }) {
  const dataset = usePoints((state) => state.state?.dataset);
  // While a table is read and looked at, it comes first.
  const importing = useImporting((state) => state.at.stage !== 'none');
  if (!dataset) return null;
  const own = (
    <Section title="Your own data">
      <ImportSection />
    </Section>
  );
  return (
    <>
      {importing && own}
      <Section
        title="On the plane"
        aside={
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<Table2 size={13} aria-hidden />}
            {...whenPossible(dataset.n > 0, onTable)}
          >
            See as a table
          </Button>
        }
      >
        <Note>
          {dataset.n === 0
            ? `None yet. Click on the plane, take a sample set, or open a file of up to ${formatCount(MAX_POINTS)} rows.`
            : `${plural(dataset.n, 'point')} in ${plural(dataset.d, 'column')}${dataset.source ? `, from ${dataset.source}` : ''}.`}
          {dataset.n > 0 && dataset.d === 1 && ' With a single column, both axes show it.'}
        </Note>
      </Section>
      <Section title="Sample sets">
        <SampleSets />
      </Section>
      {!importing && own}
      <Section title="By coordinates">
        <AddPoint key={dataset.columns.join('\n')} columns={dataset.columns} />
      </Section>
    </>
  );
}
