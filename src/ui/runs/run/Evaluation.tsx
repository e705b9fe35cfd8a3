// How the image model of a run did on images that it never learnt from.

import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { isAtRest } from '../words';

const EvaluationPanel = lazy(async () => ({ default: (await import('../images/EvaluationPanel')).EvaluationPanel }));

export function Evaluation({ run }: { readonly run: RunSummary }) {
  // It is judged at the end; one that failed had none.
  if (!isAtRest(run.phase) || run.phase === 'failed') return null;
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <EvaluationPanel run={run.id} />
    </Suspense>
  );
}
