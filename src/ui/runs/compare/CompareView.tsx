// Several runs beside each other: their curves over each other, what was set differently, and what came of it.

import { Button, Skeleton } from '@mantine/core';
import { GitCompareArrows } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { EmptyState } from '../../components/EmptyState';
import { formatTime } from '../../components/metrics/words';
import { Parts } from '../../components/part/Part';
import { Failure } from '../../components/transport/status';
import { WorkPage } from '../../components/work/WorkPage';
import { Head } from '../Head';
import { currentOf, useRuns } from '../store';
import { firstOf, hashOf } from '../views';
import { Chosen } from './Chosen';
import { Differing } from './Differing';
import { differences, sameInWords } from './difference';
import { Overlaid } from './Overlaid';
import { ParallelFigure } from './ParallelFigure';
import { useConfigsOf } from './useDetails';

export function CompareView({ ids }: { readonly ids: readonly string[] }) {
  const runs = useChosen(ids);
  const listed = useRuns((ui) => ui.runs !== null);
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const known = useMemo(() => runs.map(({ id }) => id), [runs]);
  const configs = useConfigsOf(known);
  const found = differences(configs.map((config) => config ?? null));
  return (
    <WorkPage
      head={<Head view="compare" />}
      panel={<Chosen ids={ids} runs={runs} onHighlight={setHighlighted} />}
      scrolls
      workTestId="compare"
    >
      {!listed && ids.length > 0 ? (
        <Unlisted />
      ) : runs.length === 0 ? (
        <EmptyState
          icon={GitCompareArrows}
          title="Choose runs to compare"
          actions={
            <Button component="a" href={hashOf(firstOf('table'))} variant="default">
              To all runs
            </Button>
          }
        >
          Add them here at the side, or choose several in the table of runs and press “Compare”: their curves are laid
          over each other, and what was set differently stands in one table.
        </EmptyState>
      ) : (
        <Parts>
          <Overlaid runs={runs} highlighted={highlighted} />
          <Differing runs={runs} differences={found} same={sameInWords(configs)} />
          {runs.length > 1 && (
            <ParallelFigure runs={runs} differences={found} highlighted={highlighted} onHighlight={setHighlighted} />
          )}
        </Parts>
      )}
    </WorkPage>
  );
}

/** They were chosen; what they are is not known yet. */
function Unlisted() {
  const trouble = useRuns((ui) => ui.unlisted.runs);
  if (trouble === null) return <Skeleton height={320} />;
  return <Failure title="The runs cannot be listed.">{trouble} What is stored is as it was.</Failure>;
}

/** Runs of one name say when they were begun, too; those of one second are counted. */
function toldApart(runs: readonly RunSummary[]): readonly RunSummary[] {
  const counts = new Map<string, number>();
  for (const { name } of runs) counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return runs.map((run) => {
    if (counts.get(run.name) === 1) return run;
    const name = `${run.name}, ${formatTime(run.created_at)}`;
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return { ...run, name: nth === 1 ? name : `${name} (${nth})` };
  });
}

/** Those that there are, in the order of the address. */
function useChosen(ids: readonly string[]): readonly RunSummary[] {
  const runs = useRuns((ui) => ui.runs);
  const state = useRuns((ui) => (ui.state?.active && ids.includes(ui.state.active.id) ? ui.state : null));
  const key = ids.join('\n');
  return useMemo(() => {
    const byId = new Map(runs?.map((run) => [run.id, run]));
    const found = key.split('\n').flatMap((id) => {
      const run = byId.get(id);
      return run ? [currentOf(run, state)] : [];
    });
    return toldApart(found);
  }, [runs, state, key]);
}
