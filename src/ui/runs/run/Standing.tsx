// How a run that is not on stands, and whether it can go on.

import { Button } from '@mantine/core';
import { ArrowRight, GitCompareArrows, Play, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { RunDetail, RunSummary } from '../../../wire/runs';
import { formatDate, plural } from '../../components/format';
import { formatDuration } from '../../components/metrics/words';
import { whenPossible } from '../../components/possible';
import { ActionButton } from '../../components/transport/buttons';
import { Facts, Failure, StatusLine } from '../../components/transport/status';
import { Transport } from '../../components/transport/Transport';
import { compareRuns, resumeRun, runAgain, takeModel, unqueueRun } from '../actions';
import { useRuns } from '../store';
import { isAtRest, PHASE_WORDS } from '../words';

/** What one does with a model once there is one, on the page of its kind. */
const USES: Readonly<Partial<Record<RunSummary['kind'], string>>> = {
  image: 'Try it on a picture',
  text: 'Try it on a text',
  mixture: 'Use it on points',
};

interface StandingProps {
  readonly run: RunSummary | undefined;
  readonly detail: RunDetail | null;
}

export function Standing({ run, detail }: StandingProps) {
  const busy = useRuns((ui) => ui.state?.active ?? null);
  // The button keeps its place, and the focus, until the run is on.
  const [pressed, setPressed] = useState(false);
  if (!run) {
    return (
      <Transport label="Run" buttons={null}>
        <StatusLine lines={3}>…</StatusLine>
      </Transport>
    );
  }
  const canGoOn = (run.resumable || pressed) && run.phase !== 'queued';
  const goOn = async () => {
    setPressed(true);
    if (!(await resumeRun(run.id))) setPressed(false);
  };
  const best = detail?.trained.find(({ role }) => role === 'best') ?? detail?.trained[0];
  const use = USES[run.kind];
  const buttons = (
    <>
      {best && use && !canGoOn && (
        <Button size="md" rightSection={<ArrowRight size={18} aria-hidden />} onClick={() => void takeModel(best.id)}>
          {use}
        </Button>
      )}
      {canGoOn && (
        <Button
          size="md"
          leftSection={<Play size={18} aria-hidden />}
          {...whenPossible(busy === null && !pressed, () => void goOn())}
        >
          Go on
        </Button>
      )}
      {run.phase === 'queued' && (
        <Button size="md" variant="default" onClick={() => void unqueueRun(run.id)}>
          Take out of the line
        </Button>
      )}
      {detail?.resolved && isAtRest(run.phase) && (
        <ActionButton
          icon={RotateCcw}
          label="Run again"
          hint="Run again with the same configuration"
          disabled={false}
          onClick={() => void runAgain(detail)}
        />
      )}
      <ActionButton
        icon={GitCompareArrows}
        label="Compare with others"
        disabled={false}
        onClick={() => compareRuns([run.id])}
      />
    </>
  );
  const facts = [
    run.kind !== 'imported' && `${formatDuration(run.duration)} at work`,
    run.total_epochs > 0 && plural(run.total_epochs, 'epoch'),
    run.total_steps > 0 && plural(run.total_steps, 'step'),
    run.engine,
  ].filter((fact) => typeof fact === 'string' && fact !== '');
  return (
    <Transport label="Run" buttons={buttons} buttonsStay>
      <StatusLine lines={3} testId="run-status" phase={run.phase}>
        {run.phase === 'failed' ? (
          <Failure title="The run failed.">
            <span>{run.message}</span>
            <span>Nothing else is lost. Once that is mended, it can be run again, or another set up under Runs.</span>
          </Failure>
        ) : (
          <p>
            <strong>{PHASE_WORDS[run.phase]}</strong>
            {run.message && ` · ${run.message}`}
            {run.phase === 'interrupted' && ': its tab was closed while it ran.'}
            {run.phase === 'interrupted' && canGoOn && ' It goes on from its last checkpoint.'}
          </p>
        )}
        <Facts>
          {facts.map((fact) => (
            <span key={String(fact)}>{fact}</span>
          ))}
          <span>begun {formatDate(run.created_at)}</span>
        </Facts>
        {canGoOn && busy !== null && <p>It can go on once “{busy.name}” has ended.</p>}
      </StatusLine>
    </Transport>
  );
}
